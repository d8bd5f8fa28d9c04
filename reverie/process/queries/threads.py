"""Reads about threads."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain, keychain
from reverie.process.access import scope_of
from reverie.process.models import Moment, Thread, ThreadLink
from reverie.process.queries.course import Course, stage_of
from reverie.process.queries.summary import NO_DAYS, Entry, summaries_of
from reverie.treatment.models import Break


@dataclass(frozen=True)
class ThreadRow:
    """A thread unsealed."""

    id: UUID
    words: dict[str, Any]
    course: Course

    @property
    def title(self) -> str:
        """Its name, in the words of whoever said it."""
        return str(self.words["title"])

    @property
    def stage(self) -> str:
        """Where it stands."""
        return stage_of(self.course)


@dataclass(frozen=True)
class Step:
    """A moment on a thread's trail: the entry, the moment's words, steps taken there and a remark."""

    entry: Entry
    words: dict[str, Any]
    remark: str = ""


@dataclass(frozen=True)
class ThreadPage:
    """A thread with its trail, oldest first, and how often other threads share a sheet with it.

    `others` are all threads that it could be merged with; `runs_on` is the one it was merged into.
    """

    thread: ThreadRow
    trail: list[Step]
    beside: list[tuple[UUID, str, int]]
    breaks: list[tuple[date, date]]
    others: list[tuple[UUID, str]]
    runs_on: tuple[UUID, str] | None = None


def rows_of(threads: dict[UUID, dict[str, Any]]) -> list[ThreadRow]:
    """The threads of a summary in the order in which they appeared; merged ones left out."""
    return [
        ThreadRow(key, words, Course.unpacked(words.get("course", {})))
        for key, words in threads.items()
        if not words.get("merged_into")
    ]


def threads_of(actor: Actor, client_id: UUID, chain: KeyChain | None = None) -> list[ThreadRow]:
    """The actor's threads with a client."""
    scope = scope_of(actor, client_id)
    return rows_of(summaries_of(scope, chain or keychain(scope), NO_DAYS)[1])


def thread_page(thread: Thread) -> ThreadPage:
    """The trail of a thread; four queries besides the key's."""
    chain = keychain(thread.scope())
    entries, threads = summaries_of(thread.scope(), chain)
    mine = [entry for entry in entries if thread.id in entry.threads]
    rows = Moment.objects.in_bulk([entry.moment for entry in mine])
    remarks = _remarks(thread, chain)
    words = thread.words(chain)
    rest = [(row.id, row.title) for row in rows_of(threads) if row.id != thread.id]
    into = UUID(words["merged_into"]) if words.get("merged_into") else None
    trail = [
        Step(entry, rows[entry.moment].words(chain), remarks.get(entry.moment, ""))
        for entry in mine
        if entry.moment in rows
    ]
    return ThreadPage(
        thread=ThreadRow(thread.id, words, Course.unpacked(words.get("course", {}))),
        trail=trail,
        beside=_beside(thread.id, entries, rows_of(threads)),
        others=rest,
        runs_on=next(((key, str(row["title"])) for key, row in threads.items() if key == into), None),
        breaks=list(
            Break.objects.filter(
                treatment__client_id=thread.client_id, treatment__therapist__user_id=thread.author_id
            ).values_list("first_day", "last_day")
        ),
    )


def _remarks(thread: Thread, chain: KeyChain) -> dict[UUID, str]:
    rows = ThreadLink.objects.filter(
        practice_id=thread.practice_id, author_id=thread.author_id, client_id=thread.client_id
    )
    links = [row.words(chain) for row in rows]
    return {UUID(link["moment"]): link["remark"] for link in links if link["thread"] == str(thread.id)}


def links_of(moment: Moment) -> list[tuple[ThreadLink, dict[str, Any]]]:
    """What was said of threads at this moment: {thread, moment, steps, remark}."""
    chain = keychain(moment.scope())
    rows = ThreadLink.objects.filter(sheet_id=moment.sheet_id, author_id=moment.author_id)
    found = [(row, row.words(chain)) for row in rows]
    return [(row, words) for row, words in found if words["moment"] == str(moment.id)]


def _beside(thread: UUID, entries: list[Entry], rows: list[ThreadRow]) -> list[tuple[UUID, str, int]]:
    here = {entry.sheet for entry in entries if thread in entry.threads}
    found = []
    for row in rows:
        shared = {entry.sheet for entry in entries if row.id in entry.threads} & here
        if row.id != thread and shared:
            found.append((row.id, row.title, len(shared)))
    return sorted(found, key=lambda entry: -entry[2])
