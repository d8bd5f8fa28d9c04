"""`reverie run`: prepares what is missing, then keeps the web pages and the jobs alive together."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from types import FrameType

from config.cli import BAD_INPUT, DONE, NEGATIVE, start_django

FIRST_PORT, PORTS_TO_TRY = 8000, 20
SECONDS_TO_START, SECONDS_TO_STOP = 60, 20
WORKER = "config.patience.PatientWorker"


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop; exit code 1 when one of the two ended by itself."""
    if args.only == "jobs":
        return run_jobs()
    choose_address()
    start_django()
    if args.only == "web":
        return run_web(args.workers)
    from config.preparing import prepare

    prepare()
    return Household(args.workers).live()


def prepare_command(args: argparse.Namespace) -> int:
    """Keys, database and static files, then stop."""
    start_django()
    from config.preparing import prepare

    prepare()
    return DONE


def choose_address() -> None:
    """Without REVERIE_URL: the first free port from 8000 on, so that a second installation starts too."""
    if os.environ.get("REVERIE_URL") or os.environ.get("REVERIE_URL_FILE"):
        return
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY):
        if is_free("127.0.0.1", port):
            os.environ["REVERIE_URL"] = f"http://localhost:{port}"  # passkeys need a name
            return


def is_free(host: str, port: int) -> bool:
    """True when nobody listens there."""
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def run_web(workers: int) -> int:
    """Become the web server (gunicorn); logs no addresses, since they name people's rows."""
    from django.conf import settings

    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", settings.BIND]
    command += ["--workers", str(workers), "--threads", "4", "--worker-class", WORKER]
    command += ["--preload", "--no-control-socket", "--log-level", "warning", "--graceful-timeout", "10"]
    os.execv(sys.executable, command)  # noqa: S606 no shell is the point


def run_jobs() -> int:
    """Work through the queue until told to stop."""
    start_django()
    from reverie.core import anchors, worker

    stop = worker.Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.ask)
    worker.work(stop)
    anchors.write()
    return DONE


class Household:
    """The web pages and the jobs as two children; when one ends, so does the other."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.children: list[subprocess.Popen[bytes]] = []
        self.is_stopping = False

    def live(self) -> int:
        """Start both, print the address, wait for the end."""
        from django.conf import settings

        host, _, port = settings.BIND.rpartition(":")
        if not is_free(host.strip("[]"), int(port)):
            print(f"reverie: {settings.BIND} is in use; set REVERIE_URL to another port.", file=sys.stderr)
            return BAD_INPUT
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        self.children = [self._start("web"), self._start("jobs")]
        try:
            if self._is_answering(host.strip("[]"), int(port)):
                self._greet()
            while not self.is_stopping and all(child.poll() is None for child in self.children):
                time.sleep(0.2)
        finally:  # whatever happens here, no child is left alone
            code = self._end()
        return code

    def _start(self, kind: str) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).resolve().parent.parent)
        path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH")) if part)
        command = [sys.executable, "-m", "config.cli", "run", "--only", kind, "--workers", str(self.workers)]
        return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path})

    def _is_answering(self, host: str, port: int) -> bool:
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until and not self.is_stopping and self.children[0].poll() is None:
            with suppress(OSError), socket.create_connection((host, port), timeout=1):
                return True
            time.sleep(0.1)
        return False

    def _greet(self) -> None:
        from django.conf import settings
        from django.db import DatabaseError

        from config.preparing import words_of_welcome

        with suppress(DatabaseError):  # a full disk refuses a link for the set-up, not the pages
            for line in words_of_welcome():
                print(line)
        print(f"Reverie is at {settings.URL}/  (Ctrl-C ends it)", flush=True)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def _end(self) -> int:
        asked = self.is_stopping
        for child in self.children:  # the pages first, so that the last anchor holds their last act
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
            try:
                child.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                child.kill()
        return DONE if asked else NEGATIVE
