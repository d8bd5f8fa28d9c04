"""How do the pages of a treatment of 2,000 hours compare with one of 20? And a mark on a long text?

Each workload is one page: the client's page, the day, the score. The limit of each is the same page
for a client with no more hours than one window shows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import _long_treatment as case
from bench._measuring import Row, Workload, barred, line, measure, present

if TYPE_CHECKING:
    from django.test import Client as Browser

    from reverie.accounts.models import Client

WINDOW = 20


def main(argv: list[str] | None = None) -> int:
    """Print a line a workload."""
    return present("longcase", "The score and the marks of a long treatment.", lines, argv)


def lines(is_quick: bool) -> Iterator[Row]:
    """The pages of two sizes, their questions to the database, and one more mark on a long text."""
    case.begin()
    from conftest import signed_in

    sizes = [(400, 1_200), (400, 4_000)] if is_quick else [(2_000, 6_000), (2_000, 20_000)]
    rounds = 5 if is_quick else 15
    threads = 12 if is_quick else 60
    practice = case.Treatment()
    yield from days(sizes[0][0], rounds)
    for hours, moments in sizes:
        large = practice.add(f"Large {moments}", hours=hours, moments=moments, threads=threads)
        share = moments * WINDOW // hours
        small = practice.add(f"Small {moments}", hours=WINDOW, moments=share, threads=threads)
        browser = signed_in(practice.user)  # the room has a door that falls shut while the rows are made
        client_page = about(browser, hours, large, small)
        yield barred(measure("longcase", client_page, rounds), slower=1.3)
        asked = line("longcase", client_page.name, reverie=_asked(client_page.reverie), unit="queries")
        yield barred(asked, most=12)
        page = score(browser, large)
        name = f"score page, {hours:,} sessions, {moments:,} moments, {threads} threads"
        work = Workload(name, page, limit=score(browser, small))
        yield barred(measure("longcase", work, rounds), slower=1.3)
        asked = line("longcase", f"the same page, {moments:,} moments", reverie=_asked(page), unit="queries")
        yield barred(asked, most=12)
    mark = Workload("mark in 100 kB with 500 moments", marking(practice))
    yield barred(measure("longcase", mark, rounds), most=0.1)


def days(hours: int, rounds: int) -> Iterator[Row]:
    """The day page of a therapist whose client of today has had so many sessions, beside one of few."""
    from conftest import signed_in

    def of(sessions: int) -> Callable[[], object]:
        practice = case.Treatment(f"day-{sessions}")
        practice.book_today(practice.add("Of today", hours=sessions, moments=0, threads=1))
        browser = signed_in(practice.user)

        def get() -> object:
            answer = browser.get("/desk/")
            assert b"Of today" in answer.content
            return answer

        return get

    work = Workload(f"day page, {hours:,} sessions", of(hours), limit=of(WINDOW))
    yield barred(measure("longcase", work, rounds), slower=1.3)
    yield barred(line("longcase", work.name, reverie=_asked(work.reverie), unit="queries"), most=12)


def score(browser: Browser, client: Client) -> Callable[[], object]:
    """The score page of one client, which must be there."""

    def get() -> object:
        answer = browser.get(f"/desk/process/clients/{client.id}/?show={WINDOW}")
        assert answer.status_code == 200, answer.status_code
        return answer

    return get


def _asked(page: Callable[[], object]) -> int:
    """Statements of one look, brackets of transactions left out."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        page()
    brackets = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not query["sql"].startswith(brackets) for query in caught)


def about(browser: Browser, hours: int, large: Client, small: Client) -> Workload:
    """The client's page with its long strip, beside the same page of a short treatment."""

    def of(client: Client) -> Callable[[], object]:
        return lambda: browser.get(f"/desk/clients/{client.id}/")

    return Workload(f"client page, {hours:,} sessions", of(large), limit=of(small))


def marking(practice: case.Treatment) -> Callable[[], object]:
    """Marks one more passage of a long sheet."""
    import random

    from reverie.process.actions import Mark, SheetWords, keep_sheet, mark_moment, mark_moments, open_sheet

    client = practice.add("Long text", hours=1, moments=0, threads=1)
    sheet = open_sheet(client=client, title="Long", by=practice.actor)
    body = case.text(random.Random(1), 1_400, 9)  # noqa: S311 - data, not secrets
    sheet = keep_sheet(sheet=sheet, words=SheetWords(body=body), by=practice.actor)
    marks = [Mark(words=f"number {line}.", kind="affect") for line in range(500)]
    mark_moments(sheet=sheet, marks=marks, by=practice.actor)
    lines = iter(range(500, 1_400))

    def mark() -> object:
        words = f"number {next(lines)}."
        return mark_moment(sheet=sheet, mark=Mark(words=words, kind="affect"), by=practice.actor)

    return mark


if __name__ == "__main__":
    sys.exit(main())
