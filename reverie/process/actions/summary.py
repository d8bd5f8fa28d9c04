"""The year summaries and the courses of threads, rewritten inside the transaction of each change."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from reverie.core.sealing import KeyChain, NoteScope
from reverie.process.models import Thread, YearSummary
from reverie.process.queries.course import course_of
from reverie.process.queries.summary import Entry


def rewrite(
    scope: NoteScope, chain: KeyChain, *, put: Iterable[Entry] = (), drop: Iterable[UUID] = ()
) -> list[Entry]:
    """Put entries in, take moments out, and bring the courses of the threads concerned up to date.

    Must run in the action's transaction. Returns all entries, oldest first.
    """
    put, drop = list(put), set(drop)
    summaries = _locked(scope)
    words = {year: row.words(chain)["moments"] for year, row in summaries.items()}
    gone = drop | {entry.moment for entry in put}
    touched = {thread for entry in put for thread in entry.threads}
    changed: set[int] = set()
    for year, moments in words.items():
        for moment in gone & {UUID(key) for key in moments}:
            touched |= {UUID(thread) for thread in moments.pop(str(moment))["t"]}
            changed.add(year)
    for entry in put:
        words.setdefault(entry.on.year, {})[str(entry.moment)] = entry.packed()
        changed.add(entry.on.year)
    for year in changed:
        _seal(summaries.get(year), scope, chain, year, words[year])
    entries = [Entry.unpacked(key, row) for moments in words.values() for key, row in moments.items()]
    entries.sort(key=lambda entry: (entry.on, entry.number or 0))
    refresh_courses(scope, chain, touched, entries)
    return entries


def refresh_courses(scope: NoteScope, chain: KeyChain, threads: set[UUID], entries: list[Entry]) -> None:
    """Write the course of each thread anew from the entries."""
    rows = Thread.objects.select_for_update().filter(id__in=threads)
    for row in rows:
        row.seal_words(chain, {**row.words(chain), "course": course_of(row.id, entries).packed()})
        row.save(update_fields=["sealed", "version"])


def _locked(scope: NoteScope) -> dict[int, YearSummary]:
    rows = YearSummary.objects.select_for_update().filter(
        practice_id=scope.practice, author_id=scope.author, client_id=scope.client
    )
    return {row.year: row for row in rows.order_by("year")}


def _seal(
    row: YearSummary | None, scope: NoteScope, chain: KeyChain, year: int, moments: dict[str, Any]
) -> None:
    row = row or YearSummary(
        practice_id=scope.practice, author_id=scope.author, client_id=scope.client, year=year
    )
    row.seal_words(chain, {"moments": moments})
    row.save()
