"""Eight processes want the same hours; each hour is sold, once. A smaller form of `reverie bench booking`."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.scheduling.models import Appointment, Room

RACERS, HOURS = 8, 12


@pytest.fixture
def monday_morning() -> None:
    """The racers are processes with the true clock; so is this test."""


LENGTHS = [50, 45, 50, 30, 50, 25, 50, 40]


def start(plan: dict) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "REVERIE_HOME": str(settings.HOME),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-m", "reverie.scheduling.tests.racing", json.dumps(plan)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.fixture
def racers(practice: Practice) -> list[Client]:
    return [
        Client.objects.create(practice=practice, name=f"R {n}", zone=practice.zone) for n in range(RACERS)
    ]


def plan_of(hours: int) -> dict:
    first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {"database": str(connection.settings_dict["NAME"]), "first": first.isoformat(), "hours": hours}


def race(plans: list[dict]) -> dict[str, int]:
    """All at once; how many hours were won, refused, and how many errors there were."""
    running = [start({**plan, "minutes": LENGTHS[n]}) for n, plan in enumerate(plans)]
    return sum((Counter(json.loads(one.communicate(timeout=300)[0])) for one in running), Counter())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_contested_hour_is_sold_exactly_once(
    practice: Practice, therapist: Therapist, colleague: Therapist, racers: list[Client]
) -> None:
    """Eight clients, one of them a couple, want the only room, with two therapists by turns."""
    room = Room.objects.create(practice=practice, name="Garden")
    third = Client.objects.create(practice=practice, name="Partner", zone=practice.zone)
    plan = plan_of(HOURS) | {"room": str(room.id), "therapists": [str(therapist.id), str(colleague.id)]}
    partners = {0: str(third.id)}
    counts = race(
        [{**plan, "client": str(one.id), "partner": partners.get(n)} for n, one in enumerate(racers)]
    )
    assert counts == {"won": HOURS, "refused": HOURS * (RACERS - 1)}
    sold = Counter(Appointment.objects.values_list("start_at", flat=True))
    assert len(sold) == HOURS
    assert set(sold.values()) == {1}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nobody_sits_in_two_hours_at_once(
    practice: Practice, therapist: Therapist, racers: list[Client]
) -> None:
    """Eight couples in a ring, each person in two of them, each couple with a therapist of its own."""
    hours = HOURS // 2
    ring = [(one, racers[(n + 1) % RACERS]) for n, one in enumerate(racers)]
    plans = [
        plan_of(hours)
        | {
            "client": str(one.id),
            "partner": str(other.id),
            "room": None,
            "therapists": [str(own(therapist, n))],
        }
        for n, (one, other) in enumerate(ring)
    ]
    counts = race(plans)
    assert counts["errors"] == 0
    assert counts["won"] + counts["refused"] == hours * RACERS
    for moment in set(Appointment.objects.values_list("start_at", flat=True)):
        rows = Appointment.objects.filter(start_at=moment)
        people = Counter(one for row in rows for one in (row.client_id, row.partner_id))
        assert set(people.values()) == {1}
        # Whoever was refused was refused for a reason: one of the two had an hour.
        assert all(people[one.id] or people[other.id] for one, other in ring)


def own(therapist: Therapist, n: int) -> str:
    """A therapist for one couple alone."""
    user = User.objects.create_user(f"own{n}@example.invalid", name=f"Own {n}", zone=therapist.zone)
    row = Therapist.objects.create(
        practice=therapist.practice, user=user, name=user.name, zone=therapist.zone
    )
    return str(row.id)
