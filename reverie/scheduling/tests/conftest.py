"""A Monday morning in Portland, open hours, and ways to arrange something in them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import worker
from reverie.core.policy import Actor
from reverie.scheduling import actions
from reverie.scheduling.actions import OpenWindow
from reverie.scheduling.models import Appointment, Offer, StandingHour, Wait

NOW = datetime(2026, 6, 8, 15, 0, tzinfo=UTC)
"""Monday, June 8, 8:00 am in Portland."""
TUESDAY_TEN = datetime(2026, 6, 9, 17, 0, tzinfo=UTC)
TUESDAY = date(2026, 6, 9)
NEXT_WEEK = TUESDAY_TEN + timedelta(days=7)
TUESDAY_MORNINGS = [(1, 540, 720)]
Book = Callable[..., Appointment]
Start = Callable[..., StandingHour]


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def open_tuesdays(therapist: Therapist, as_therapist: Actor) -> Therapist:
    """Hanna can be booked on Tuesdays from 9 to 12."""
    actions.set_availability(therapist=therapist, windows=[OpenWindow(1, 540, 720)], by=as_therapist)
    return therapist


@pytest.fixture
def book(therapist: Therapist, client_person: Client, as_therapist: Actor) -> Book:
    """Book Tuesday at ten for Elena with Hanna, unless something else is said."""

    def act(**changes: object) -> Appointment:
        wish = {"therapist": therapist, "client": client_person, "start_at": TUESDAY_TEN, "by": as_therapist}
        return actions.book_appointment(**{**wish, **changes})  # type: ignore[arg-type]

    return act


@pytest.fixture
def start(therapist: Therapist, client_person: Client, as_therapist: Actor) -> Start:
    """Hold Tuesdays at ten for Elena, unless something else is said."""

    def act(**changes: object) -> StandingHour:
        terms = {"therapist": therapist, "client": client_person, "first_day": TUESDAY, "start_minute": 600}
        return actions.start_standing_hour(**{**terms, "by": as_therapist, **changes})  # type: ignore[arg-type]

    return act


def run_jobs() -> None:
    while worker.run_next():
        pass


def give_back(row: Appointment, by: Actor, side: str = "client") -> None:
    actions.cancel_appointment(appointment=row, side=side, by=by)
    run_jobs()


def open_offers() -> list[Offer]:
    return list(Offer.objects.filter(answer="").select_related("wait", "appointment"))


@pytest.fixture
def newcomer(practice: Practice) -> Client:
    return Client.objects.create(
        practice=practice, name="Nell Ashworth", email="nell@example.invalid", zone=practice.zone
    )


@pytest.fixture
def waits(stranger: Client, newcomer: Client, therapist: Therapist, as_therapist: Actor) -> list[Wait]:
    """Theo waits for Hanna, then Nell for anybody."""
    terms = {"windows": TUESDAY_MORNINGS, "by": as_therapist}
    first = actions.join_waiting_list(client=stranger, therapist=therapist, **terms)
    Wait.objects.filter(pk=first.pk).update(created_at=NOW - timedelta(days=1))
    return [first, actions.join_waiting_list(client=newcomer, therapist=None, **terms)]


@pytest.fixture
def offered(waits: list[Wait], book: Book, as_therapist: Actor) -> Offer:
    """Elena gives next Tuesday at ten back, and Theo is offered it."""
    give_back(book(start_at=NEXT_WEEK), as_therapist)
    (offer,) = open_offers()
    return offer
