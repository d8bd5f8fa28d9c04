"""How many pages a second does one small machine give, and does the slowest reader wait long?

The pages that are opened most, asked for by four people at once from the server that `reverie run` starts, on
the demo practice. The limit is a page of rows as bare as this program has one, from the same server; the
rival is the other server that was tried, where it is installed (`pip install granian`).
"""

from __future__ import annotations

import atexit
import importlib.util
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._measuring import Row, barred, line, present
from bench._served import SERVERS, Load, Server, demo

THERAPIST, CLIENT = "hanna.lindqvist", "elena.marsh"
BARE = "/desk/clients/"
SLOWER, LATER = 2, 2.5
"""Half as many a second as the bare page; the slowest of twenty at most so many times as late."""


@dataclass(frozen=True)
class Asked:
    """One page and who asks for it."""

    words: str
    path: str
    cookies: str


def pages(server: Server) -> list[Asked]:
    """The bare page first."""
    start = server.read("/demo/", "")
    emails = re.findall(r'name="email" value="([^"]+)"', start)
    desk, mine = (server.sign_in(next(e for e in emails if e.startswith(who))) for who in (THERAPIST, CLIENT))
    row = re.search(r'href="(/desk/clients/[0-9a-f-]{36}/)"', server.read(BARE, desk))
    client = row[1] if row else BARE
    return [
        Asked("bare", BARE, desk),
        Asked("day", "/desk/", desk),
        Asked("week", "/desk/week/", desk),
        Asked("client", client, desk),
        Asked("client's own", "/my/", mine),
        Asked("diary", "/my/pages/", mine),
        Asked("search", "/find/", ""),
        Asked("front", "/", ""),
    ]


def lines(is_quick: bool) -> Iterator[Row]:
    """A line a page."""
    home = Path(tempfile.mkdtemp(prefix="reverie-bench-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    demo(home)
    names = ["gunicorn", *(name for name in SERVERS if name != "gunicorn" and importlib.util.find_spec(name))]
    servers = {name: Server(name, home) for name in names}
    try:
        for server in servers.values():
            server.wait()
        yield from _measured(servers, rounds=3 if is_quick else 9, seconds=0.5 if is_quick else 2)
    finally:
        for server in servers.values():
            server.stop()


def _measured(servers: dict[str, Server], *, rounds: int, seconds: float) -> Iterator[Row]:
    asked = {name: pages(server) for name, server in servers.items()}
    found: dict[tuple[str, str], list[Load]] = {}
    for _ in range(rounds):
        for position in range(len(asked["gunicorn"])):
            for name, server in servers.items():
                page = asked[name][position]
                found.setdefault((name, page.words), []).append(server.load(page.path, page.cookies, seconds))
    each = {key: statistics.median(load.each for load in loads) for key, loads in found.items()}
    late = {key: statistics.median(load.p95 for load in loads) for key, loads in found.items()}
    for page in asked["gunicorn"]:
        key, rival = ("gunicorn", page.words), each.get(("granian", page.words))
        limits = (
            (None, None) if page.words == "bare" else (each["gunicorn", "bare"], late["gunicorn", "bare"])
        )
        kept = line(
            "pages",
            f"{page.words} page, a turn",
            reverie=each[key],
            rival=rival,
            limit=limits[0],
            rounds=rounds,
        )
        yield barred(kept, slower=SLOWER) if limits[0] else kept
        last = line("pages", f"{page.words} page, the slowest of twenty", reverie=late[key],
                    rival=late.get(("granian", page.words)), limit=limits[1], rounds=rounds)  # fmt: skip
        yield barred(last, slower=LATER) if limits[1] else last


def main(argv: list[str] | None = None) -> int:
    """Print a line a workload."""
    return present("pages", "Pages a second from the real server, beside a bare page.", lines, argv)


if __name__ == "__main__":
    sys.exit(main())
