"""Do the pages of one practice notice that ten thousand therapists and a million hours lie beside it?

The main pages of the demo practice, in a warm process, before and after `reverie demo --scale` filled the
same database; the limit is the page before.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import _installation
from bench._measuring import Row, barred, line, present, seconds
from tests.statements import asking

PRACTICES = 2_500
MOST = 12


def pages() -> dict[str, Callable[[], Any]]:
    """Name -> a reading of the page."""
    from django.test import Client as Browser

    from reverie.accounts.models import User

    def somebody(beginning: str) -> Any:
        browser = Browser(SERVER_NAME="localhost")
        if beginning:
            email = User.objects.get(email__startswith=beginning).email
            browser.post("/demo/sign-in/", {"email": email})
        return browser

    desk, mine, visitor = somebody("hanna.lindqvist"), somebody("elena.marsh"), somebody("")
    row = re.search(r'href="(/desk/clients/[0-9a-f-]{36}/)"', desk.get("/desk/clients/").content.decode())
    ways = {
        "day": (desk, "/desk/"), "week": (desk, "/desk/week/"), "clients": (desk, "/desk/clients/"),
        "client": (desk, row[1] if row else ""), "client's own": (mine, "/my/"),
        "diary": (mine, "/my/pages/"), "search": (visitor, "/find/"), "front": (visitor, "/"),
    }  # fmt: skip
    return {name: lambda b=browser, p=path: _page(b.get(p)) for name, (browser, path) in ways.items()}


def _page(answer: Any) -> Any:
    if answer.status_code != 200:
        raise SystemExit(f"scale: a page answered {answer.status_code}.")
    return answer


def lines(is_quick: bool) -> Iterator[Row]:
    """A line a page, and one for its questions."""
    os.environ["REVERIE_DEMO"] = "1"
    _installation.begin()
    from django.core.management import call_command

    from config import demo, demo_network
    from reverie.accounts.models import Therapist
    from reverie.scheduling.models import Appointment

    call_command("collectstatic", interactive=False, verbosity=0)
    demo.load(reset=False, scale=1)
    read, rounds = pages(), 5 if is_quick else 15
    before = {name: _median(work, rounds) for name, work in read.items()}
    start = time.perf_counter()
    demo_network.fill(25 if is_quick else PRACTICES)
    took = time.perf_counter() - start
    therapists, hours = Therapist.objects.count(), Appointment.objects.count()
    yield line("scale", f"loading {therapists:,} therapists and {hours:,} hours", reverie=took)
    yield line("scale", "the first search after that", reverie=seconds(read["search"]))
    for name, work in read.items():
        yield line("scale", f"{name} page", reverie=_median(work, rounds), limit=before[name], rounds=rounds)
        yield barred(line("scale", f"{name} page", reverie=_asked(work), unit="queries"), most=MOST)


def _median(work: Callable[[], object], rounds: int) -> float:
    work()
    return statistics.median(seconds(work) for _ in range(rounds))


def _asked(work: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as questions:
        work()
    return asking(questions)


def main(argv: list[str] | None = None) -> int:
    """Print a line a workload."""
    return present("scale", "A practice among ten thousand therapists.", lines, argv)


if __name__ == "__main__":
    sys.exit(main())
