"""Hours, money and lists as people write them."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as django_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Chip:
    """One open hour: its words and the instant that a link carries."""

    words: str
    start: str


@dataclass(frozen=True)
class Day:
    """The open hours of one day."""

    words: str
    chips: tuple[Chip, ...]


def joined(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def chip(hour: datetime, zone: str) -> Chip:
    """`Wed 17, 5:30 pm` in the zone of the reader."""
    return _chip(hour, zone, get_language())


@lru_cache(maxsize=4096)
def _chip(hour: datetime, zone: str, language: str | None) -> Chip:
    """Many therapists are free at the same hour."""
    local = hour.astimezone(ZoneInfo(zone))
    words = f"{django_date(local, 'D j')}, {clock_words(local)}"
    return Chip(words, start_words(hour))


def start_words(hour: datetime) -> str:
    """The instant as an address carries it, `2026-12-01T17:30Z`."""
    return hour.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%MZ")


def clock_words(local: datetime) -> str:
    """`5:30 pm`; noon is said."""
    if (local.hour, local.minute) == (12, 0):
        return _("12:00 noon")
    return django_date(local, "g:i ") + ("am" if local.hour < 12 else "pm")


def days(hours: tuple[datetime, ...], zone: str, limit: int = 12) -> list[Day]:
    """The next open hours by day, in the reader's zone."""
    found: dict[str, list[Chip]] = {}
    for hour in hours[:limit]:
        local = hour.astimezone(ZoneInfo(zone))
        words = django_date(local, "l, F j")
        found.setdefault(words, []).append(Chip(clock_words(local), start_words(hour)))
    return [Day(words, tuple(chips)) for words, chips in found.items()]


def first_error(form: Any) -> str:
    """The first thing that is wrong, with the name of its field."""
    for name, errors in form.errors.items():
        return f"{form.fields[name].label}: {errors[0]}"
    return ""
