"""Reads about sessions and their notes, for a reader who came through access."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from reverie.core import clock
from reverie.core.policy import Actor
from reverie.core.sealing import CannotUnseal, KeyChain
from reverie.record.access import sessions_visible_to
from reverie.record.models import Addendum, NoteHold, ProgressNote, Review, Session, record_chain
from reverie.record.models.signing import addendum_hash, note_hash
from reverie.record.queries.templates import note_templates

PAGE = 60
"""Sessions on one page: a year of weekly work and a little more."""


@dataclass(frozen=True)
class AddendumRead:
    """An addendum with its words."""

    row: Addendum
    reason: str
    text: str


@dataclass(frozen=True)
class NoteRead:
    """A note with its words, field by field, and what was added since."""

    note: ProgressNote
    words: dict[str, Any]
    fields: tuple[tuple[str, str], ...]
    addenda: tuple[AddendumRead, ...]
    reviews: tuple[tuple[Review, dict[str, Any]], ...] = ()


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the numbers of the pages beside it (0 when there is none)."""

    rows: tuple[Session, ...]
    later: int
    earlier: int


@dataclass(frozen=True)
class SessionCount:
    """How far a treatment has come: sessions so far, and when the last one began."""

    sessions: int
    last: datetime | None


def sessions_of_client(actor: Actor, client_id: UUID) -> QuerySet[Session]:
    """The visible sessions of a client, the newest first, each with its note (or none)."""
    rows = sessions_visible_to(actor).filter(client_id=client_id).select_related("note")
    return rows.order_by("-started_at")


def page_of(rows: QuerySet[Session], wanted: str) -> Page:
    """A page of a list, the first one for anything that is no number; asks for one row more than it shows."""
    number = max(int(wanted), 1) if wanted.isdecimal() and len(wanted) < 6 else 1
    found = list(rows[(number - 1) * PAGE : number * PAGE + 1])
    return Page(tuple(found[:PAGE]), number - 1, number + 1 if len(found) > PAGE else 0)


def unsigned_sessions(actor: Actor) -> list[Session]:
    """The actor's own sessions that wait for a signature, the oldest first, each with its draft (or none)."""
    rows = sessions_visible_to(actor).filter(therapist__user_id=actor.user_id, locked_at=None)
    return list(rows.select_related("note").order_by("started_at"))


def next_unsigned(actor: Actor, session: Session) -> Session | None:
    """The newest of the actor's other sessions that wait for a signature."""
    rows = sessions_visible_to(actor).filter(therapist__user_id=actor.user_id, locked_at=None)
    return rows.exclude(pk=session.pk).order_by("-started_at").first()


def read_note(session: Session, chain: KeyChain | None = None) -> NoteRead | None:
    """The note of a session in words; None when none is begun."""
    note: ProgressNote | None = getattr(session, "note", None)
    if note is None:
        return None
    chain = chain or record_chain(session)
    words = note.words(chain)
    addenda = (
        tuple(AddendumRead(row, **row.words(chain)) for row in note.addenda.all()) if note.is_signed else ()
    )
    reviews = tuple((row, row.words(chain)) for row in note.reviews.all()) if note.is_signed else ()
    return NoteRead(note, words, labelled(note.template, words), addenda, reviews)


def labelled(template: str, words: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """(label, text) in the order of the template; texts of fields it no longer has come last."""
    form = note_templates().get(template)
    labels = {field.key: field.label for field in form.fields} if form else {}
    ordered = [*labels, *(key for key in words if key not in labels)]
    return tuple((labels.get(key, key), str(words[key])) for key in ordered if words.get(key))


def open_hold(note: ProgressNote) -> NoteHold | None:
    """The hold that keeps a signed note from the client now."""
    return note.holds.filter(ended_at=None).first()


def verify_note(note: ProgressNote) -> bool:
    """True when note, facts of the session, signer and every addendum are as they were signed."""
    try:
        read = read_note(note.session, note.chain())
    except CannotUnseal:
        return False
    return read is not None and is_whole(read)


def is_whole(read: NoteRead) -> bool:
    """The same for a note that was read already; asks no database."""
    note, session = read.note, read.note.session
    return (
        note.is_signed
        and session.is_locked
        and note.content_hash == note_hash(note, session, read.words, read.reviews)
        and [added.row.number for added in read.addenda] == list(range(1, len(read.addenda) + 1))
        and all(
            added.row.content_hash == addendum_hash(added.row, {"reason": added.reason, "text": added.text})
            for added in read.addenda
        )
    )


def counts_of(treatments: Iterable[UUID]) -> dict[UUID, SessionCount]:
    """Treatment -> how many sessions it has had and when the last one was; one query for all of them."""
    rows = Session.objects.filter(treatment_id__in=list(treatments)).order_by().values("treatment_id")
    counted = rows.annotate(sessions=Count("id"), last=Max("started_at"))
    return {row["treatment_id"]: SessionCount(row["sessions"], row["last"]) for row in counted}


def due_holds() -> QuerySet[NoteHold]:
    """Holds whose day has come: the note is to be shown."""
    return NoteHold.objects.filter(ended_at=None, until__lte=clock.now().date()).select_related(
        "note__session"
    )
