"""A treatment with an hour to come, and pages of the client's."""

from datetime import date, datetime, timedelta

import pytest

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.journal import actions
from reverie.journal.models import Entry
from reverie.safety.models import Watch
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

CANARY = "the umbrella in the piano"


@pytest.fixture
def treatment(practice: Practice, client_person: Client, therapist: Therapist) -> Treatment:
    return Treatment.objects.create(
        practice=practice,
        client=client_person,
        therapist=therapist,
        state=Treatment.ACTIVE,
        started_on=date(2026, 1, 6),
    )


def hour(treatment: Treatment, start: datetime, state: str = Appointment.CONFIRMED) -> Appointment:
    """An agreed hour of the treatment's two people."""
    return Appointment.objects.create(
        practice=treatment.practice,
        therapist=treatment.therapist,
        client=treatment.client,
        state=state,
        wall_start=start,
        zone="America/Los_Angeles",
        start_at=start,
        end_at=start + timedelta(minutes=50),
    )


@pytest.fixture
def next_hour(treatment: Treatment) -> Appointment:
    return hour(treatment, clock.now() + timedelta(days=2))


def words(body: str = CANARY, **other: object) -> dict[str, object]:
    """The words of a page."""
    return {"title": "", "body": body, "feelings": "", "residue": "", "associations": [], **other}


@pytest.fixture
def entry(treatment: Treatment, as_client: Actor) -> Entry:
    """A private dream."""
    return actions.finish_entry(client=treatment.client, kind="dream", words=words(), by=as_client)


def cover(practice: Practice) -> None:
    """The practice declares that somebody outside covers at any hour."""
    practice.is_monitored = True
    practice.save()
    Watch.objects.update_or_create(
        practice=practice,
        defaults={"is_at_any_hour": True, "outside_name": "Nora", "outside_email": "nora@example.invalid"},
    )
