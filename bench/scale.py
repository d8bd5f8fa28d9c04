"""Do the pages of one practice notice that ten thousand therapists and a million hours lie beside it?

Two installations of each engine, each in a process of its own: the demo practice alone, and the same beside
what `reverie demo --scale` makes. Their pages are read in turn, so that a busy machine slows both alike; the
limit is the page of the practice that is alone.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import _installation
from bench._measuring import Row, barred, line, present, seconds
from tests.statements import asking

PRACTICES, QUICK = {"sqlite": 2_500, "postgresql": 250}, 25
"""A tenth on PostgreSQL, whose exclusion constraints make loading several times as long."""
MOST, MOST_MB = 12, 64
JOBS = {"reminders": "scheduling.remind", "the horizon": "scheduling.roll_horizon"}
PAGES = {
    "": {
        "front": "/", "search": "/find/",
        "search by state, place and price": "/find/?state=Oregon&place=online&most=200",
        "a profile": "/therapists/hanna-lindqvist/", "help now": "/help-now/", "sign-in": "/account/login/",
    },
    "hanna.lindqvist": {
        "day": "/desk/", "week": "/desk/week/", "clients": "/desk/clients/", "client": "<client>",
        "client's sessions": "<client>sessions/", "client's account": "/desk/billing/<clients>",
        "charges": "/desk/billing/hours/", "inquiries": "/desk/inquiries/", "own profile": "/desk/profile/",
        "couples and groups": "/desk/units/", "calendar links": "/calendar/", "calendar feed": "<feed>",
    },
    "iris.dahl": {
        "practice": "/desk/practice/", "money": "/desk/billing/", "people": "/desk/people/",
        "figures": "/desk/billing/totals/?year=2026", "watch": "/desk/practice/watch/",
    },
    "naomi.feld": {"supervision": "/desk/supervision/"},
    "oona.byrne": {"front desk's clients": "/desk/people/clients/", "waiting": "/desk/waiting/"},
    "elena.marsh": {
        "client's own": "/my/", "client's sessions to come": "/my/sessions/", "diary": "/my/pages/",
        "client's bill": "/my/bill/", "client's record": "/my/record/", "reviews": "/my/reviews/",
    },
}  # fmt: skip
"""Who, by the beginning of the address -> name -> page; <client> is the first of the therapist's list."""


class World(NamedTuple):
    """What a process answers: pages by name, and how it began."""

    pages: dict[str, Callable[[], Any]]
    began: dict[str, float]


def serve(url: str, practices: int) -> int:
    """Fill an installation, then do what each line of the input asks, and say what it took."""
    world = _begin(url, practices)
    print(json.dumps(world.began), flush=True)
    for text in sys.stdin:
        what, name = text.rstrip("\n").split(" ", 1)
        answer = {"time": _time, "asked": _asked, "job": _job}[what](world, name)
        print(json.dumps(answer), flush=True)
    return 0


def _begin(url: str, practices: int) -> World:
    os.environ["REVERIE_DEMO"] = "1"
    _installation.begin(url)
    from django.core.management import call_command

    from config import demo, demo_network
    from reverie.accounts.models import Therapist
    from reverie.scheduling.models import Appointment

    call_command("collectstatic", interactive=False, verbosity=0)
    demo.load(reset=False, scale=1)
    took = seconds(lambda: demo_network.fill(practices))
    counts = {"therapists": Therapist.objects.count(), "hours": Appointment.objects.count()}
    return World(_pages(), {"took": took, **counts})


def _pages() -> dict[str, Callable[[], Any]]:
    from django.test import Client as Browser

    from reverie.accounts.models import User

    found: dict[str, Callable[[], Any]] = {}
    client, feed = "", _feed(User.objects.get(email__startswith="hanna.lindqvist@"))
    for beginning, ways in PAGES.items():
        browser = Browser(SERVER_NAME="localhost")
        if beginning:
            email = User.objects.get(email__startswith=f"{beginning}@").email
            browser.post("/demo/sign-in/", {"email": email})
        if not client and beginning:
            html = browser.get("/desk/clients/").content.decode()
            client = re.findall(r'href="(/desk/clients/[0-9a-f-]{36}/)"', html)[0]
        for name, way in ways.items():
            path = way.replace("<client>", client).replace("<clients>", client.removeprefix("/desk/"))
            path = path.replace("<feed>", feed)
            found[name] = lambda b=browser, p=path: _page(b, p)
    return found


