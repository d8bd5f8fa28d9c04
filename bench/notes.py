"""How long does it take to find a phrase in all of an author's sheets, with no index anywhere?

The limit reads the same rows, decrypts them and scans, with nothing around it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import _long_treatment as case
from bench._measuring import Row, Workload, barred, measure, present

PHRASE = "number 7."


def main(argv: list[str] | None = None) -> int:
    """Print a line a workload."""
    return present("notes", "Finding a passage in all sheets, without an index.", lines, argv)


def lines(is_quick: bool) -> Iterator[Row]:
    """A phrase that is in every sheet, and one that is in none; the limit reads, opens and scans."""
    case.begin()
    from reverie.core.sealing import keychain
    from reverie.process.access import scope_of
    from reverie.process.models import ProcessSheet
    from reverie.process.queries.search import Wanted, search

    sheets, rounds = (400, 3) if is_quick else (2_000, 9)
    practice = case.Treatment()
    client = practice.add("Many sheets", hours=sheets, moments=0, threads=1, words=600)

    def limit() -> object:
        chain = keychain(scope_of(practice.actor, client.id))
        rows = ProcessSheet.objects.filter(client=client)
        return sum(PHRASE in row.words(chain)["body"] for row in rows)

    for phrase, name in ((PHRASE, "in every sheet"), ("not there", "in none")):
        wanted = Wanted(phrase)
        work = Workload(
            f"search {sheets:,} sheets of 600 words, {name}",
            lambda wanted=wanted: search(practice.actor, client, wanted),  # type: ignore[misc]
            limit=limit,
        )
        yield barred(measure("notes", work, rounds), slower=2)


if __name__ == "__main__":
    sys.exit(main())
