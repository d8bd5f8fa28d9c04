"""Hours as an iCalendar file with initials for names: from rows to text, each event in its own wall time."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

import icalendar

from reverie.scheduling.models import Appointment, Holiday, StandingHour
from reverie.timetable import walltime
from reverie.timetable.zone_text import vtimezone

YEARS_AHEAD = 12


def calendar(
    hours: Iterable[Appointment],
    standing: Iterable[tuple[StandingHour, date]],
    holidays: Iterable[Holiday],
    this_year: int,
) -> str:
    """Single hours, and standing ones as repeating events from the day that stands beside each."""
    found = icalendar.Calendar()
    found.add("VERSION", "2.0")
    found.add("PRODID", "-//Reverie//Copy//EN")
    events = [*_singles(hours), *_series(standing, list(holidays))]
    for zone, first_year in sorted(_zones(events).items()):
        lines = vtimezone(zone, first_year - 1, this_year + YEARS_AHEAD)
        found.add_component(icalendar.Timezone.from_ical("\r\n".join(lines) + "\r\n"))
    for _zone, _year, event in events:
        found.add_component(event)
    return bytes(found.to_ical()).decode()


Dated = tuple[str, int, icalendar.Event]


def _zones(events: Iterable[Dated]) -> dict[str, int]:
    found: dict[str, int] = {}
    for zone, year, _event in events:
        found[zone] = min(found.get(zone, year), year)
    return found


def _singles(hours: Iterable[Appointment]) -> Iterator[Dated]:
    for row in hours:
        wall = row.wall_start.replace(tzinfo=None)
        yield row.zone, wall.year, _event(row, row.uid, wall)


def _series(standing: Iterable[tuple[StandingHour, date]], holidays: list[Holiday]) -> Iterator[Dated]:
    for row, first in standing:
        start = datetime(first.year, first.month, first.day) + timedelta(minutes=row.start_minute)
        event = _event(row, f"{row.pk}@reverie", start)
        rule: dict[str, object] = {"FREQ": "DAILY", "INTERVAL": row.step_days}
        if row.step_days % 7 == 0:
            rule = {"FREQ": "WEEKLY", "INTERVAL": row.step_days // 7}
        if row.last_day is not None:
            rule["UNTIL"] = walltime.at(row.last_day, row.start_minute, row.zone)
        event.add("RRULE", icalendar.vRecur(rule))
        away = list(_days(row, first, holidays))
        if away:
            begin = timedelta(minutes=row.start_minute)
            walls = [datetime(day.year, day.month, day.day) + begin for day in away]
            event.add("EXDATE", [_in(row.zone, wall) for wall in walls])
        yield row.zone, first.year, event


def _days(row: StandingHour, first: date, holidays: list[Holiday]) -> Iterator[date]:
    """The days of a series, from `first` on, that lie in announced days off."""
    for holiday in holidays:
        if holiday.therapist_id not in {None, row.therapist_id}:
            continue
        day = max(first, holiday.first_day)
        day += timedelta(days=-(day - first).days % row.step_days)
        while day <= min(holiday.last_day, row.last_day or holiday.last_day):
            yield day
            day += timedelta(days=row.step_days)


def _event(row: Appointment | StandingHour, uid: str, wall: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("UID", uid)
    event.add("DTSTAMP", row.created_at.astimezone(UTC).replace(microsecond=0))
    event.add("SEQUENCE", row.sequence)
    event.add("DTSTART", _in(row.zone, wall))
    event.add("DURATION", timedelta(minutes=row.minutes))
    people = [row.client, *([row.partner] if row.partner else [])]
    event.add("SUMMARY", " + ".join(one.initials for one in people))
    event.add("CLASS", "PRIVATE")
    return event


def _in(zone: str, wall: datetime) -> datetime:
    return wall.replace(tzinfo=walltime.zone(zone))
