"""Every possible start of a meeting, from one plain description (the command `reverie timetable starts`).

Unlike the planes this knows any minute. The grid counts from each window's start, in real minutes; a
meeting must end within the window it begins in, and must not touch a booking.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from reverie.timetable import walltime
from reverie.timetable.week import Week, Window, spans_of_day

MOST_DAYS = 3_700


class BadSpec(ValueError):
    """The description cannot be read; the sentence names the field and how to mend it."""


@dataclass(frozen=True)
class StartsSpec:
    """`first` and `last` are local days, `last` excluded; `minutes` the length, `step` the grid; `booked`
    UTC seconds.
    """

    week: Week
    first: date
    last: date
    minutes: int
    step: int
    booked: Sequence[tuple[int, int]]


def starts(spec: StartsSpec) -> list[datetime]:
    """All starts, aware UTC, sorted, each once."""
    busy = _merged(spec.booked)
    ends = [end for _, end in busy]
    length, step = spec.minutes * 60, spec.step * 60
    found: set[int] = set()
    for number in range((spec.last - spec.first).days):
        for low, high in spans_of_day(spec.week, spec.first + timedelta(days=number)):
            for start in range(low, high - length + 1, step):
                nearest = bisect_left(ends, start + 1)
                if nearest == len(busy) or busy[nearest][0] >= start + length:
                    found.add(start)
    return [walltime.instant(start) for start in sorted(found)]


def _merged(booked: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Bookings sorted and joined, so that starts and ends rise together."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(booked):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return joined


def read_spec(data: Any) -> StartsSpec:
    """A decoded JSON object as `reference` describes it. Raises `BadSpec` naming the field."""
    if not isinstance(data, dict):
        raise BadSpec("The file must hold one JSON object with zone, from, to, minutes, step and weekly.")
    missing = [name for name in ("zone", "from", "to", "minutes", "step", "weekly") if name not in data]
    if missing:
        raise BadSpec(f"{missing[0]}: is missing.")
    first, last = _date(data["from"], "from"), _date(data["to"], "to")
    if last < first:
        raise BadSpec(f"to: {last} lies before from, {first}.")
    if (last - first).days > MOST_DAYS:
        raise BadSpec(f"to: ask for at most {MOST_DAYS} days at a time.")
    return StartsSpec(
        _week(data),
        first,
        last,
        _count(data["minutes"], "minutes"),
        _count(data["step"], "step"),
        [_booking(pair, f"booked[{n}]") for n, pair in enumerate(_list(data.get("booked"), "booked"))],
    )


def _week(data: dict[str, Any]) -> Week:
    weekly: dict[int, list[Window]] = {}
    for number, rule in enumerate(_list(data["weekly"], "weekly")):
        name = f"weekly[{number}]"
        if not isinstance(rule, dict):
            raise BadSpec(f"{name}: must be an object with weekday, start and end.")
        weekday = rule.get("weekday")
        if isinstance(weekday, bool) or not isinstance(weekday, int) or not 0 <= weekday <= 6:
            raise BadSpec(f"{name}.weekday: must be a number from 0 (Monday) to 6 (Sunday), not {weekday!r}.")
        weekly.setdefault(weekday, []).append(_window(rule.get("start"), rule.get("end"), name))
    exceptions: dict[date, list[Window]] = {}
    for number, row in enumerate(_list(data.get("exceptions"), "exceptions")):
        name = f"exceptions[{number}]"
        if not isinstance(row, dict):
            raise BadSpec(f"{name}: must be an object with date and windows.")
        day = _date(row.get("date"), f"{name}.date")
        if day in exceptions:
            raise BadSpec(f"{name}.date: {day} stands twice; put all windows of a day into one exception.")
        pairs = enumerate(_list(row.get("windows"), f"{name}.windows"))
        exceptions[day] = [
            _window(*_pair(pair, f"{name}.windows[{n}]"), f"{name}.windows[{n}]") for n, pair in pairs
        ]
    if not isinstance(data["zone"], str):
        raise BadSpec("zone: must be a zone of the IANA list, such as America/New_York.")
    try:
        return Week(data["zone"], weekly, exceptions)
    except walltime.UnknownZone as error:
        raise BadSpec(f"zone: {error}") from None


def _list(value: Any, name: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadSpec(f"{name}: must be a list.")
    return value


def _pair(value: Any, name: str) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != 2:
        raise BadSpec(f"{name}: must be a pair of start and end.")
    return value[0], value[1]


def _count(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1440:
        raise BadSpec(f"{name}: must be a whole number of minutes from 1 to 1440, not {value!r}.")
    return value


def _date(value: Any, name: str) -> date:
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except (TypeError, ValueError):
        raise BadSpec(f"{name}: must be a day such as 2027-02-15, not {value!r}.") from None


def _minute(value: Any, name: str) -> int:
    if isinstance(value, str) and len(value) == 5 and value[2] == ":" and (value[:2] + value[3:]).isdecimal():
        hour, minute = int(value[:2]), int(value[3:])
        if (hour < 24 and minute < 60) or (hour, minute) == (24, 0):
            return hour * 60 + minute
    raise BadSpec(f"{name}: must be a time from 00:00 to 24:00, such as 09:30, not {value!r}.")


def _window(start: Any, end: Any, name: str) -> Window:
    low, high = _minute(start, f"{name}.start"), _minute(end, f"{name}.end")
    if low >= high:
        raise BadSpec(
            f"{name}: ends at {end}, not after its start {start}; a window does not cross midnight."
        )
    return low, high


def _booking(value: Any, name: str) -> tuple[int, int]:
    start, end = (_instant(one, name) for one in _pair(value, name))
    if end < start:
        raise BadSpec(f"{name}: ends before it starts.")
    return start, end


def _instant(value: Any, name: str) -> int:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadSpec(f"{name}: must hold instants such as 2027-02-15T14:00Z, not {value!r}.") from None
    if moment.tzinfo is None:
        raise BadSpec(f"{name}: {value} has no zone; write it in UTC with a Z.")
    return walltime.utc_seconds(moment)
