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

from reverie.accounts.models import Client, Practice, Therapist
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


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_contested_hour_is_sold_exactly_once(
    practice: Practice, therapist: Therapist, colleague: Therapist
) -> None:
    clients = [
        Client.objects.create(practice=practice, name=f"Racer {n}", zone=practice.zone) for n in range(RACERS)
    ]
    room = Room.objects.create(practice=practice, name="Garden")
    first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    plan = {
        "database": str(connection.settings_dict["NAME"]), "room": str(room.id), "first": first.isoformat(),
        "therapists": [str(therapist.id), str(colleague.id)], "hours": HOURS,
    }  # fmt: skip
    racers = [start({**plan, "client": str(clients[n].id), "minutes": LENGTHS[n]}) for n in range(RACERS)]
    counts = sum((Counter(json.loads(racer.communicate(timeout=120)[0])) for racer in racers), Counter())
    assert counts == {"won": HOURS, "refused": HOURS * (RACERS - 1)}
    sold = Counter(Appointment.objects.values_list("start_at", flat=True))
    assert len(sold) == HOURS
    assert set(sold.values()) == {1}
