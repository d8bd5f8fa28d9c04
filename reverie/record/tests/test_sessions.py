"""Opening sessions and keeping their facts."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from reverie.accounts.models import Client
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.record import actions
from reverie.record.models import ProgressNote, Session
from reverie.record.tests.conftest import START, STOP
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment


def appointment(treatment: Treatment, client: Client | None = None, state: str = "confirmed") -> Appointment:
    return Appointment.objects.create(
        practice=treatment.practice,
        therapist=treatment.therapist,
        client=client or treatment.client,
        state=state,
        wall_start=START,
        zone="America/Los_Angeles",
        start_at=START,
        end_at=STOP,
    )


def test_numbers_run_from_one(treatment: Treatment, facts: actions.Facts, as_therapist: Actor) -> None:
    numbers = [
        actions.open_session(treatment=treatment, facts=facts, by=as_therapist).number for _ in range(3)
    ]
    assert numbers == [1, 2, 3]


def test_an_appointment_becomes_one_session(treatment: Treatment, as_therapist: Actor) -> None:
    arranged = appointment(treatment)
    session = actions.open_from_appointment(appointment=arranged, treatment=treatment, by=as_therapist)
    assert (session.started_at, session.minutes, session.place) == (START, 50, "office")
    assert Appointment.objects.get().state == Appointment.TOOK_PLACE
    with pytest.raises(actions.CannotOpenSession, match="session already"):
        actions.open_from_appointment(appointment=arranged, treatment=treatment, by=as_therapist)


def test_the_calendar_knows_who_was_absent(
    treatment: Treatment, facts: actions.Facts, as_therapist: Actor
) -> None:
    arranged = appointment(treatment)
    session = actions.open_from_appointment(appointment=arranged, treatment=treatment, by=as_therapist)
    actions.write_facts(session=session, facts=replace(facts, attendance="absent"), by=as_therapist)
    assert Appointment.objects.get().state == Appointment.CLIENT_ABSENT


def test_appointments_that_are_none(treatment: Treatment, stranger: Client, as_therapist: Actor) -> None:
    for arranged, sentence in [
        (appointment(treatment, stranger), "other people"),
        (appointment(treatment, state="cancelled"), "called off"),
    ]:
        with pytest.raises(actions.CannotOpenSession, match=sentence):
            actions.open_from_appointment(appointment=arranged, treatment=treatment, by=as_therapist)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"stopped_at": START}, "stop before it started"),
        ({"stopped_at": START + timedelta(hours=13)}, "twelve hours"),
        ({"attendance": "dreaming"}, "who was there"),
        ({"place": "moon"}, "where it was"),
        ({"attendance": "late"}, "how many minutes"),
    ],
)
def test_facts_that_do_not_fit(
    session: Session, facts: actions.Facts, as_therapist: Actor, change: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(actions.CannotChangeSession, match=sentence):
        actions.write_facts(session=session, facts=replace(facts, **change), by=as_therapist)
    with pytest.raises(actions.CannotOpenSession, match=sentence):
        actions.open_session(treatment=session.treatment, facts=replace(facts, **change), by=as_therapist)


def test_a_session_to_come_is_refused(treatment: Treatment, as_therapist: Actor) -> None:
    soon = clock.now() + timedelta(hours=1)
    facts = actions.Facts(started_at=soon, stopped_at=soon + timedelta(minutes=50))
    with pytest.raises(actions.CannotOpenSession, match="not begun"):
        actions.open_session(treatment=treatment, facts=facts, by=as_therapist)


def test_facts_change_until_they_are_signed(
    signed: ProgressNote, facts: actions.Facts, as_therapist: Actor
) -> None:
    with pytest.raises(actions.CannotChangeSession, match="addendum"):
        actions.write_facts(session=signed.session, facts=facts, by=as_therapist)


def test_late_minutes_are_kept(session: Session, facts: actions.Facts, as_therapist: Actor) -> None:
    late = replace(facts, attendance="late", late_minutes=6)
    assert actions.write_facts(session=session, facts=late, by=as_therapist).late_minutes == 6
