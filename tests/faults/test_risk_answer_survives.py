"""A risk answer and its concern outlive a process that is killed right after the answer was kept."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.postgres import cluster

ROOT = Path(__file__).parents[2]
Place = tuple[Path, str]
SET_UP = """
import os, signal, sys, django
django.setup()
from conftest import actor_for, member
from datetime import date
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.measures import actions
from reverie.measures.models import Administration
from reverie.treatment.models import Treatment

def begin():
    practice = Practice.objects.create(name="Elm Row", zone="UTC")
    user = member(practice, "Hanna Lindqvist", "therapist")
    therapist = Therapist.objects.create(practice=practice, user=user, name=user.name, zone="UTC")
    person = User.objects.create_user("elena@example.invalid", name="Elena Marsh", zone="UTC")
    client = Client.objects.create(practice=practice, user=person, name=person.name, zone="UTC")
    treatment = Treatment.objects.create(
        practice=practice, client=client, therapist=therapist, state="active", started_on=date(2026, 1, 6)
    )
    form = actions.plan_administration(
        treatment=treatment, instrument="phq-9", send=True, by=actor_for(user)
    )
    return form, actor_for(person)
"""
ANSWER = (
    SET_UP
    + """
form, client = begin()
actions.answer_item(administration=form, item=9, answer=VALUE, by=client)
sys.stdout.write("kept"); sys.stdout.flush()
os.kill(os.getpid(), signal.SIGKILL)
"""
)
PREPARE = """
import django
django.setup()
from config import preparing
preparing.prepare()
"""
LOOK = (
    SET_UP
    + """
from reverie.core.models import AuditEvent
from reverie.measures import queries
from reverie.safety.models import Concern
form = Administration.objects.get()
assert queries.words_of(form)["answers"] == {"9": VALUE}
assert Concern.objects.get().source_id == form.pk
assert AuditEvent.objects.filter(verb__in=["answer", "raise"]).count() == 2
print("there")
"""
)


PRESS = (
    SET_UP
    + """
from uuid import UUID
from reverie.safety.actions import Source, raise_concern
form, client = begin()
raise_concern(
    client=form.client, treatment_therapist=form.treatment.therapist,
    source=Source("asked_for_help", UUID(int=2)), by=client,
)
sys.stdout.write("kept"); sys.stdout.flush()
os.kill(os.getpid(), signal.SIGKILL)
"""
)
LOOK_PRESS = (
    SET_UP
    + """
from reverie.core.models import OutboxMessage
from reverie.safety.models import Concern
assert Concern.objects.get().kind == "asked_for_help"
assert OutboxMessage.objects.count() == 1
print("there")
"""
)


SCREEN = (
    SET_UP
    + """
from reverie.core import clock
from reverie.safety.actions import keep_screener
form, client = begin()
keep_screener(
    client=form.client, therapist=form.treatment.therapist, answers=dict(enumerate(VALUE, start=1)),
    recent=None, frame="month", asked_at=clock.now(), by=actor_for(form.treatment.therapist.user),
)
sys.stdout.write("kept"); sys.stdout.flush()
os.kill(os.getpid(), signal.SIGKILL)
"""
)
LOOK_SCREEN = (
    SET_UP
    + """
from reverie.core.models import OutboxMessage
from reverie.safety.models import Concern, Screener
assert Concern.objects.get().source_id == Screener.objects.get().pk
assert OutboxMessage.objects.count() == 1
print("there")
"""
)
LOW = "(True, False, None, None, None, False)"
HIGH_AND_UNFINISHED = "(None, None, None, True, None, None)"


ENGINES = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.slow])]


@pytest.fixture(scope="module", params=ENGINES)
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An installation that nobody has used: its home, and the DATABASE_URL ("" is a file in the home)."""
    home = tmp_path_factory.mktemp("empty")
    with nullcontext("") if request.param == "sqlite" else cluster() as address:
        made = run(PREPARE, (home, address))
        assert made.returncode == 0, made.stderr
        yield home, address


@pytest.fixture
def place(empty: Place, tmp_path: Path) -> Place:
    """A copy of it for one scene."""
    home, address = empty
    shutil.copytree(home, tmp_path / "home")
    if address:
        name = f"scene_{uuid4().hex}"
        with psycopg.connect(address.replace("/postgres?", "/template1?"), autocommit=True) as server:
            server.execute(SQL("CREATE DATABASE {} TEMPLATE postgres").format(Identifier(name)))
        address = address.replace("/postgres?", f"/{name}?")
    return tmp_path / "home", address


def run(script: str, place: Place) -> subprocess.CompletedProcess[str]:
    """A process of its own, with its own home and database."""
    home, address = place
    settings = {"REVERIE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment = {**os.environ, **settings, "DATABASE_URL": address, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


SCENES = {
    "several days": (ANSWER, LOOK, "1"),
    "more than half the days": (ANSWER, LOOK, "2"),
    "nearly every day": (ANSWER, LOOK, "3"),
    "press": (PRESS, LOOK_PRESS, ""),
    "screener, low": (SCREEN, LOOK_SCREEN, LOW),
    "screener, high and unfinished": (SCREEN, LOOK_SCREEN, HIGH_AND_UNFINISHED),
}


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES)
def test_it_and_its_concern_are_there(place: Place, scene: str) -> None:
    act, look, value = SCENES[scene]
    killed = run(act.replace("VALUE", value), place)
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, "kept"), killed.stderr
    seen = run(look.replace("VALUE", value), place)
    assert seen.stdout.strip() == "there", seen.stderr
