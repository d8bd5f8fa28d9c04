"""The real server with the demo practice behind it, and people who ask for one page again and again."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[1]
ASKERS = 4
SECONDS_TO_START = 60
SERVERS = {
    "gunicorn": ["-m", "gunicorn", "config.wsgi:application", "--workers", "2", "--threads", "4",
                 "--worker-class", "config.patience.PatientWorker", "--no-control-socket",
                 "--log-level", "error", "--bind"],
    "granian": ["-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4",
                "--no-access-log", "--log-level", "error", "config.wsgi:application", "--host", "127.0.0.1",
                "--port"],
}  # fmt: skip
"""How each is started; gunicorn as `reverie run` does (config/running.py)."""


@dataclass(frozen=True)
class Load:
    """What a while of asking was: seconds an answer took its turn, and the slowest of twenty."""

    each: float
    p95: float


class Server:
    """One web server over the installation in `home`."""

    def __init__(self, name: str, home: Path) -> None:
        self.port = free_port()
        at = str(self.port) if name == "granian" else f"127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, *SERVERS[name], at],
            cwd=ROOT,
            env=environment(home, self.port),
            stdout=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        """Until it answers."""
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.1)
        raise SystemExit("pages: the server does not answer.")

    def stop(self) -> None:
        """End it and its workers."""
        self.process.terminate()
        self.process.wait(30)

    def sign_in(self, email: str) -> str:
        """The cookies of somebody of the demo."""
        asking = http.client.HTTPConnection("localhost", self.port)
        page = _answer(asking, "/demo/", "")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.words)
        fields = {"email": email, "csrfmiddlewaretoken": token[1] if token else ""}
        return page.cookies + "; " + _answer(asking, "/demo/sign-in/", page.cookies, fields).cookies

    def read(self, path: str, cookies: str) -> str:
        """The page, once."""
        return _answer(http.client.HTTPConnection("localhost", self.port), path, cookies).words

    def load(self, path: str, cookies: str, seconds: float) -> Load:
        """Four people ask for one page as fast as they are answered."""
        with ThreadPoolExecutor(ASKERS) as pool:
            start = time.perf_counter()
            asked = [pool.submit(self._ask, path, cookies, start + seconds) for _ in range(ASKERS)]
            times = sorted(each for future in asked for each in future.result())
        return Load((time.perf_counter() - start) / len(times), times[len(times) * 95 // 100])

    def _ask(self, path: str, cookies: str, until: float) -> list[float]:
        asking, times = http.client.HTTPConnection("localhost", self.port), []
        while not times or time.perf_counter() < until:
            start = time.perf_counter()
            asking.request("GET", path, headers={"Cookie": cookies})
            answer = asking.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"pages: {path} answered {answer.status}.")
            times.append(time.perf_counter() - start)
        return times


@dataclass(frozen=True)
class _Answer:
    words: str
    cookies: str


def _answer(
    asking: http.client.HTTPConnection, path: str, cookies: str, fields: dict[str, str] | None = None
) -> _Answer:
    headers = {"Cookie": cookies, "Referer": f"http://localhost:{asking.port}/demo/"}
    if fields:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    asking.request("POST" if fields else "GET", path, urlencode(fields) if fields else None, headers)
    answer = asking.getresponse()
    words = answer.read().decode()
    if answer.status >= 400:
        raise SystemExit(f"pages: {path} answered {answer.status}.")
    given = [line.split(";")[0] for line in answer.headers.get_all("Set-Cookie") or []]
    return _Answer(words, "; ".join(given))


def environment(home: Path, port: int = 8000) -> dict[str, str]:
    """Of every process of this installation."""
    return {
        **os.environ,
        "REVERIE_HOME": str(home),
        "REVERIE_URL": f"http://localhost:{port}",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


MORE_CLIENTS = """
import django; django.setup()
from datetime import date
from reverie.accounts.models import Client, Therapist
from reverie.core.policy import Actor
from reverie.treatment.actions import open_consultation
hanna = Therapist.objects.get(user__email__startswith="hanna.lindqvist")
by = Actor.system("bench", hanna.practice_id)
for number in range(20):
    client = Client.objects.create(practice=hanna.practice, name=f"Client {number}", zone=hanna.zone)
    open_consultation(client=client, therapist=hanna, started_on=date(2026, 11, 2), by=by)
"""


def demo(home: Path) -> None:
    """The demo practice in an empty folder, and twenty clients more, so that the bare page has its rows."""
    for words in (["-m", "config.cli", "demo"], ["-m", "config.cli", "prepare"], ["-c", MORE_CLIENTS]):
        command = [sys.executable, *words]
        subprocess.run(command, cwd=ROOT, env=environment(home), check=True, stdout=subprocess.DEVNULL)
