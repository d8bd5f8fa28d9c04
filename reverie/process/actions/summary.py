"""The year summaries and the courses of threads, rewritten inside the transaction of each change."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from reverie.core.sealing import KeyChain, NoteScope
from reverie.process.models import Thread, YearSummary
from reverie.process.queries.course import course_of
from reverie.process.queries.summary import THREADS, Entry

NOT_LISTED = {"corners", "history"}
"""Words of a thread that its own page alone shows; of the corners the list has their number (`resting`)."""


def rewrite(
    scope: NoteScope, chain: KeyChain, *, put: Iterable[Entry] = (), drop: Iterable[UUID] = ()
) -> None:
    """Put entries in, take moments out, and bring the courses of the threads concerned up to date.

    Must run in the action's transaction.
    """
    put = list(put)
    summaries = _locked(scope)
    words = {year: row.words(chain)["moments"] for year, row in summaries.items() if year != THREADS}
    gone = {str(key) for key in drop} | {str(entry.moment) for entry in put}
    touched = {thread for entry in put for thread in entry.threads}
    changed: set[int] = set()
    for year, moments in words.items():
        for moment in gone & moments.keys():
            touched |= set(Entry.unpacked(moment, moments.pop(moment)).threads)
            changed.add(year)
    for entry in put:
        words.setdefault(entry.on.year, {})[str(entry.moment)] = entry.packed()
        changed.add(entry.on.year)
    for year in changed:
        _seal(summaries.get(year), scope, chain, year, words[year])
    rows = list(Thread.objects.select_for_update().filter(id__in=touched)) if touched else []
    for row in rows:
        course = course_of(row.id, _on_thread(row.id, words.values()))
        row.seal_words(chain, {**row.words(chain), "course": course.packed()})
        row.save(update_fields=["sealed", "version"])
    _list(summaries.get(THREADS), scope, chain, rows)


def _on_thread(thread: UUID, years: Iterable[dict[str, str]]) -> list[Entry]:
    """The entries that carry a thread, oldest first; lines without its id are not parsed."""
    key = str(thread)
    found = [Entry.unpacked(moment, line) for year in years for moment, line in year.items() if key in line]
    return sorted(found, key=lambda entry: (entry.on, entry.number or 0))


def list_threads(scope: NoteScope, chain: KeyChain, rows: Sequence[Thread]) -> None:
    """Bring the summary of threads up to date with these rows; in the action's transaction."""
    _list(_locked(scope, THREADS).get(THREADS), scope, chain, rows)


def _list(row: YearSummary | None, scope: NoteScope, chain: KeyChain, threads: Sequence[Thread]) -> None:
    if not threads:
        return
    row = row or YearSummary(
        practice_id=scope.practice, author_id=scope.author, client_id=scope.client, year=THREADS
    )
    held = row.words(chain)["threads"] if row.version else {}
    for thread in threads:
        whole = thread.words(chain)
        words = {name: value for name, value in whole.items() if name not in NOT_LISTED}
        more = {"since": thread.created_at.isoformat(), "resting": resting(whole.get("corners", {}))}
        held[str(thread.id)] = {**words, **more}
    row.seal_words(chain, {"threads": held})
    row.save()


def resting(corners: dict[str, Any]) -> int:
    """How many corners of the two triangles rest on a moment, 0 to 6."""
    return sum(bool(held.get("moment")) for triangle in corners.values() for held in triangle.values())


def _locked(scope: NoteScope, *years: int) -> dict[int, YearSummary]:
    rows = YearSummary.objects.select_for_update().filter(
        practice_id=scope.practice, author_id=scope.author, client_id=scope.client
    )
    if years:
        rows = rows.filter(year__in=years)
    return {row.year: row for row in rows.order_by("year")}


def _seal(
    row: YearSummary | None, scope: NoteScope, chain: KeyChain, year: int, moments: dict[str, Any]
) -> None:
    row = row or YearSummary(
        practice_id=scope.practice, author_id=scope.author, client_id=scope.client, year=year
    )
    row.seal_words(chain, {"moments": moments})
    row.save()
