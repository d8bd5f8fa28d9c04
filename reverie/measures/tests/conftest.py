"""A treatment to measure in."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.policy import Actor
from reverie.measures import actions
from reverie.measures.models import Administration
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment


@pytest.fixture
def treatment(practice: Practice, client_person: Client, therapist: Therapist) -> Treatment:
    return Treatment.objects.create(
        practice=practice,
        client=client_person,
        therapist=therapist,
        state=Treatment.ACTIVE,
        started_on=date(2026, 1, 6),
    )


@pytest.fixture
def next_hour(treatment: Treatment) -> Appointment:
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
    return Appointment.objects.create(
        practice=treatment.practice,
        therapist=treatment.therapist,
        client=treatment.client,
        state=Appointment.CONFIRMED,
        wall_start=start,
        zone="America/Los_Angeles",
        start_at=start,
        end_at=start + timedelta(minutes=50),
    )


def asked(treatment: Treatment, by: Actor, instrument: str = "phq-9") -> Administration:
    """A form that the client can answer now."""
    return actions.plan_administration(treatment=treatment, instrument=instrument, send=True, by=by)


@pytest.fixture
def phq(treatment: Treatment, as_therapist: Actor) -> Administration:
    return asked(treatment, as_therapist)


@pytest.fixture
def alliance(treatment: Treatment, as_therapist: Actor) -> Administration:
    return asked(treatment, as_therapist, "alliance-check")
