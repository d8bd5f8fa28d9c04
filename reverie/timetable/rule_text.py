"""The text of a recurrence rule (`FREQ=WEEKLY;BYDAY=MO`) as a `Rule`; what cannot be read is refused by
name.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from reverie.timetable.recurrence import Rule

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = re.compile(r"^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$")


class BadRule(ValueError):
    """The rule cannot be read."""


class RuleText(NamedTuple):
    """A rule and its UNTIL as it stood in the file: what UNTIL means depends on the event's zone."""

    rule: Rule
    until: str | None


def _numbers(name: str, low: int, high: int, *, negative: bool = False) -> Callable[[str], list[int]]:
    def read(text: str) -> list[int]:
        try:
            values = [int(part) for part in text.split(",")]
        except ValueError:
            raise BadRule(f"{name}={text} must be whole numbers") from None
        for value in values:
            if not (low <= value <= high or (negative and low <= -value <= high)):
                raise BadRule(f"{name}={value} is out of range")
        return values

    return read


_LISTS: dict[str, Callable[[str], list[int]]] = {
    "BYMONTH": _numbers("BYMONTH", 1, 12),
    "BYMONTHDAY": _numbers("BYMONTHDAY", 1, 31, negative=True),
    "BYYEARDAY": _numbers("BYYEARDAY", 1, 366, negative=True),
    "BYWEEKNO": _numbers("BYWEEKNO", 1, 53, negative=True),
    "BYHOUR": _numbers("BYHOUR", 0, 23),
    "BYMINUTE": _numbers("BYMINUTE", 0, 59),
    "BYSECOND": _numbers("BYSECOND", 0, 59),
    "BYSETPOS": _numbers("BYSETPOS", 1, 366, negative=True),
}


def read_rule(text: str) -> RuleText:
    """Read one RRULE value. A negative COUNT is taken as none. Raises `BadRule` with a part of a sentence."""
    parts: dict[str, str] = {}
    for part in text.strip().upper().split(";"):
        name, equals, value = part.partition("=")
        if not equals or name in parts:
            raise BadRule(f"{part!r} is not one NAME=VALUE of a rule")
        parts[name] = value
    frequency = parts.pop("FREQ", "")
    if frequency not in FREQUENCIES:
        raise BadRule(f"FREQ must be one of {', '.join(FREQUENCIES).lower()}")
    until = parts.pop("UNTIL", None)
    values: dict[str, object] = {"frequency": FREQUENCIES.index(frequency)}
    for name, value in parts.items():
        values |= _field(name, value)
    return RuleText(Rule(**values), until)  # type: ignore[arg-type]


def _field(name: str, value: str) -> dict[str, object]:
    if name == "INTERVAL":
        return {"interval": _numbers(name, 1, 1_000_000)(value)[0]}
    if name == "COUNT":
        count = _numbers(name, 0, 10**9, negative=True)(value)[0]
        return {"count": count if count >= 0 else None}
    if name == "WKST":
        if value not in WEEKDAYS:
            raise BadRule(f"WKST={value} is not a day of the week")
        return {"week_start": WEEKDAYS.index(value)}
    if name == "BYDAY":
        return {"byday": frozenset(_weekday(part) for part in value.split(","))}
    if name in _LISTS:
        numbers = _LISTS[name](value)
        as_set = name in ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")
        return {name.lower(): frozenset(numbers) if as_set else tuple(sorted(set(numbers)))}
    raise BadRule(f"{name} is not a part of a rule that can be read here")


def _weekday(text: str) -> tuple[int, int]:
    match = _DAY.match(text)
    if match is None:
        raise BadRule(f"BYDAY={text} is not a day of the week")
    return int(match[1] or 0), WEEKDAYS.index(match[2])
