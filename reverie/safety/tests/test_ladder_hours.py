"""Outside the declared hours the therapist is told at once, the others from the next opening, mail or not."""

import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.mail.backends.locmem import EmailBackend
from pytest_django import Settings

from conftest import actor_for
from reverie.accounts.models import Client, Membership, Practice, Therapist, User
from reverie.core import clock, worker
from reverie.core.models import OutboxMessage
from reverie.core.policy import Actor
from reverie.safety import queries
from reverie.safety.actions import Window
from reverie.safety.models import Concern, ConcernStep
from reverie.safety.tests.conftest import PHONE, declare, raise_one

ZONE = ZoneInfo("America/Los_Angeles")
WEEK = tuple(Window(day, 9 * 60, 17 * 60) for day in range(5))
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
OUTSIDE = {"outside_name": "Rosa Lind", "outside_email": "rosa@example.invalid", "phone": PHONE}


class Refusing(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages: object) -> int:
        raise smtplib.SMTPServerDisconnected


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture
def clocks() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(wall("2026-03-06T23:40"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def raised(
    clocks: object, practice: Practice, colleague: Therapist, owner: User, client_person: Client,
    therapist: Therapist, as_client: Actor,
) -> Concern:  # fmt: skip
    """Raised on a Friday night, before the weekend on which the clocks go forward."""
    declare(practice, owner, hours=WEEK, cover=colleague.user, phone=PHONE)
    client_person.refresh_from_db()
    return raise_one(client_person, therapist, as_client)


def work_until(clocks: time_machine.Traveller, moment: datetime) -> list[str]:
    """The first names of everybody of whom the ladder says by then that they were told."""
    clocks.move_to(moment, tick=False)
    while worker.run_next():
        pass
    steps = ConcernStep.objects.filter(told_at__isnull=False).order_by("told_at", "due_at")
    return [step.name.split()[0] for step in steps]


MONDAY = wall("2026-03-09T09:00")
COURSE = [
    (wall("2026-03-06T23:40"), ["Hanna"]),
    (wall("2026-03-07T00:40"), ["Hanna"]),
    (MONDAY, ["Hanna"]),
    (MONDAY + 15 * MINUTE - SECOND, ["Hanna"]),
    (MONDAY + 15 * MINUTE, ["Hanna", "Mateo"]),
    (MONDAY + 60 * MINUTE - SECOND, ["Hanna", "Mateo"]),
    (MONDAY + 60 * MINUTE, ["Hanna", "Mateo", "Oona"]),
]


@pytest.mark.parametrize("mail_is", ["none", "up", "down"])
def test_it_counts_from_the_next_opening_to_the_second(
    raised: Concern, clocks: time_machine.Traveller, settings: Settings, mail_is: str
) -> None:
    backends = {"none": "", "up": "django.core.mail.backends.locmem.EmailBackend"}
    settings.MAIL = {"backend": backends.get(mail_is, f"{__name__}.Refusing"), "options": {}}
    assert [work_until(clocks, moment) for moment, _names in COURSE] == [names for _moment, names in COURSE]
    assert OutboxMessage.objects.count() == 3


def test_every_rung_is_told_once_whoever_asks_how_often(
    raised: Concern, clocks: time_machine.Traveller
) -> None:
    for _time in range(3):
        work_until(clocks, MONDAY + timedelta(hours=5))
    assert OutboxMessage.objects.count() == 3


def test_in_the_hours_it_counts_at_once_and_climbs_past_their_end(
    practice: Practice, colleague: Therapist, owner: User, client_person: Client, therapist: Therapist,
    as_client: Actor, clocks: time_machine.Traveller,
) -> None:  # fmt: skip
    declare(practice, owner, hours=WEEK, cover=colleague.user, phone=PHONE)
    clocks.move_to(wall("2026-03-06T16:55"), tick=False)
    concern = raise_one(client_person, therapist, as_client)
    dues = [step.due_at - concern.raised_at for step in concern.steps.all()]
    assert dues == [timedelta(), 15 * MINUTE, 60 * MINUTE]


def test_somebody_outside_is_told_whom_to_reach_and_no_client(
    practice: Practice, owner: User, client_person: Client, therapist: Therapist, as_client: Actor,
    clocks: time_machine.Traveller,
) -> None:  # fmt: skip
    declare(practice, owner, is_at_any_hour=True, **OUTSIDE)
    client_person.refresh_from_db()
    raise_one(client_person, therapist, as_client)
    assert work_until(clocks, clock.now() + 15 * MINUTE) == ["Hanna", "Rosa"]
    words = OutboxMessage.objects.get(to="rosa@example.invalid").body
    assert "You stand in for Hanna Lindqvist at Elm Row Psychotherapy." in words
    assert not [word for word in ("Elena", "Marsh", "risk", "suicid", "client") if word in words]


def test_a_cover_who_has_left_is_no_rung(
    watched: Practice, therapist: Therapist, colleague: Therapist
) -> None:
    Membership.objects.filter(user=colleague.user).update(ended_at=clock.now(), ended_by=therapist.id)
    assert [rung.place for rung in queries.ladder_for(watched, therapist)] == ["therapist", "lead"]


def test_one_that_happened_earlier_carries_its_day_and_tells_the_therapist_alone(
    watched: Practice, client_person: Client, therapist: Therapist, as_therapist: Actor
) -> None:
    then = wall("2025-11-04T20:10")
    client_person.refresh_from_db()
    concern = raise_one(client_person, therapist, as_therapist, at=then)
    assert (concern.raised_at, [step.place for step in concern.steps.all()]) == (then, ["therapist"])
    assert len(queries.open_concerns_for(as_therapist)) == 1
    assert queries.open_concerns_for(actor_for(watched.watch.cover)) == []
