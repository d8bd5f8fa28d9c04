"""A treatment in each state that the tests of this room need."""

from datetime import date

import pytest

from reverie.accounts.models import Client, Therapist
from reverie.core.policy import Actor
from reverie.treatment import actions
from reverie.treatment.actions.frame import Terms
from reverie.treatment.models import Plan, Treatment

DAY = date(2026, 1, 6)


@pytest.fixture
def consultation(client_person: Client, therapist: Therapist, as_therapist: Actor) -> Treatment:
    """The first meetings."""
    return actions.open_consultation(
        client=client_person, therapist=therapist, started_on=DAY, by=as_therapist
    )


@pytest.fixture
def treatment(consultation: Treatment, as_therapist: Actor, as_client: Actor) -> Treatment:
    """A treatment under way."""
    actions.answer_fit(treatment=consultation, answer="yes", by=as_therapist)
    actions.offer(treatment=consultation, on=DAY, by=as_therapist)
    actions.answer_fit(treatment=consultation, answer="yes", by=as_client)
    return actions.begin(treatment=consultation, on=DAY, by=as_therapist)


@pytest.fixture
def terms() -> Terms:
    """Tuesdays at ten, fifty minutes."""
    return Terms(
        hours=[(1, 600, 50)],
        zone="America/Los_Angeles",
        setting="office",
        fee_cents=18000,
        absence_rule="waive_if_refilled",
        notice_hours=48,
        valid_from=DAY,
        remark="Tuesdays at ten, for as long as it is useful.",
    )


@pytest.fixture
def draft(treatment: Treatment, as_therapist: Actor) -> Plan:
    """A first plan with one goal, not yet agreed."""
    plan = actions.draft_plan(treatment=treatment, by=as_therapist)
    actions.add_goal(plan=plan, goal=actions.GoalWords("To sleep."), by=as_therapist)
    return plan
