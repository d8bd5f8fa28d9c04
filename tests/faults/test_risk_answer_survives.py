"""A risk answer and its concern outlive a process that is killed right after the answer was kept."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SET_UP = """
import os, signal, sys, django
django.setup()
from config import preparing
from conftest import actor_for, member
from datetime import date
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.measures import actions
from reverie.measures.models import Administration
from reverie.treatment.models import Treatment

def begin():
    preparing.prepare()
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
actions.answer_item(administration=form, item=9, answer=1, by=client)
sys.stdout.write("kept"); sys.stdout.flush()
os.kill(os.getpid(), signal.SIGKILL)
"""
)
LOOK = (
    SET_UP
    + """
from reverie.core.models import AuditEvent
from reverie.measures import queries
from reverie.safety.models import Concern
form = Administration.objects.get()
assert queries.words_of(form)["answers"] == {"9": 1}
assert Concern.objects.get().source_id == form.pk
assert AuditEvent.objects.filter(verb__in=["answer", "raise"]).count() == 2
print("there")
"""
)


def run(script: str, home: Path) -> subprocess.CompletedProcess[str]:
    """A process of its own, with its own home and SQLite file."""
    settings = {"REVERIE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": ""}
    environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_answer_and_its_concern_are_there(tmp_path: Path) -> None:
    killed = run(ANSWER, tmp_path)
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, "kept"), killed.stderr
    seen = run(LOOK, tmp_path)
    assert seen.stdout.strip() == "there", seen.stderr
