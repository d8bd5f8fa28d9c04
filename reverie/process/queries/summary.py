"""The sealed year summaries: what happened when, of which kind, on which thread; never what was said."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from reverie.core.sealing import KeyChain, NoteScope
from reverie.process.models import YearSummary


@dataclass(frozen=True)
class Entry:
    """One moment in a summary. `number` is the session's, None for a free-standing sheet."""

    moment: UUID
    sheet: UUID
    number: int | None
    on: date
    kind: str
    codes: dict[str, Any] = field(default_factory=dict)
    threads: tuple[UUID, ...] = ()
    steps: dict[UUID, list[str]] = field(default_factory=dict)

    def packed(self) -> dict[str, Any]:
        """The entry as the summary's JSON holds it."""
        return {
            "s": str(self.sheet),
            "n": self.number,
            "d": self.on.isoformat(),
            "k": self.kind,
            "c": self.codes,
            "t": [str(thread) for thread in self.threads],
            "x": {str(thread): steps for thread, steps in self.steps.items()},
        }

    def moved(self, old: UUID, new: UUID) -> "Entry":
        """The entry with thread `old` replaced by `new`."""
        threads = tuple(dict.fromkeys(new if thread == old else thread for thread in self.threads))
        steps = {(new if thread == old else thread): found for thread, found in self.steps.items()}
        return replace(self, threads=threads, steps=steps)

    @classmethod
    def unpacked(cls, moment: str, row: dict[str, Any]) -> "Entry":
        """The entry that `packed` made."""
        return cls(
            moment=UUID(moment),
            sheet=UUID(row["s"]),
            number=row["n"],
            on=date.fromisoformat(row["d"]),
            kind=row["k"],
            codes=row["c"],
            threads=tuple(UUID(thread) for thread in row["t"]),
            steps={UUID(thread): steps for thread, steps in row["x"].items()},
        )


THREADS = 0
"""The "year" of the summary that lists the threads."""


def summaries_of(
    scope: NoteScope, chain: KeyChain, years: Iterable[int] | None = None
) -> tuple[list[Entry], dict[UUID, dict[str, Any]]]:
    """Entries of all years or of some, oldest first, and the words of every thread by id; one query."""
    rows = YearSummary.objects.filter(
        practice_id=scope.practice, author_id=scope.author, client_id=scope.client
    )
    if years is not None:
        rows = rows.filter(year__in=[THREADS, *years])
    found: list[Entry] = []
    threads: dict[UUID, dict[str, Any]] = {}
    for summary in rows.order_by("year"):
        words = summary.words(chain)
        if summary.year == THREADS:
            listed = sorted(words["threads"].items(), key=lambda item: item[1]["since"])
            threads = {UUID(key): held for key, held in listed}
        else:
            found += [Entry.unpacked(moment, row) for moment, row in words["moments"].items()]
    return sorted(found, key=lambda entry: (entry.on, entry.number or 0)), threads


def entries_of(scope: NoteScope, chain: KeyChain) -> list[Entry]:
    """All entries, oldest first."""
    return summaries_of(scope, chain)[0]
