"""A session with a draft, and the same session signed."""

from datetime import UTC, datetime

import pytest

from reverie.accounts.models import Client, Therapist
from reverie.core.policy import Actor
from reverie.record import actions
from reverie.record.models import ProgressNote, Session
from reverie.treatment.models import Treatment

START = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
STOP = datetime(2026, 11, 24, 18, 50, tzinfo=UTC)


@pytest.fixture
def treatment(client_person: Client, therapist: Therapist) -> Treatment:
    return Treatment.objects.create(
        practice=therapist.practice,
        client=client_person,
        therapist=therapist,
        state=Treatment.ACTIVE,
        started_on=START.date(),
    )


@pytest.fixture
def facts() -> actions.Facts:
    """Fifty minutes on a Tuesday, all as arranged."""
    return actions.Facts(started_at=START, stopped_at=STOP)


@pytest.fixture
def session(treatment: Treatment, facts: actions.Facts, as_therapist: Actor) -> Session:
    return actions.open_session(treatment=treatment, facts=facts, by=as_therapist)


@pytest.fixture
def draft(session: Session, as_therapist: Actor) -> ProgressNote:
    return actions.save_draft(
        session=session, words={"note": "Slept badly."}, template="free", version=0, by=as_therapist
    )


@pytest.fixture
def signed(draft: ProgressNote, as_therapist: Actor) -> ProgressNote:
    return actions.sign_note(session=draft.session, version=draft.version, by=as_therapist)
