"""Threads: opened, named, tied to moments; their corners filled with words that were said."""

from typing import Any
from uuid import UUID

from django.db import transaction

from reverie.accounts.models import Client
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process.access import may_open_sheet, scope_of
from reverie.process.actions.summary import list_threads
from reverie.process.models import Moment, Thread
from reverie.process.models.moment import GONE

MOST = 300
"""Characters in a corner."""
CORNERS = {"conflict": ("defense", "anxiety", "feeling"), "person": ("other", "therapist", "past")}


class CannotChangeThread(Exception):
    """A thread that cannot be opened, named or merged this way."""


def open_thread(*, client: Client, title: str, about: str = "", by: Actor) -> Thread:
    """Begin a thread with a client. Raises CannotChangeThread without a name or without a treatment."""
    if not may_open_sheet(by, client):
        raise CannotChangeThread("Only the therapist of a treatment can follow a thread in it.")
    scope = scope_of(by, client.id)
    thread = Thread(practice_id=scope.practice, author_id=scope.author, client=client)
    words = {"title": _title(title), "about": about.strip(), "who": "", "corners": {}, "course": {}}
    with transaction.atomic():
        chain = keychain(thread.scope())
        thread.seal_words(chain, words)
        thread.save(force_insert=True)
        list_threads(scope, chain, [thread])
        _record(thread, "open_thread", by)
    return thread


def name_thread(*, thread: Thread, title: str, about: str, who: str = "", by: Actor) -> Thread:
    """Give a thread another name, sentence or person. Raises CannotChangeThread without a name."""
    words = {"title": _title(title), "about": about.strip(), "who": who.strip()}
    return reword(thread, words, "name_thread", by)


def place_corner(
    *,
    thread: Thread,
    triangle: str,
    corner: str,
    words: str,
    who: str = "",
    sheet: UUID | None = None,
    moment: Moment | None = None,
    by: Actor,
) -> Thread:
    """Put words that were said into a corner of one of the two triangles; empty words empty it.

    With `moment` the corner rests on that passage, and takes its words when none are given.
    """
    if corner not in CORNERS.get(triangle, ()):
        raise CannotChangeThread("This triangle has no such corner.")
    chain = keychain(thread.scope())
    if moment is not None:
        if moment.words(chain).get(GONE):
            raise CannotChangeThread("The mark of this passage was taken away. Choose another.")
        if (moment.author_id, moment.client_id) != (thread.author_id, thread.client_id):
            raise CannotChangeThread("This moment belongs to another treatment.")
        words, sheet = words.strip() or moment.words(chain)["anchors"][0]["quote"][:MOST], moment.sheet_id
    corners: dict[str, dict[str, Any]] = thread.words(chain).get("corners", {})
    held = {**corners.get(triangle, {})}
    held.pop(corner, None)
    if words.strip():
        ids = {"sheet": str(sheet) if sheet else None, "moment": str(moment.id) if moment else None}
        held[corner] = {"words": words.strip(), "who": who.strip(), **ids}
    return reword(thread, {"corners": {**corners, triangle: held}}, "place_corner", by)


def goes_on(words: dict[str, Any]) -> None:
    """Raises CannotChangeThread for the words of a thread that runs on in another."""
    if words.get("merged_into"):
        raise CannotChangeThread("This thread runs on in another. Change that one, or take them apart first.")


def _title(title: str) -> str:
    title = title.strip().strip('“”"')
    if not title:
        raise CannotChangeThread("Give the thread a name, best in words that were said.")
    if len(title) > 120:
        raise CannotChangeThread("The name has over 120 characters; say the rest in the sentence below.")
    return title


def reword(
    thread: Thread, changed: dict[str, Any], verb: str, by: Actor, *, is_joining: bool = False
) -> Thread:
    """Seal some of the thread's words anew, with its line in the summary and its link in the audit.

    Raises CannotChangeThread for a thread that runs on in another, unless this joins or parts them.
    """
    with transaction.atomic():
        row = Thread.objects.select_for_update().select_related("client").get(pk=thread.pk)
        chain = keychain(row.scope())
        if not is_joining:
            goes_on(row.words(chain))
        row.seal_words(chain, {**row.words(chain), **changed})
        row.save(update_fields=["sealed", "version"])
        list_threads(row.scope(), chain, [row])
        _record(row, verb, by)
    return row


def _record(thread: Thread, verb: str, by: Actor) -> None:
    audit.record(by=by, verb=verb, on=thread, client=thread.client_id, detail={"digest": thread.digest()})
