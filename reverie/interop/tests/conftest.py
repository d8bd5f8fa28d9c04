"""A client with something in every part of the record."""

from datetime import UTC, datetime

import pytest

from reverie.accounts.models import Client, Therapist
from reverie.core.policy import Actor
from reverie.record import actions as record
from reverie.record.models import Session
from reverie.treatment import actions
from reverie.treatment.models import Treatment

START = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
STOP = datetime(2026, 11, 24, 18, 50, tzinfo=UTC)
NOTE = "Slept badly since the storm."


@pytest.fixture
def treatment(client_person: Client, therapist: Therapist, as_therapist: Actor) -> Treatment:
    treatment = actions.open_consultation(
        client=client_person, therapist=therapist, started_on=START.date(), by=as_therapist
    )
    plan = actions.draft_plan(treatment=treatment, by=as_therapist)
    actions.add_goal(plan=plan, goal=actions.GoalWords("To sleep."), by=as_therapist)
    return treatment


@pytest.fixture
def signed(treatment: Treatment, as_therapist: Actor) -> Session:
    facts = record.Facts(started_at=START, stopped_at=STOP)
    session = record.open_session(treatment=treatment, facts=facts, by=as_therapist)
    record.save_draft(session=session, words={"note": NOTE}, template="free", version=0, by=as_therapist)
    note = record.sign_note(session=session, version=1, by=as_therapist)
    record.add_addendum(note=note, kind="addendum", reason="Forgotten.", text="Ate well.", by=as_therapist)
    return session
