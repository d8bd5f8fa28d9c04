"""What a client's pages show of the client's own hours, by the client's clock."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import clock, dates, zones
from reverie.scheduling import queries
from reverie.scheduling.models import Appointment, labels
from reverie.scheduling.models.availability import CLOSED
from reverie.scheduling.presenters import hour, waiting, words
from reverie.scheduling.queries.open_hours import Windows

SHOWN, MOST = 12, 8


def my_sessions(client: Client) -> dict[str, Any]:
    """A client's coming hours in the client's zone, the standing ones, breaks ahead, hours to ask for."""
    zone = client.zone
    coming = list(queries.coming_appointments(client)[:SHOWN])
    standing, therapists = queries.standing_hours_of(client), queries.therapists_of(client)
    return {
        "next": coming[0] if coming else None,
        "next_when": dates.day_and_time(coming[0].start_at, zone) if coming else "",
        "coming": [_coming(row, zone) for row in coming],
        "standing": [words.standing_line(row) for row in standing],
        "holidays": [
            words.days(row.first_day, row.last_day) for row in queries.holidays_for(client, therapists)
        ],
        "shifts": [
            (dates.day(first.start, zone), words.clock_time(minute))
            for _row, first, minute in queries.clock_shifts(client, standing)
        ],
        "offered": [waiting.offer_line(one, zone) for one in queries.open_offers_of(client)],
        "wait": waiting.suits(wait) if (wait := queries.own_wait(client)) else "",
        "zone": zones.zone_words(zone),
    }


def hours_before(client: Client) -> int:
    """How long before their hour somebody is reminded; 0 for never."""
    choice = queries.reminder_choice_of(client)
    return choice.hours_before if choice.is_on else 0


def _mine(row: Appointment) -> str:
    """Where it is, and what it waits for."""
    place = str(labels.PLACES.get(row.place, row.place))
    return place if row.state == Appointment.CONFIRMED else f"{place}, {labels.STATES[row.state]}"


def _coming(row: Appointment, zone: str) -> tuple[Appointment, str, str, str]:
    """The hour, when, where, and the time at which it began before the clocks moved apart."""
    return row, dates.day_and_time(row.start_at, zone), _mine(row), hour.shift(row, zone)


@dataclass(frozen=True)
class Choice:
    """An open hour to choose: the instant, when, and what choosing it does."""

    value: str
    when: str
    does: str


def choices(
    therapist: Therapist, zone: str, *, minutes: int = 50, windows: Windows | None = None
) -> list[Choice]:
    """The next open hours of a therapist, those on request among them, by the client's clock."""
    now = clock.now()
    low, high = now + timedelta(hours=12), now + timedelta(weeks=3)
    windows = windows or queries.windows_of([therapist.id])
    online = queries.open_hours([therapist], low, high, minutes=minutes, windows=windows)[therapist.id]
    asked = queries.ask_hours(therapist, low, high, minutes=minutes, windows=windows)
    found = sorted([(one, "") for one in online[:MOST]] + [(one, _("on request")) for one in asked[:MOST]])
    return [Choice(words.stamp(one), dates.day_and_time(one, zone), does) for one, does in found]


def is_late(row: Appointment) -> bool:
    """True when calling it off now lies after the notice that was agreed."""
    return row.start_at - clock.now() < timedelta(hours=row.notice_hours)


def move(row: Appointment, zone: str) -> dict[str, Any]:
    """What a client may do with an hour that does not suit, and the open hours to choose from."""
    terms = queries.terms_of(row.therapist)
    is_over = row.state != Appointment.CONFIRMED or row.start_at <= clock.now()
    allowed = not is_over and not is_late(row) and terms.moving != CLOSED
    return {
        "row": row,
        "when": dates.day_and_time(row.start_at, zone),
        "is_over": is_over,
        "late": is_late(row),
        "moving": terms.moving,
        "choices": choices(row.therapist, zone, minutes=row.minutes) if allowed else [],
        "zone": zones.zone_words(zone),
    }


def moved(new: Appointment) -> str:
    """What has become of the wish."""
    if new.state == Appointment.REQUESTED:
        return _("Asked for. Your hour stays as it is until your therapist answers.")
    return _("Moved. Your therapist sees it.")