def _feed(user: Any) -> str:
    from reverie.accounts.queries import actor_of
    from reverie.scheduling.actions import make_feed

    return f"/calendar/{make_feed(whose='desk', by=actor_of(user))[1]}.ics"


def _page(browser: Any, path: str) -> Any:
    answer = browser.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"scale: {path} answered {answer.status_code}.")
    return answer


def _time(world: World, name: str) -> float:
    return seconds(world.pages[name])


def _asked(world: World, name: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as questions:
        world.pages[name]()
    return asking(questions)


def _job(world: World, name: str) -> dict[str, float]:
    """One round of a job: seconds, and megabytes by which the process grew at most."""
    from reverie.core import jobs

    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted anew; loading had a higher one
    before = _kilobytes("VmRSS")
    took = seconds(lambda: jobs.KINDS[name].work({}))
    return {"took": took, "mb": max(_kilobytes("VmHWM") - before, 0) / 1024}


def _kilobytes(what: str) -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.split(f"{what}:")[1].split()[0])


class Installation:
    """A process that serves one."""

    def __init__(self, url: str, practices: int) -> None:
        command = [sys.executable, str(Path(__file__).resolve()), "serve", url, str(practices)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def hears(self) -> Any:
        """Its next answer."""
        text = self.process.stdout.readline() if self.process.stdout else ""
        if not text:
            raise SystemExit("scale: an installation ended.")
        return json.loads(text)

    def asks(self, what: str, name: str) -> Any:
        """Say what is wanted; the answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{what} {name}\n")
        return self.hears()

    def __enter__(self) -> Installation:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def lines(is_quick: bool) -> Iterator[Row]:
    """Both engines where there is a server."""
    from tests.postgres import cluster, is_installed

    yield from _one_engine("sqlite", "", "", is_quick)
    if is_installed():
        with cluster(safe=True) as alone, cluster(safe=True) as beside:
            yield from _one_engine("postgresql", alone, beside, is_quick)


def _one_engine(engine: str, alone: str, beside: str, is_quick: bool) -> Iterator[Row]:
    with ExitStack() as stack:
        small = stack.enter_context(Installation(alone, 0))
        small.hears()
        large = stack.enter_context(Installation(beside, QUICK if is_quick else PRACTICES[engine]))
        began = large.hears()
        made = f"{began['therapists']:,} therapists and {began['hours']:,} hours, {engine}"
        yield line("scale", f"loading {made}", reverie=began["took"])
        yield line("scale", f"the first search after that, {engine}", reverie=large.asks("time", "search"))
        for name in (name for ways in PAGES.values() for name in ways):
            yield from _one_page(f"{name}, {engine}", name, small, large, 5 if is_quick else 15)
        for words, name in JOBS.items():
            yield from _one_job(f"a round of {words}, {engine}", name, large)


def _one_page(words: str, name: str, small: Installation, large: Installation, rounds: int) -> Iterator[Row]:
    for one in (small, large):
        one.asks("time", name)
    times = [(small.asks("time", name), large.asks("time", name)) for _ in range(rounds)]
    limit, reverie = (statistics.median(column) for column in zip(*times, strict=True))
    yield line("scale", words, reverie=reverie, limit=limit, rounds=rounds)
    yield barred(line("scale", words, reverie=large.asks("asked", name), unit="queries"), most=MOST)


def _one_job(words: str, name: str, large: Installation) -> Iterator[Row]:
    round_ = large.asks("job", name)
    yield line("scale", words, reverie=round_["took"])
    yield barred(line("scale", f"{words}: memory", reverie=round_["mb"], unit="MB"), most=MOST_MB)


def main(argv: list[str] | None = None) -> int:
    """Print a line a workload; `serve URL PRACTICES` is one installation."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["serve"]:
        return serve(words[1], int(words[2]))
    return present("scale", "A practice among ten thousand therapists.", lines, argv)


if __name__ == "__main__":
    sys.exit(main())
