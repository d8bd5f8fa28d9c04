"""Four web processes and two workers over one PostgreSQL, behind a proxy that takes them in turn."""

import http.cookiejar
import itertools
import os
import re
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.ports import free_port

ROOT = Path(__file__).parents[2]
WEB, WORKERS = 4, 2
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Fleet:
    """The processes of one installation; `ports` are the web processes', `door` the proxy's."""

    def __init__(self, home: Path, database: str) -> None:
        self.home, self.database, self.letters = home, database, home / "letters"
        self.ports, self.door = [free_port() for _ in range(WEB)], Proxy()
        self.runs("-m", "config.cli", "demo")
        self.letters.mkdir()
        self.workers = [self._starts("jobs", self.door.port) for _ in range(WORKERS)]
        self.web = [self._starts("web", port, "--workers", "1") for port in self.ports]
        for port in self.ports:
            _wait(port)
        self.door.opens(self.ports)

    def environment(self, port: int) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
        return kept | {
            "PYTHONPATH": str(ROOT), "REVERIE_HOME": str(self.home), "DATABASE_URL": self.database,
            "REVERIE_URL": f"http://127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "config.settings",
            "REVERIE_MAIL_URL": f"file://{self.letters}?from=office@example.invalid",
        }  # fmt: skip

    def runs(self, *words: str) -> str:
        """What a command prints in this installation."""
        command, env = [sys.executable, *words], self.environment(self.door.port)
        made = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
        assert made.returncode == 0, made.stderr
        return made.stdout

    def asks(self, code: str) -> str:
        """What a piece of code prints in this installation."""
        return self.runs("-c", f"import django; django.setup()\n{code}").strip()

    def _starts(self, kind: str, port: int, *words: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "config.cli", "run", "--only", kind, *words]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment(port))

    def ends(self) -> None:
        """Stop everything."""
        for process in [*self.web, *self.workers]:
            process.terminate()
        for process in [*self.web, *self.workers]:
            process.wait(40)
        self.door.closes()


def _wait(port: int) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError("a web process does not answer")


class Proxy:
    """Hands each connection to the next process."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listening.getsockname()[1])

    def opens(self, ports: list[int]) -> None:
        self.turn = itertools.cycle(ports)
        threading.Thread(target=self._accepts, daemon=True).start()

    def _accepts(self) -> None:
        with suppress(OSError):
            while True:
                visitor, _ = self.listening.accept()
                house = socket.create_connection(("127.0.0.1", next(self.turn)))
                for pair in ((visitor, house), (house, visitor)):
                    threading.Thread(target=_carries, args=pair, daemon=True).start()

    def closes(self) -> None:
        self.listening.close()


def _carries(out_of: socket.socket, into: socket.socket) -> None:
    with suppress(OSError):
        while part := out_of.recv(65536):
            into.sendall(part)
    with suppress(OSError):
        into.shutdown(socket.SHUT_WR)


class Visitor:
    """A browser of somebody: cookies, pages, forms."""

    def __init__(self) -> None:
        self.cookies = http.cookiejar.CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def reads(self, address: str) -> tuple[int, str, str]:
        """Status, where one ended, and the page."""
        return self._open(Request(address))

    def sends(self, address: str, page: str, **fields: str) -> tuple[int, str, str]:
        """A form of a page that was read."""
        data = urlencode(dict(HIDDEN.findall(page)) | fields).encode()
        return self._open(Request(address, data, {"Referer": address}))

    def _open(self, request: Request) -> tuple[int, str, str]:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.url, answer.read().decode()
        except HTTPError as error:
            return error.code, error.url or "", error.read().decode()
