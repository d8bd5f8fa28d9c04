"""What the other pages show: open hours, one appointment, a client's hours."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import clock, dates
from reverie.scheduling import queries
from reverie.scheduling.models import Appointment, BusyCalendar, CalendarFeed, Holiday, labels
from reverie.scheduling.presenters import waiting, words

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
        "zone": words.zone_words(therapist.zone),
        "rules": rules,
        "other_days": other,
        "holidays": breaks(therapist, holidays),
    }


def breaks(therapist: Therapist, holidays: Iterable[Holiday]) -> list[tuple[str, Holiday]]:
    """The holidays that are not over, with their days in words."""
    today = clock.today(therapist.zone)
    return [(words.days(row.first_day, row.last_day), row) for row in holidays if row.last_day >= today]


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


def appointment(row: Appointment, zone: str) -> dict[str, Any]:
    """One hour for the desk.

    When (in both zones when they differ), where, how it stands, what can be done.
    """
    now = clock.now()
    is_open = row.state in Appointment.OPEN
    theirs = row.client.zone if row.client.zone != zone else ""
    return {
        "row": row,
        "when": dates.day_and_time(row.start_at, zone),
        "until": dates.time(row.end_at, zone),
        "theirs": dates.day_and_time(row.start_at, theirs) if theirs else "",
        "their_zone": words.zone_words(theirs),
        "place": labels.PLACES.get(row.place, row.place),
        "kind": labels.KINDS.get(row.kind, row.kind),
        "state": words.state_line(row, zone),
        "standing": words.standing_line(row.standing_hour) if row.standing_hour else "",
        "can_confirm": row.state in {Appointment.HELD, Appointment.REQUESTED},
        "can_change": is_open and row.start_at > now,
        "can_attend": row.has_begun(now)
        and row.state in {Appointment.CONFIRMED, "took_place", "client_absent", "clinician_absent"},
        "attended": [
            (state, labels.STATES[state]) for state in ("took_place", "client_absent", "clinician_absent")
        ],
    }


def my_sessions(client: Client) -> dict[str, Any]:
    """A client's coming hours in the client's zone, the standing ones, breaks ahead, hours to ask for."""
    zone = client.zone
    coming = list(queries.coming_appointments(client)[:SHOWN])
    standing, therapists = queries.standing_hours_of(client), queries.therapists_of(client)
    return {
        "next": coming[0] if coming else None,
        "next_when": dates.day_and_time(coming[0].start_at, zone) if coming else "",
        "coming": [(row, dates.day_and_time(row.start_at, zone), _mine(row)) for row in coming],
        "standing": [words.standing_line(row) for row in standing],
        "holidays": [
            words.days(row.first_day, row.last_day) for row in queries.holidays_for(client, therapists)
        ],
        "shifts": [
            (dates.day(hour.start, zone), words.clock_time(minute))
            for _row, hour, minute in queries.clock_shifts(client, standing)
        ],
        "offers": _offers(therapists, zone),
        "offered": [waiting.offer_line(one, zone) for one in queries.open_offers_of(client)],
        "wait": waiting.suits(wait) if (wait := queries.own_wait(client)) else "",
        "zone": words.zone_words(zone),
    }


def hours_before(client: Client) -> int:
    """How long before their hour somebody is reminded; 0 for never."""
    choice = queries.reminder_choice_of(client)
    return choice.hours_before if choice.is_on else 0


def _mine(row: Appointment) -> str:
    """Where it is, and what it waits for."""
    place = str(labels.PLACES.get(row.place, row.place))
    return place if row.state == Appointment.CONFIRMED else f"{place}, {labels.STATES[row.state]}"


def _offers(therapists: list[Therapist], zone: str) -> list[tuple[Therapist, list[tuple[str, str]]]]:
    """Per therapist the next open hours that could be asked for: (instant, words)."""
    now = clock.now()
    found = queries.open_hours(therapists, now + timedelta(hours=12), now + timedelta(weeks=3), minutes=50)
    return [
        (
            therapist,
            [(words.stamp(moment), dates.day_and_time(moment, zone)) for moment in found[therapist.id][:6]],
        )
        for therapist in therapists
        if found[therapist.id]
    ]


def is_late(row: Appointment) -> bool:
    """True when calling it off now lies after the notice that was agreed."""
    return row.start_at - clock.now() < timedelta(hours=row.notice_hours)
