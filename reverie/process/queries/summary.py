"""The sealed year summaries: what happened when, of which kind, on which thread; never what was said."""

import json
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from reverie.core.sealing import KeyChain, NoteScope
from reverie.process.models import YearSummary

DAY = 10
"""Characters of a date."""


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

    def packed(self) -> str:
        """The entry as a line of the summary: its day, then the rest as JSON.

        A reader of some days skips the others by the first ten characters, without parsing them.
        """
        rest = [
            str(self.sheet),
            self.number,
            self.kind,
            self.codes,
            [str(thread) for thread in self.threads],
            {str(thread): steps for thread, steps in self.steps.items()},
        ]
        line: str = json.dumps(rest, ensure_ascii=False, separators=(",", ":"))
        return self.on.isoformat() + line

    def moved(self, old: UUID, new: UUID, *, is_kept: bool = False) -> "Entry":
        """The entry with thread `old` replaced by `new`, or with `new` beside it when `old` is kept."""
        put = (old, new) if is_kept else (new,)
        held = [key for thread in self.threads for key in (put if thread == old else (thread,))]
        return replace(self, threads=tuple(dict.fromkeys(held)))

    @classmethod
    def unpacked(cls, moment: str, line: str) -> "Entry":
        """The entry that `packed` made."""
        sheet, number, kind, codes, threads, steps = json.loads(line[DAY:])
        return cls(
            moment=UUID(moment),
            sheet=UUID(sheet),
            number=number,
            on=date.fromisoformat(line[:DAY]),
            kind=kind,
            codes=codes,
            threads=tuple(UUID(thread) for thread in threads),
            steps={UUID(thread): taken for thread, taken in steps.items()},
        )


THREADS = 0
"""The "year" of the summary that lists the threads."""
NO_DAYS = (date(2, 1, 1), date(1, 1, 1))
"""For readers of the threads alone."""


def summaries_of(
    scope: NoteScope, chain: KeyChain, between: tuple[date, date] | None = None
) -> tuple[list[Entry], dict[UUID, dict[str, Any]]]:
    """Entries of all days or between two, oldest first, and the words of every thread by id; one query."""
    rows = YearSummary.objects.filter(
        practice_id=scope.practice, author_id=scope.author, client_id=scope.client
    )
    first, last = between or (date.min, date.max)
    if between is not None:
        rows = rows.filter(year__in=[THREADS, *range(first.year, last.year + 1)])
    edges = first.isoformat(), last.isoformat()
    found: list[Entry] = []
    threads: dict[UUID, dict[str, Any]] = {}
    for summary in rows.order_by("year"):
        words = summary.words(chain)
        if summary.year == THREADS:
            listed = sorted(words["threads"].items(), key=lambda item: item[1]["since"])
            threads = {UUID(key): thread for key, thread in listed}
        else:
            held = words["moments"].items()
            found += [Entry.unpacked(key, line) for key, line in held if edges[0] <= line[:DAY] <= edges[1]]
    return sorted(found, key=lambda entry: (entry.on, entry.number or 0)), threads


def entries_of(scope: NoteScope, chain: KeyChain) -> list[Entry]:
    """All entries, oldest first."""
    return summaries_of(scope, chain)[0]
