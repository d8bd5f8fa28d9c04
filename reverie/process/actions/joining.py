"""Two threads become one, or one becomes two; what came from where stays written, and a merge can be undone.

The history of a thread is sealed with it: [{how, thread, title, on, moments, both, links}], oldest first.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from reverie.core import clock
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain, keychain
from reverie.process.actions.summary import rewrite
from reverie.process.actions.thread import CannotChangeThread, goes_on, open_thread, reword
from reverie.process.models import Moment, Thread, ThreadLink
from reverie.process.queries.summary import entries_of

MERGED, SPLIT_OFF, SPLIT_FROM = "merged", "split_off", "split_from"


@dataclass(frozen=True)
class Carried:
    """What went from one thread to another: moments, those that were on both before, links."""

    moments: tuple[UUID, ...]
    both: tuple[UUID, ...]
    links: tuple[UUID, ...]

    def packed(self) -> dict[str, list[str]]:
        """As a history keeps it."""
        return {name: [str(key) for key in keys] for name, keys in self.__dict__.items()}


def merge_threads(*, thread: Thread, into: Thread, by: Actor) -> Thread:
    """Let `thread` run on in `into`. Its moments and steps move; its name and what it brought stay readable.

    Raises CannotChangeThread for threads of two treatments, or one that was merged already.
    """
    _one_treatment(thread, into)
    chain = keychain(thread.scope())
    with transaction.atomic():
        thread, into = _locked(thread), _locked(into)
        if any(row.words(chain).get("merged_into") for row in (thread, into)):
            raise CannotChangeThread("One of these threads runs on in another already.")
        carried = _carry(thread, into, chain)
        _remember(into, chain, MERGED, thread, carried)
        was = [*into.words(chain).get("was", []), thread.words(chain)["title"]]
        reword(thread, {"merged_into": str(into.id)}, "merge_thread", by, is_joining=True)
        return reword(into, {"was": was}, "merge_thread", by, is_joining=True)


def part_again(*, thread: Thread, merged: Thread, by: Actor) -> Thread:
    """Undo a merge: what `merged` brought goes back to it, and it stands by itself again.

    Raises CannotChangeThread when it was not merged into `thread`, or when `thread` runs on in another.
    """
    _one_treatment(thread, merged)
    chain = keychain(thread.scope())
    with transaction.atomic():
        thread, merged = _locked(thread), _locked(merged)
        # What it brought has gone on with the thread itself: only the last merge of a chain can be undone.
        goes_on(thread.words(chain))
        history = thread.words(chain).get("history", [])
        held = [row for row in history if (row["how"], row["thread"]) == (MERGED, str(merged.id))]
        if merged.words(chain).get("merged_into") != str(thread.id) or not held:
            raise CannotChangeThread("This thread was not merged into the other.")
        brought = {name: {UUID(key) for key in held[-1][name]} for name in ("moments", "both", "links")}
        _carry(thread, merged, chain, brought["moments"], kept=brought["both"], links=brought["links"])
        title = merged.words(chain)["title"]
        was = [name for name in thread.words(chain).get("was", []) if name != title]
        left = [row for row in history if row is not held[-1]]
        reword(merged, {"merged_into": None}, "part_thread", by, is_joining=True)
        return reword(thread, {"was": was, "history": left}, "part_thread", by, is_joining=True)


def split_thread(*, thread: Thread, moments: Collection[UUID], title: str, by: Actor) -> Thread:
    """Let some of a thread's moments be a thread of their own, with the steps taken at them.

    Raises CannotChangeThread without a name, without moments, or when nothing would stay behind.
    """
    with transaction.atomic():
        thread = _locked(thread)
        chain = keychain(thread.scope())
        goes_on(thread.words(chain))
        entries = [entry for entry in entries_of(thread.scope(), chain) if thread.id in entry.threads]
        here = {entry.moment for entry in entries}
        wanted = set(moments) & here
        if not wanted:
            raise CannotChangeThread("Choose the moments that are to be a thread of their own.")
        if wanted == here:
            raise CannotChangeThread("All moments were chosen. Give the thread another name instead.")
        new = open_thread(client=thread.client, title=title, by=by)
        carried = _carry(thread, new, chain, wanted)
        _remember(thread, chain, SPLIT_OFF, new, carried)
        _remember(new, chain, SPLIT_FROM, thread, carried)
        reword(thread, {}, "split_thread", by, is_joining=True)
        return reword(new, {}, "split_thread", by, is_joining=True)


def _one_treatment(one: Thread, other: Thread) -> None:
    if one.pk == other.pk or (one.author_id, one.client_id) != (other.author_id, other.client_id):
        raise CannotChangeThread("Two threads of one treatment can be merged.")


def _locked(thread: Thread) -> Thread:
    return Thread.objects.select_for_update(of=("self",)).select_related("client").get(pk=thread.pk)


def _carry(
    old: Thread,
    new: Thread,
    chain: KeyChain,
    only: Collection[UUID] | None = None,
    *,
    kept: Collection[UUID] = (),
    links: Collection[UUID] = (),
) -> Carried:
    """Move moments from `old` to `new` (all, or `only` some); those in `kept` stay on `old` too.

    Steps move with their moments; of a moment that is kept on both, only the `links` named.
    """
    moved, both = [], []
    for moment in Moment.objects.filter(author_id=old.author_id, client_id=old.client_id):
        words = moment.words(chain)
        if str(old.id) not in words["threads"] or (only is not None and moment.id not in only):
            continue
        both += [moment.id] if str(new.id) in words["threads"] else []
        put = [str(old.id), str(new.id)] if moment.id in kept else [str(new.id)]
        held = [key for key in words["threads"] if key != str(old.id)]
        moment.seal_words(chain, {**words, "threads": list(dict.fromkeys([*put, *held]))})
        moved.append(moment)
    Moment.objects.bulk_update(moved, ["sealed", "version"], batch_size=200)
    ids = {moment.id for moment in moved}
    carried, steps = _carry_links(old, new, chain, ids - set(kept), links)
    entries = [entry for entry in entries_of(old.scope(), chain) if entry.moment in ids]
    anew = [
        replace(entry.moved(old.id, new.id, is_kept=entry.moment in kept), steps=steps.get(entry.moment, {}))
        for entry in entries
    ]
    rewrite(old.scope(), chain, put=anew)
    return Carried(tuple(ids), tuple(both), tuple(carried))


def _carry_links(
    old: Thread, new: Thread, chain: KeyChain, moments: Collection[UUID], links: Collection[UUID]
) -> tuple[list[UUID], dict[UUID, dict[UUID, list[str]]]]:
    """Move links; returns which, and the steps of every moment by thread as they stand now."""
    moved: list[ThreadLink] = []
    steps: dict[UUID, dict[UUID, list[str]]] = {}
    for link in ThreadLink.objects.filter(author_id=old.author_id, client_id=old.client_id):
        words = link.words(chain)
        if words["thread"] == str(old.id) and (link.id in links or UUID(words["moment"]) in moments):
            words = {**words, "thread": str(new.id)}
            link.seal_words(chain, words)
            moved.append(link)
        if words["steps"]:
            taken = steps.setdefault(UUID(words["moment"]), {}).setdefault(UUID(words["thread"]), [])
            taken += [step for step in words["steps"] if step not in taken]
    ThreadLink.objects.bulk_update(moved, ["sealed", "version"], batch_size=200)
    return [link.id for link in moved], steps


def _remember(thread: Thread, chain: KeyChain, how: str, other: Thread, carried: Carried) -> None:
    """Write into the thread's history what came or went; the caller's `reword` audits it."""
    row: dict[str, Any] = {"how": how, "thread": str(other.id), "title": other.words(chain)["title"]}
    thread.refresh_from_db(fields=["sealed", "version"])
    words = thread.words(chain)
    row |= {"on": clock.today(thread.client.zone).isoformat(), **carried.packed()}
    thread.seal_words(chain, {**words, "history": [*words.get("history", []), row]})
    thread.save(update_fields=["sealed", "version"])
