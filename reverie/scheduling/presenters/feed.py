"""A person's hours as an iCalendar file: no name, no place, no link, and the same identity for good.

A standing hour is one repeating event in wall time with its zone; hours left out are EXDATEs, moved ones
carry the RECURRENCE-ID of their place in the series. SEQUENCE only rises, since rows are never deleted and
each change raises theirs.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import icalendar

from reverie.accounts.models import Client
from reverie.core import clock
from reverie.scheduling.actions import HORIZON
from reverie.scheduling.models import Appointment, CalendarFeed, StandingHour
from reverie.scheduling.queries.feeds import FeedHours, FeedSeries
from reverie.timetable import walltime
from reverie.timetable.standing import occurrences
from reverie.timetable.zone_text import vtimezone

YEARS_AHEAD = 12
TENTATIVE = {Appointment.HELD, Appointment.REQUESTED}


def calendar(feed: CalendarFeed, hours: FeedHours) -> bytes:
    """The whole file. The same rows give the same bytes."""
    found = icalendar.Calendar()
    for name, value in (
        ("VERSION", "2.0"), ("PRODID", "-//Reverie//Calendar//EN"), ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", "Busy"), ("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"), ("X-PUBLISHED-TTL", "PT1H"),
    ):  # fmt: skip
        found.add(name, icalendar.vText(value))
    events = [event for one in hours.series for event in _series(feed, one)]
    events += [_single(feed, chain) for chain in hours.singles]
    for zone, first_year in sorted(_zones(hours).items()):
        lines = vtimezone(zone, first_year, clock.now().year + YEARS_AHEAD)
        found.add_component(icalendar.Timezone.from_ical("\r\n".join(lines) + "\r\n"))
    for event in events:
        found.add_component(event)
    return bytes(found.to_ical())


def _zones(hours: FeedHours) -> dict[str, int]:
    """The zones in use, each with the year before its earliest event."""
    pairs = [(one.standing_hour.zone, one.standing_hour.first_day.year) for one in hours.series]
    pairs += [(row.zone, row.start_at.year) for chain in hours.singles for row in chain[-1:]]
    pairs += [(row.zone, row.start_at.year) for one in hours.series for row in one.moved.values()]
    found: dict[str, int] = {}
    for zone, year in pairs:
        found[zone] = min(found.get(zone, year), year - 1)
    return found


def _series(feed: CalendarFeed, one: FeedSeries) -> Iterator[icalendar.Event]:
    """The repeating event, and one for each hour that is held elsewhere than planned."""
    row = one.standing_hour
    if row.last_day is not None and row.last_day < row.first_day:
        return
    left_out, elsewhere = _exceptions(one)
    uid, sequence = f"{row.id}@reverie", _sequence(one, len(left_out))
    event = _event(feed, row, uid, sequence, _wall(row.first_day, row), row.minutes, row.zone)
    event.add("RRULE", icalendar.vRecur(_rule(row)))
    if left_out:
        event.add("EXDATE", [_in(row.zone, _wall(day, row)) for day in sorted(left_out)])
    yield event
    for planned, held in elsewhere:
        changed = _event(
            feed, held, uid, sequence, held.wall_start.replace(tzinfo=None), held.minutes, held.zone
        )
        changed.add("RECURRENCE-ID", _in(row.zone, _wall(planned, row)))
        yield changed


def _exceptions(one: FeedSeries) -> tuple[set[date], list[tuple[date, Appointment]]]:
    """Planned days on which no hour is held, and hours that are held at another time."""
    left_out: set[date] = set()
    elsewhere = []
    made = {row.planned_day for row in one.rows}
    for row in one.rows:
        held = row
        while held.moved_to_id in one.moved and held.moved_to_id is not None:
            held = one.moved[held.moved_to_id]
        if row.planned_day is None:
            continue
        if not held.is_busy:
            left_out.add(row.planned_day)
        elif held is not row or held.minutes != one.standing_hour.minutes:
            elsewhere.append((row.planned_day, held))
    return left_out | _never_made(one, made), elsewhere


def _never_made(one: FeedSeries, made: set[date | None]) -> set[date]:
    """Planned days without an appointment: in a holiday, or long since due and taken by something else."""
    row, due = one.standing_hour, (clock.now() + HORIZON).date() - timedelta(days=2)
    last = max([due, *(last for _, last in one.away)])
    begin = datetime(row.first_day.year, row.first_day.month, row.first_day.day, tzinfo=UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=2)
    planned = [hour.day for hour in occurrences(row.as_standing(), begin - timedelta(days=1), end)]
    return {
        day
        for day in planned
        if day not in made and (day <= due or any(first <= day <= last for first, last in one.away))
    }


def _sequence(one: FeedSeries, left_out: int) -> int:
    """Rises with every change of the series or of one of its hours, and never falls."""
    return one.standing_hour.sequence + sum(row.sequence for row in one.moved.values()) + left_out


def _rule(row: StandingHour) -> dict[str, object]:
    weekly = row.step_days % 7 == 0
    rule: dict[str, object] = {
        "FREQ": "WEEKLY" if weekly else "DAILY",
        "INTERVAL": row.step_days // 7 if weekly else row.step_days,
    }
    if row.last_day is not None:
        rule["UNTIL"] = walltime.at(row.last_day, row.start_minute, row.zone)
    return rule


def _single(feed: CalendarFeed, chain: list[Appointment]) -> icalendar.Event:
    row = chain[-1]
    sequence = sum(one.sequence for one in chain)
    wall = row.wall_start.replace(tzinfo=None)
    return _event(feed, row, chain[0].uid, sequence, wall, row.minutes, row.zone)


def _event(
    feed: CalendarFeed, row: Appointment | StandingHour, uid: str, sequence: int, wall: datetime,
    minutes: int, zone: str,
) -> icalendar.Event:  # fmt: skip
    """What all events have in common."""
    event = icalendar.Event()
    event.add("UID", uid)
    event.add("DTSTAMP", row.created_at.astimezone(UTC).replace(microsecond=0))
    event.add("SEQUENCE", sequence)
    event.add("DTSTART", _in(zone, wall))
    event.add("DURATION", timedelta(minutes=minutes))
    event.add("SUMMARY", _summary(feed, row))
    event.add("CLASS", "PRIVATE")
    event.add("TRANSP", "OPAQUE")
    is_open = isinstance(row, Appointment) and row.state in TENTATIVE
    event.add("STATUS", "TENTATIVE" if is_open else "CONFIRMED")
    return event


def _summary(feed: CalendarFeed, row: Appointment | StandingHour) -> str:
    if feed.shows == CalendarFeed.BUSY:
        return "Busy"
    if feed.whose == CalendarFeed.MY:
        return initials(row.therapist.name)
    people: list[Client] = [row.client, *([row.partner] if row.partner else [])]
    return " + ".join(one.initials for one in people) or "Busy"


def initials(name: str) -> str:
    """The first letters of a name."""
    return "".join(part[0].upper() for part in name.split()[:3] if part) or "Busy"


def _wall(day: date, row: StandingHour) -> datetime:
    """The wall time of a planned day, without a zone."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=row.start_minute)


def _in(zone: str, wall: datetime) -> datetime:
    return wall.replace(tzinfo=walltime.zone(zone))
