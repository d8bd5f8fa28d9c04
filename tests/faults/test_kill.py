"""A process killed at any moment: what it acknowledged is there, nothing is half there, the chain holds."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KILLS = 12
PREPARE = "import django; django.setup(); from config.preparing import prepare; prepare()"
WRITER = """
import uuid, django
django.setup()
from django.db import transaction
from reverie.core import audit
from reverie.core.models import OutboxMessage
from reverie.core.policy import Actor
by = Actor(user_id=uuid.UUID(int=1), practice_id=uuid.UUID(int=2), roles=frozenset({"therapist"}))
while True:
    key = uuid.uuid4().hex
    with transaction.atomic():
        row = OutboxMessage.objects.create(key=key, to="a@example.invalid", subject="", body="")
        audit.record(by=by, verb="write", on=row)
    print(key, flush=True)
"""
READER = """
import sys, django
django.setup()
from django.db import connection
from reverie.core import verification
from reverie.core.models import AuditEvent, OutboxMessage
told = set(sys.stdin.read().split())
kept = set(OutboxMessage.objects.values_list("key", flat=True))
rows = {str(pk) for pk in OutboxMessage.objects.values_list("pk", flat=True)}
links = set(AuditEvent.objects.filter(verb="write").values_list("object_id", flat=True))
sound = connection.cursor().execute("PRAGMA integrity_check").fetchone()[0]
print(len(told - kept), len(rows ^ links), verification.verify().is_whole, sound)
"""


def python(code: str, home: Path, **more) -> subprocess.Popen[str]:
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "REVERIE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", code], env=env, **pipes, **more)


@pytest.mark.slow
@pytest.mark.own_database
def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    assert python(PREPARE, tmp_path).wait() == 0
    chance, told = random.Random(9), []
    for _ in range(KILLS):
        writer = python(WRITER, tmp_path)
        told.append(writer.stdout.readline())
        time.sleep(chance.random() / 4)
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.read().splitlines()[:-1]  # the last line may be cut
    said, _ = python(READER, tmp_path).communicate("\n".join(told))
    assert len(told) > KILLS
    assert said.split() == ["0", "0", "True", "ok"]
