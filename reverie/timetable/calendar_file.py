"""Reading an .ics file into entries: times, rules and exceptions, never the content (no titles, places or
names).

Meant for files from anywhere: each thing that cannot be read becomes one `CalendarError` with line and
field.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import icalendar

from reverie.timetable.rule_text import BadRule, RuleText, read_rule

MOST_BYTES = 20_000_000

Time = date | datetime
"""A DATE, or a date-time with or without a zone, as it stood in the file."""


class CalendarError(ValueError):
    """The file cannot be read. `line` counts from 1 and may be None, `name` is the property."""

    def __init__(self, message: str, *, line: int | None = None, name: str | None = None) -> None:
        where = "".join([f"line {line}: " if line else "", f"{name}: " if name else ""])
        super().__init__(f"{where}{message}")


@dataclass(frozen=True)
class Entry:
    """One VEVENT. `rdates` hold (start, own duration or None).

    `recurrence_id` marks the change of one hour; `takes_time` is false for what its owner calls free time.
    """

    uid: str
    position: int
    start: Time
    end: Time
    swapped: bool
    rules: tuple[RuleText, ...]
    rdates: tuple[tuple[Time, timedelta | None], ...]
    exdates: tuple[Time, ...]
    recurrence_id: Time | None
    this_and_future: bool
    sequence: int
    cancelled: bool
    takes_time: bool = True

    @property
    def length(self) -> timedelta:
        """End minus start; both are dates or both are comparable date-times."""
        return difference(self.end, self.start)


def comparable(values: Iterable[Time]) -> list[Time]:
    """The values made comparable: all dates stay dates, else all take the first zone found among them."""
    values = list(values)
    if not any(isinstance(value, datetime) for value in values):
        return values
    zones = (value.tzinfo for value in values if isinstance(value, datetime) and value.tzinfo is not None)
    tz = next(zones, None)
    return [in_zone(value, tz) for value in values]


def in_zone(value: Time, tz: Any) -> datetime:
    """A date-time for any value; one without a zone gets `tz`, one with a zone keeps it."""
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=tz)
    return value if value.tzinfo is not None or tz is None else value.replace(tzinfo=tz)


def difference(later: Time, earlier: Time) -> timedelta:
    """The time between two comparable values; in one zone it is counted in wall time."""
    return in_zone(later, None) - in_zone(earlier, None)


def read_entries(data: bytes) -> list[Entry]:
    """All events of a file, in its order. Raises `CalendarError` if any of them cannot be read."""
    if len(data) > MOST_BYTES:
        raise CalendarError(f"the file is larger than {MOST_BYTES // 1_000_000} MB")
    lines = _Lines(data)
    try:
        calendars = [
            part for part in icalendar.Calendar.from_ical(data, multiple=True) if part.name == "VCALENDAR"
        ]
    except (
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        message = " ".join(str(error).split())[:200] or "it is not a calendar"
        raise CalendarError(f"cannot be read: {message}", line=lines.holding(message)) from None
    if not calendars or lines.count("BEGIN:VCALENDAR") > lines.count("END:VCALENDAR"):
        raise CalendarError("this is not a whole calendar: it must run from BEGIN:VCALENDAR to END:VCALENDAR")
    for calendar in calendars:
        if str(calendar.get("CALSCALE", "GREGORIAN")).upper() != "GREGORIAN":
            raise CalendarError(
                "only the Gregorian calendar can be read", line=lines.first("CALSCALE"), name="CALSCALE"
            )
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    return [_Reader(event, position, lines).entry() for position, event in enumerate(events)]


class _Lines:
    """The lines of the file, to say where something stands."""

    def __init__(self, data: bytes) -> None:
        self._lines = data.decode("utf-8", "replace").splitlines()
        self._events = [n for n, line in enumerate(self._lines) if line.strip().upper() == "BEGIN:VEVENT"]

    def count(self, text: str) -> int:
        return sum(1 for line in self._lines if line.strip().upper() == text)

    def first(self, name: str, begin: int = 0) -> int | None:
        """The number of the first line of that property, at or after a line index."""
        pattern = re.compile(rf"^{re.escape(name)}[;:]", re.IGNORECASE)
        return next((n + 1 for n in range(begin, len(self._lines)) if pattern.match(self._lines[n])), None)

    def in_event(self, position: int, name: str) -> int | None:
        """The line of a property of the n-th event, or the line where that event begins."""
        if position >= len(self._events):
            return None
        begin = self._events[position]
        end = self._events[position + 1] if position + 1 < len(self._events) else len(self._lines)
        found = self.first(name, begin)
        return found if found is not None and found <= end else begin + 1

    def holding(self, message: str) -> int | None:
        """The line that holds the longest word of an error message: where a reader that gives no line
        stumbled.
        """
        for word in sorted({word.strip("'\":,.") for word in message.split()}, key=len, reverse=True):
            for number, line in enumerate(self._lines, 1):
                if len(word) > 3 and line.rstrip().endswith(word) and not word.isalpha():
                    return number
        return None


class _Reader:
    """Reads one event; errors carry its line."""

    def __init__(self, event: Any, position: int, lines: _Lines) -> None:
        self._event, self._position, self._lines = event, position, lines

    def _error(self, name: str, message: str) -> CalendarError:
        return CalendarError(message, line=self._lines.in_event(self._position, name), name=name)

    def entry(self) -> Entry:
        raw_start = self._time("DTSTART")
        if raw_start is None:
            raise self._error("DTSTART", "an event has no start")
        start, end = comparable((raw_start, self._raw_end(raw_start)))
        recurrence_id = self._event.get("RECURRENCE-ID")
        return Entry(
            uid=str(self._event.get("UID", "")),
            position=self._position,
            start=min(start, end),
            end=max(start, end),
            swapped=start > end,
            rules=tuple(self._rules()),
            rdates=tuple(self._rdates()),
            exdates=tuple(one for one in self._listed("EXDATE") if isinstance(one, date)),
            recurrence_id=self._time("RECURRENCE-ID"),
            this_and_future=_range_of(recurrence_id) == "THISANDFUTURE",
            sequence=self._sequence(),
            cancelled=str(self._event.get("STATUS", "")).strip().upper() == "CANCELLED",
            takes_time=str(self._event.get("TRANSP", "")).strip().upper() != "TRANSPARENT",
        )

    def _value(self, name: str) -> Any:
        prop = self._event.get(name)
        if isinstance(prop, list):
            raise self._error(name, "stands more than once in one event")
        if prop is None:
            return None
        try:
            return prop.dt
        except (ValueError, AttributeError):
            raise self._error(name, "cannot be read as a time") from None

    def _time(self, name: str) -> Time | None:
        value = self._value(name)
        if value is not None and not isinstance(value, date):
            raise self._error(name, "must be a date or a date with a time")
        return value

    def _raw_end(self, start: Time) -> Time:
        end = self._time("DTEND")
        if end is not None:
            return end
        duration = self._value("DURATION")
        if duration is None:
            return start if isinstance(start, datetime) else start + timedelta(days=1)
        if not isinstance(duration, timedelta):
            raise self._error("DURATION", "must be a duration such as PT50M")
        whole = start if isinstance(start, datetime) or not duration.seconds else in_zone(start, None)
        try:
            return whole + duration
        except OverflowError:
            raise self._error("DURATION", "reaches past the year 9999") from None

    def _sequence(self) -> int:
        try:
            return int(self._event.get("SEQUENCE", -1))
        except (TypeError, ValueError):
            return -1

    def _rules(self) -> Iterator[RuleText]:
        props = self._event.get("RRULE")
        for prop in props if isinstance(props, list) else [props] if props is not None else []:
            try:
                yield read_rule(prop.to_ical().decode("utf-8", "replace"))
            except BadRule as error:
                raise self._error("RRULE", f"the rule cannot be read: {error}") from None

    def _listed(self, name: str) -> Iterator[Any]:
        props = self._event.get(name)
        for prop in props if isinstance(props, list) else [props] if props is not None else []:
            try:
                values = [one.dt for one in prop.dts]
            except (ValueError, AttributeError):
                raise self._error(name, "cannot be read as a list of times") from None
            yield from values

    def _rdates(self) -> Iterator[tuple[Time, timedelta | None]]:
        for value in self._listed("RDATE"):
            if isinstance(value, tuple):
                start, end = value
                yield start, end if isinstance(end, timedelta) else end - start
            else:
                yield value, None


def _range_of(prop: Any) -> str:
    params = getattr(prop, "params", None) or {}
    return str(params.get("RANGE", "")).upper()
