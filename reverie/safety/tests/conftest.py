"""A concern, a home of its own for the help file, and a practice that watches."""

from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from conftest import actor_for
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import clock
from reverie.core.models import WorkerBeat
from reverie.core.policy import Actor
from reverie.safety import access, actions
from reverie.safety.access import Treating
from reverie.safety.actions import Declaration, Source
from reverie.safety.models import Concern

ANSWER = UUID(int=9)
ASSESSED = actions.Assessment("By phone at 9:10 am.", "Asked about a plan. None.", "none", "Plan reread.")
PHONE = "503-555-0142"


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def sending(db: None, settings: Settings) -> None:
    """Mail is set up and the jobs are heard."""
    settings.MAIL = {"backend": "django.core.mail.backends.locmem.EmailBackend", "options": {}}
    WorkerBeat.objects.create(name="here", at=clock.now())


@pytest.fixture
def watched(practice: Practice, colleague: Therapist, owner: User) -> Practice:
    """A practice that watches at any hour: Mateo covers, Oona leads."""
    return declare(practice, owner, is_at_any_hour=True, cover=colleague.user, phone=PHONE)


def declare(practice: Practice, owner: User, **facts: object) -> Practice:
    """What its owner declares."""
    declaration = Declaration(is_monitored=True, **facts)  # type: ignore[arg-type]
    actions.declare_watch(practice=practice, declaration=declaration, by=actor_for(owner))
    practice.refresh_from_db()
    return practice


@pytest.fixture
def concern(client_person: Client, therapist: Therapist, as_client: Actor) -> Concern:
    return raise_one(client_person, therapist, as_client)


def raise_one(client: Client, therapist: Therapist, by: Actor, **more: object) -> Concern:
    """The concern that an answer to a risk item raises."""
    source = Source(Concern.RISK_ITEM, ANSWER)
    return actions.raise_concern(client=client, treatment_therapist=therapist, source=source, by=by, **more)


@pytest.fixture
def treated(client_person: Client, therapist: Therapist, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Elena, whom Hanna treats, as the room of treatments says it."""

    def clients_of(actor: Actor):
        mine = Client.objects.filter(pk=client_person.pk)
        return mine if actor.user_id == therapist.user_id else mine.none()

    def therapist_of(client: Client) -> Therapist | None:
        return therapist if client.pk == client_person.pk else None

    monkeypatch.setattr(access, "_treating", [Treating(clients_of, therapist_of)])
    return client_person
