"""Hours of another system, from a table or a calendar file: whose, when by the wall clock, how often."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from django.utils.translation import gettext as _

from reverie.core.tables import Table, is_formula, read_table
from reverie.interop.client_lines import read_day
from reverie.timetable.calendar_file import CalendarError, Entry, read_entries
from reverie.timetable.recurrence import WEEKLY

KNOWN_HEADS = {
    "who": "client clientname name patient patientname",
    "day": "date day appointmentdate startdate",
    "time": "time starttime start",
    "minutes": "minutes duration length",
    "repeats": "repeats recurrence frequency recurring",
    "until": "until enddate lastdate",
}
STEPS = {"": 0, "no": 0, "never": 0, "none": 0, "weekly": 7, "everyweek": 7, "biweekly": 14}
STEPS |= {"every2weeks": 14, "everyotherweek": 14, "fortnightly": 14}
LONGEST = 600


class CannotReadHours(Exception):
    """One plain sentence: what is wrong with the file."""


@dataclass
class HourLine:
    """One hour, or one that comes again every `step_days`; wall time in `zone`; `fault`: what is wrong."""

    line: int
    who: str
    day: date | None = None
    minute: int = 0
    minutes: int = 50
    zone: str = ""
    step_days: int = 0
    until: date | None = None
    fault: str = ""
    notes: list[str] = field(default_factory=list)


def read_hours(content: bytes, zone: str, today: date) -> list[HourLine]:
    """The hours in a CSV or .ics file; times without a zone are in `zone`. Raises CannotReadHours."""
    if b"BEGIN:VCALENDAR" in content[:1000].upper():
        return list(_of_calendar(content, zone))
    return _of_table(read_table(content), zone, today)


# -- tables -------------------------------------------------------------------------------------------


def _of_table(table: Table, zone: str, today: date) -> list[HourLine]:
    columns: dict[str, int] = {}
    for index, head in enumerate(table.head):
        plain = re.sub(r"[^a-z]", "", head.casefold())
        name = next((name for name, words in KNOWN_HEADS.items() if plain in words.split()), "")
        if name:
            columns.setdefault(name, index)
    missing = [name for name in ("who", "day", "time") if name not in columns]
    if missing:
        words = {"who": "Client", "day": "Date", "time": "Start Time"}
        names = ", ".join(words[name] for name in missing)
        raise CannotReadHours(_("The head lacks these columns: {names}.").format(names=names))
    found = []
    for row in table.rows:
        if row.cells is None:
            found.append(HourLine(row.line, "", fault=_("The row has more cells than the head.")))
            continue
        cells = {name: row.cells[index] for name, index in columns.items()}
        found.append(_of_row(row.line, cells, zone, today))
    return found


def _of_row(line: int, cells: dict[str, str], zone: str, today: date) -> HourLine:
    hour = HourLine(line, cells["who"][:120], zone=zone)
    hour.day = _near(read_day(cells["day"], today))
    minute = read_time(cells["time"])
    step = STEPS.get(re.sub(r"[^a-z0-9]", "", cells.get("repeats", "").casefold()))
    minutes = re.match(r"\d{1,3}", cells.get("minutes", "") or "50")
    until = cells.get("until", "")
    hour.until = _near(read_day(until, today)) if until else None
    if not hour.who or is_formula(hour.who):
        hour.fault = _("There is no client’s name.")
    elif hour.day is None:
        hour.fault = _("There is no such day: write 2026-11-02 or 11/2/2026.")
    elif minute is None:
        hour.fault = _("There is no such time: write 9:30 AM or 14:30.")
    elif step is None:
        hour.fault = _("Only single, weekly and biweekly hours are known.")
    elif minutes is None or not 5 <= int(minutes.group()) <= LONGEST:
        hour.fault = _("The length is a number of minutes.")
    elif until and hour.until is None:
        hour.fault = _("There is no such last day.")
    else:
        hour.minute, hour.minutes, hour.step_days = minute, int(minutes.group()), step
    return hour


def _near(day: date | None) -> date | None:
    """A year of two digits means this century here: hours are planned, births are past."""
    return day.replace(year=day.year + 100) if day is not None and day.year < 1950 else day


def read_time(cell: str) -> int | None:
    """The minute of the day of 9:30 AM, 2 pm or 14:30; None for anything else."""
    found = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?(?::00)?\s*([ap])?\.?m?\.?", cell.strip().casefold())
    if found is None or (found[2] is None and found[3] is None):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "p" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


# -- calendars ----------------------------------------------------------------------------------------


def _of_calendar(content: bytes, zone: str) -> Iterator[HourLine]:
    try:
        entries = read_entries(content)
        titles = _titles(content)
    except CalendarError as error:
        raise CannotReadHours(_("The calendar cannot be read: {why}.").format(why=error)) from None
    changed = {entry.uid for entry in entries if entry.recurrence_id is not None}
    for entry, title in zip(entries, titles, strict=True):
        if entry.recurrence_id is None and not entry.cancelled:
            yield from _of_entry(entry, title, zone, entry.uid in changed)


def _titles(content: bytes) -> list[str]:
    calendars = icalendar.Calendar.from_ical(content, multiple=True)
    events = [event for part in calendars if part.name == "VCALENDAR" for event in part.walk("VEVENT")]
    return [" ".join(str(event.get("SUMMARY", "")).split())[:120] for event in events]


def _of_entry(entry: Entry, title: str, zone: str, is_changed: bool) -> Iterator[HourLine]:
    hour = HourLine(entry.position + 1, title, zone=zone)
    if not isinstance(entry.start, datetime):
        hour.fault = _("It takes whole days, not an hour.")
        yield hour
        return
    wall = _wall(entry.start, zone)
    hour.day, hour.minute = wall.date(), wall.hour * 60 + wall.minute
    hour.minutes = int(entry.length.total_seconds() // 60)
    if not title:
        hour.fault = _("It has no title that says whose hour it is.")
    elif not 5 <= hour.minutes <= LONGEST:
        hour.fault = _("It is longer than ten hours, or shorter than five minutes.")
    elif not entry.rules:
        if entry.rdates:
            hour.notes.append(_("Its further dates were not taken over."))
    else:
        yield from _of_rule(entry, hour, is_changed, zone)
        return
    yield hour


def _of_rule(entry: Entry, hour: HourLine, is_changed: bool, zone: str) -> Iterator[HourLine]:
    rule, until = entry.rules[0].rule, entry.rules[0].until
    if len(entry.rules) > 1 or rule.frequency != WEEKLY or rule.interval not in (1, 2) or hour.day is None:
        hour.fault = _("It comes again otherwise than weekly or biweekly.")
        yield hour
        return
    if entry.exdates or is_changed or entry.rdates:
        hour.notes.append(_("Single days that were left out or moved there are not: look at them."))
    last = _last(until)
    if rule.count is not None:
        days = max(1, len(rule.byday or ()))
        last = hour.day + timedelta(days=7 * rule.interval * ((rule.count - 1) // days) + 6)
    weekdays = sorted({day for _nth, day in rule.byday} if rule.byday else {hour.day.weekday()})
    for weekday in weekdays:
        ahead = weekday - hour.day.weekday()
        first = hour.day + timedelta(days=ahead if ahead >= 0 else ahead + 7 * rule.interval)
        yield HourLine(
            hour.line, hour.who, first, hour.minute, hour.minutes, hour.zone, 7 * rule.interval, last,
            notes=list(hour.notes),
        )  # fmt: skip


def _last(until: str | None) -> date | None:
    if until is None:
        return None
    try:
        return date(int(until[:4]), int(until[4:6]), int(until[6:8]))
    except ValueError:
        return None


def _wall(start: datetime, zone: str) -> datetime:
    return start.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if start.tzinfo else start


def next_day(hour: HourLine, today: date) -> date | None:
    """The first day from `today` on that the hour falls on; None when all of it is past."""
    day = hour.day
    if day is None or (not hour.step_days and day < today):
        return None
    if day < today:
        steps = -((day - today).days // hour.step_days)
        day += timedelta(days=hour.step_days * steps)
    return day if hour.until is None or day <= hour.until else None
