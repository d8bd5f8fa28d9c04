"""A real `reverie run` of its own, with one therapist at a desk, and everything that can befall it."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from tests.ports import free_port

ROOT = Path(__file__).parents[2]
PASSWORD = "seven quiet rivers at dusk"
FULL = 4096
"""Bytes up to which a file may still be written when the disk is full."""

SET_UP = f"""
import json, sys, django
django.setup()
from datetime import timedelta
from conftest import actor_for, member, signed_in
from config import preparing
preparing.prepare()
from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.record import actions
from reverie.treatment.models import Treatment
practice = Practice.objects.create(name="Elm Row", zone="UTC")
user = member(practice, "Hanna Lindqvist", "therapist")
user.set_password({PASSWORD!r}); user.save()
hanna = Therapist.objects.create(practice=practice, user=user, name=user.name, zone="UTC")
elena = Client.objects.create(practice=practice, name="Elena Marsh", zone="UTC")
treatment = Treatment.objects.create(
    practice=practice, client=elena, therapist=hanna, state="active", started_on=clock.now().date()
)
start = clock.now() - timedelta(days=1)
facts = actions.Facts(started_at=start, stopped_at=start + timedelta(minutes=50))
by = actor_for(user)
sessions = [str(actions.open_session(treatment=treatment, facts=facts, by=by).pk) for _ in range(12)]
print(json.dumps(sessions))
"""
SIGN_IN = """
import time, time_machine, django
time_machine.travel(time.time() + AHEAD, tick=True).start()
django.setup()
from conftest import signed_in
from reverie.accounts.models import User
print(signed_in(User.objects.get(name=NAME)).cookies["reverie"].value)
"""
OVER = """
import django; django.setup()
from reverie.accounts.models import SignIn
SignIn.objects.all().delete()
"""


class Served:
    """The process group of one installation."""

    def __init__(self, home: Path, set_up: str = SET_UP) -> None:
        self.home, self.jump, self.ahead = home, home.parent / "jump", 0
        self.at = f"http://127.0.0.1:{free_port()}"
        self.process: subprocess.Popen[bytes] | None = None
        self.sessions: Any = json.loads(self.runs(set_up))

    def environment(self) -> dict[str, str]:
        """Of every process of this house."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT}:{Path(__file__).parent / 'clock'}",
            "REVERIE_HOME": str(self.home),
            "REVERIE_URL": self.at,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def runs(self, code: str, said: str = "") -> str:
        """What a piece of code prints in this installation, to which something may be said."""
        made = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=self.environment(), capture_output=True, text=True,
            input=said,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        return made.stdout.strip()

    def signs_in(self, name: str = "Hanna Lindqvist") -> dict[str, Any]:
        """The cookie of a browser in which somebody of the house has just signed in."""
        return {
            "name": "reverie",
            "value": self.runs(SIGN_IN.replace("AHEAD", str(self.ahead)).replace("NAME", repr(name))),
            "url": self.at,
        }

    def ends_sign_ins(self) -> None:
        """Nobody is signed in any more, as after the longest time or a change of password."""
        self.runs(OVER)

    def starts(self, workers: int = 1) -> None:
        """`reverie run`, until it answers; its clock is right again."""
        self.ahead = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.cli", "run", "--workers", str(workers)],
            cwd=ROOT,
            env=self.environment() | {"REVERIE_TEST_JUMP": str(self.jump)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._answers()

    def _answers(self) -> None:
        """Wait for a page: a socket takes one in before the process behind it can hear a signal."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError, HTTPException):
                asked = HTTPConnection(self.at.removeprefix("http://"), timeout=20)
                asked.request("GET", "/robots.txt")
                asked.getresponse().read()
                return
            time.sleep(0.05)
        raise AssertionError("the house does not answer")

    def tells(self, number: int) -> None:
        """A signal to every process of the house."""
        assert self.process is not None
        os.killpg(self.process.pid, number)

    def dies(self) -> None:
        """Killed, with no time to say anything."""
        self.tells(signal.SIGKILL)
        assert self.process is not None
        self.process.wait(10)

    def serving(self) -> list[int]:
        """The processes that answer for pages; one that ends is replaced."""
        assert self.process is not None
        server = _children(self.process.pid)[0]
        return _children(server)

    def stops(self) -> None:
        """Asked to end, as at a restart."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def sleeps(self, seconds: float, jump: int) -> None:
        """The machine sleeps; when it wakes, its clock has jumped."""
        self.jump.write_text(str(jump))
        self.ahead += jump
        self.tells(signal.SIGSTOP)
        time.sleep(seconds)
        self.tells(signal.SIGCONT)

    def fills_the_disk(self, *, is_full: bool) -> None:
        """No process of the house can write past the first page of any file, or can again."""
        assert self.process is not None
        for process in [self.process.pid, *_below(self.process.pid)]:
            limit = (FULL if is_full else resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(process, resource.RLIMIT_FSIZE, limit)


def _below(process: int) -> list[int]:
    """The processes that a process started, and theirs."""
    return [number for child in _children(process) for number in [child, *_below(child)]]


def _children(process: int) -> list[int]:
    """The processes that a process started, in their order."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
