"""A concern, and a home of its own for the help file."""

from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.policy import Actor
from reverie.safety import actions
from reverie.safety.actions import Source
from reverie.safety.models import Concern

ANSWER = UUID(int=9)
ASSESSED = actions.Assessment("By phone at 9:10 am.", "Asked about a plan. None.", "none", "Plan reread.")


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def watched(practice: Practice) -> Practice:
    """A practice with a call: Mateo covers, Oona leads."""
    practice.is_monitored, practice.on_call_name = True, "Mateo Arriaga"
    practice.save()
    return practice


@pytest.fixture
def concern(client_person: Client, therapist: Therapist, as_client: Actor) -> Concern:
    return raise_one(client_person, therapist, as_client)


def raise_one(client: Client, therapist: Therapist, by: Actor) -> Concern:
    """The concern that an answer to a risk item raises."""
    source = Source(Concern.RISK_ITEM, ANSWER)
    return actions.raise_concern(client=client, treatment_therapist=therapist, source=source, by=by)
