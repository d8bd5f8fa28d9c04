"""What the other pages show: open hours, one appointment, a client's hours."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice, Therapist
from reverie.core import clock, dates, zones
from reverie.scheduling.models import BusyCalendar, CalendarFeed, Holiday, labels
from reverie.scheduling.presenters import words

SHOWN = 12


def chosen(query: Mapping[str, str]) -> UUID | None:
    """The therapist whose calendar an address names."""
    try:
        return UUID(query["therapist"]) if query.get("therapist") else None
    except ValueError:
        return None


def hours(therapist: Therapist, holidays: list[Holiday]) -> dict[str, Any]:
    """The weekly windows, the other days, the holidays ahead."""
    today = clock.today(therapist.zone)
    rules = [
        (
            row,
            labels.WEEKDAYS[row.weekday],
            words.window(row.start_minute, row.end_minute),
            labels.MODES[row.mode],
        )
        for row in therapist.availability_rules.all()
    ]
    other = [
        (row.day, dates.day(row.day, row.zone), _window_of(row))
        for row in therapist.availability_exceptions.filter(day__gte=today)
    ]
    return {
        "therapist": therapist,
        "zone": zones.zone_words(therapist.zone),
        "rules": rules,
        "other_days": other,
        "holidays": breaks(therapist, holidays),
    }


def breaks(therapist: Therapist, holidays: Iterable[Holiday]) -> list[tuple[str, Holiday]]:
    """The holidays that are not over, with their days in words."""
    today = clock.today(therapist.zone)
    return [(words.days(row.first_day, row.last_day), row) for row in holidays if row.last_day >= today]


def practice_breaks(practice: Practice) -> list[tuple[str, Holiday]]:
    """The practice's own days without hours that are not over."""
    today = clock.today(practice.zone)
    rows = Holiday.objects.filter(practice=practice, therapist=None, last_day__gte=today)
    return [(words.days(row.first_day, row.last_day), row) for row in rows]


def _window_of(row: Any) -> str:
    return "" if row.start_minute is None else words.window(row.start_minute, row.end_minute)


def busy(calendars: QuerySet[BusyCalendar], zone: str) -> list[tuple[BusyCalendar, str]]:
    """Brought-in calendars: how many times, and since when they stand."""
    return [(row, dates.day(row.brought_at, zone)) for row in calendars.annotate(count=Count("blocks"))]


def feed(whose: str, row: CalendarFeed | None) -> tuple[str, CalendarFeed | None, str]:
    """Whose hours, the open address if there is one, and what it shows and when it was last read."""
    if row is None:
        return whose, None, ""
    shown = _("Busy") if row.shows == CalendarFeed.BUSY else _("initials")
    if row.read_at is None:
        return whose, row, _("Shows {what}. No program has read it yet.").format(what=shown)
    read = dates.day_and_time(row.read_at, row.user.zone)
    return whose, row, _("Shows {what}. Last read on {when}.").format(what=shown, when=read)
