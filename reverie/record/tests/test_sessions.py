"""Opening sessions and keeping their facts."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from conftest import signed_in
from reverie.accounts.models import Client
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.record import actions
from reverie.record.models import ProgressNote, Session
from reverie.record.queries.sessions import verify_note
from reverie.record.tests.conftest import START, STOP
from reverie.scheduling.models import Appointment
from reverie.treatment.actions import UnitTerms, open_unit
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


@pytest.mark.parametrize(("days", "opens"), [(0, True), (1, False)])
def test_what_is_later_than_the_end_is_no_session(
    treatment: Treatment, facts: actions.Facts, as_therapist: Actor, days: int, opens: bool
) -> None:
    Treatment.objects.update(
        state="ended", ended_on=START.date() - timedelta(days=days), ended_reason="agreed"
    )
    if opens:
        session = actions.open_session(treatment=treatment, facts=facts, by=as_therapist)
        later = replace(facts, started_at=START + timedelta(days=1), stopped_at=STOP + timedelta(days=1))
        with pytest.raises(actions.CannotChangeSession, match="treatment ended on"):
            actions.write_facts(session=session, facts=later, by=as_therapist)
        return
    with pytest.raises(actions.CannotOpenSession, match="treatment ended on"):
        actions.open_session(treatment=treatment, facts=facts, by=as_therapist)
    assert not Session.objects.exists()


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


def test_who_else_took_part_is_a_fact_under_the_signature(session: Session, as_therapist: Actor) -> None:
    browser, path = signed_in(session.therapist.user), f"/desk/sessions/{session.pk}/"
    typed = {
        "day": "2026-11-24",
        "start": "10:00",
        "stop": "10:50",
        "place": "office",
        "attendance": "present",
    }
    assert browser.post(path, typed | {"participants": ["nobody"]}).status_code == 422
    browser.post(path, typed | {"participants": ["parent", "interpreter"]})
    assert "with an interpreter, a parent" in browser.get(path).content.decode()
    actions.save_draft(session=session, words={"note": "x"}, template="free", version=0, by=as_therapist)
    note = actions.sign_note(session=session, version=1, by=as_therapist)
    assert verify_note(note)
    note.session.participants = []
    assert not verify_note(note)


def test_the_people_of_a_couple_take_part(
    treatment: Treatment, stranger: Client, as_therapist: Actor
) -> None:
    terms, people = UnitTerms("couple", "Two", treatment.started_on), [treatment.client, stranger]
    couple = open_unit(terms=terms, people=people, therapist=treatment.therapist, by=as_therapist)
    arranged = appointment(couple)
    session = actions.open_from_appointment(appointment=arranged, treatment=couple, by=as_therapist)
    assert set(session.participants) == {str(person.pk) for person in people}
    page = (
        signed_in(couple.therapist.user).get(f"/desk/clients/{couple.client_id}/sessions/").content.decode()
    )
    assert "Theo Brandt" in page
    facts = replace(actions.Facts(session.started_at, session.stopped_at), participants=(str(treatment.pk),))
    with pytest.raises(actions.CannotChangeSession, match="from the list"):
        actions.write_facts(session=session, facts=facts, by=as_therapist)
