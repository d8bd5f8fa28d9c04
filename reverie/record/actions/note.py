"""The progress note: kept as a draft, signed with the whole session, then only added to."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.core import audit, clock, dates
from reverie.core.policy import Actor
from reverie.core.sealing import CannotUnseal, KeyChain
from reverie.record.events import session_signed
from reverie.record.models import Addendum, NoteHold, ProgressNote, Review, Session, record_chain
from reverie.record.models.signing import addendum_hash, name_under, note_hash
from reverie.record.queries.countersigning import needs_countersigning
from reverie.record.queries.templates import note_templates, template_of

LATE_AFTER_DAYS = 7
LONGEST = 100_000
LATEST_SHOWN_DAYS = 7
SHOWN_AT = time(8)
"""When in the day, where the client is, a note that was timed can be read."""


class CannotWrite(Exception):
    """One plain sentence for the user: why the note cannot be written now."""


class CannotSign(Exception):
    """One plain sentence for the user: why the note cannot be signed."""


class CannotRelease(Exception):
    """One plain sentence for the user: why the note cannot be held back or shown."""


class ChangedElsewhere(Exception):
    """The draft has moved on since the writer's page was loaded; holds what is kept, and its version."""

    def __init__(self, theirs: dict[str, Any], version: int) -> None:
        super().__init__(_("This note was also changed somewhere else."))
        self.theirs, self.version = theirs, version


@transaction.atomic
def save_draft(
    *,
    session: Session,
    words: Mapping[str, str],
    template: str,
    version: int,
    save_id: UUID | None = None,
    by: Actor,
) -> ProgressNote:
    """Keep the words of an unsigned note; `version` is the one they were written on (0 for a new note).

    The same `save_id` again changes nothing and answers as before. Raises ChangedElsewhere when the draft
    has another version by now, CannotWrite when the session is signed or the words are no note.
    """
    session = Session.objects.select_for_update().get(pk=session.pk)
    note = ProgressNote.objects.filter(session=session).first()
    if note is not None and save_id is not None and note.was_saved_as(save_id):
        return note
    if session.is_locked:
        raise CannotWrite(_("This session is signed. Write an addendum instead."))
    chain = record_chain(session)
    before = _kept(note, chain)
    kept = _checked(words, template, before if note and note.template == template else {})
    if (note.version if note else 0) != version:
        raise ChangedElsewhere(before, note.version if note else 0)
    note = note or ProgressNote(session=session)
    note.template, note.last_save, note.saved_at = template, save_id, clock.now()
    note.seal_words(chain, kept)
    note.save()
    withdraw_review(note, by)
    detail = {"version": note.version, "words": note.digest()}
    audit.record(by=by, verb="save_draft", on=note, client=session.client_id, detail=detail)
    return note


@transaction.atomic
def sign_note(*, session: Session, version: int, shown_on: date | None = None, by: Actor) -> ProgressNote:
    """Sign the note as the person who is signed in, and freeze the whole session by its hash.

    `version` is the one the signer has read. The client reads it at once, or from the morning of `shown_on`,
    a week ahead at most. Raises CannotSign, and ChangedElsewhere for another version.
    """
    session = locked(session)
    note = ProgressNote.objects.filter(session=session).first()
    if note is None:
        raise CannotSign(_("There is no note to sign yet."))
    if session.is_locked or note.is_signed:
        raise CannotSign(_("This session is already signed."))
    if by.user_id is None or by.user_id != session.therapist.user_id:
        raise CannotSign(_("Only the therapist who held the session can sign it."))
    if needs_countersigning(session.therapist, by):
        raise CannotSign(_("A supervisor signs this note with you. Say that it is ready instead."))
    words = note.words(record_chain(session))
    if note.version != version:
        raise ChangedElsewhere(words, note.version)
    if not any(text.strip() for text in words.values()):
        raise CannotSign(_("The note is empty. Write at least one sentence."))
    shown_at = _shown_from(session, shown_on)
    signer = signer_of(session, by)
    put_signature(note, session, words, signed_by=by.user_id, signer=signer, shown_at=shown_at)
    detail = {"hash": note.content_hash, "words": note.digest(), "late": note.is_late_entry}
    audit.record(by=by, verb="sign_note", on=note, client=session.client_id, detail=detail)
    transaction.on_commit(lambda: session_signed.send_robust(sender=Session, session=session))
    return note


@transaction.atomic
def add_addendum(*, note: ProgressNote, kind: str, reason: str, text: str, by: Actor) -> Addendum:
    """Add to a signed note: an addendum or a correction by its signer, a disagreement by the client.

    Raises CannotWrite when the note is not signed, a reason is missing, or the kind is not the actor's.
    """
    session = locked(note.session)
    note = ProgressNote.objects.get(session=session)
    _refuse_addendum(note, session, kind, reason, text, by)
    now = clock.now()
    number = note.addenda.count() + 1
    row = Addendum(note=note, number=number, kind=kind, signed_at=now, signed_by=by.user_id)
    row.signer = signer_of(session, by)
    words = {"reason": reason.strip(), "text": text.strip()}
    row.seal_words(record_chain(session), words)
    row.content_hash = addendum_hash(row, words)
    row.save(force_insert=True)
    detail = {"hash": row.content_hash, "number": row.number, "kind": kind, "words": row.digest()}
    audit.record(by=by, verb="add_addendum", on=row, client=session.client_id, detail=detail)
    return row


@transaction.atomic
def hold_note(*, note: ProgressNote, until: date, reason: str, by: Actor) -> NoteHold:
    """Do not show a signed note to the client before `until`; the reason is kept. Raises CannotRelease."""
    session = locked(note.session)
    note = ProgressNote.objects.get(session=session)
    if not note.is_signed:
        raise CannotRelease(_("A draft is not shown to the client anyway."))
    if not reason.strip():
        raise CannotRelease(_("Write down why the client should not read it yet."))
    if until <= clock.today(session.zone):
        raise CannotRelease(_("Choose a day to come on which you look at this again."))
    if note.holds.filter(ended_at=None).exists():
        raise CannotRelease(_("This note is already held back."))
    row = NoteHold(note=note, until=until, by=by.user_id)
    row.seal_words(record_chain(session), {"reason": reason.strip()})
    row.save(force_insert=True)
    note.released_at = None
    note.save(update_fields=["released_at"])
    audit.record(by=by, verb="hold_note", on=note, client=session.client_id, detail={"until": str(until)})
    return row


@transaction.atomic
def release_note(*, note: ProgressNote, by: Actor) -> ProgressNote:
    """Show a note that was held back. Raises CannotRelease when it is a draft or shown already."""
    session = locked(note.session)
    note = ProgressNote.objects.get(session=session)
    if not note.is_signed:
        raise CannotRelease(_("Only a signed note can be shown to the client."))
    if note.is_shown:
        raise CannotRelease(_("The client can read this note already."))
    note.holds.filter(ended_at=None).update(ended_at=clock.now())
    note.released_at = clock.now()
    note.save(update_fields=["released_at"])
    audit.record(by=by, verb="release_note", on=note, client=session.client_id)
    return note


def put_signature(
    note: ProgressNote,
    session: Session,
    words: dict[str, Any],
    *,
    signed_by: UUID,
    signer: str,
    reviews: Sequence[tuple[Review, dict[str, Any]]] = (),
    shown_at: datetime | None = None,
) -> None:
    """Freeze note and session under this name, now; the caller has checked who signs what."""
    now = clock.now()
    days = (dates.local(now, session.zone).date() - dates.local(session.started_at, session.zone).date()).days
    session.locked_at, session.locked_by = now, signed_by
    note.signed_at, note.signed_by, note.signer = now, signed_by, signer
    note.is_late_entry = days > LATE_AFTER_DAYS
    note.content_hash = note_hash(note, session, words, reviews)
    note.released_at = shown_at or now
    note.save()
    session.save()


def _shown_from(session: Session, day: date | None) -> datetime | None:
    """The moment from which the client reads a note; None for at once."""
    today = clock.today(session.client.zone)
    if day is None or day == today:
        return None
    if day < today:
        raise CannotSign(_("The day from which the client can read it is over. Choose today or a later one."))
    if (day - today).days > LATEST_SHOWN_DAYS:
        raise CannotSign(
            _("A note is shown within a week. To keep it back longer, sign it and say why on its page.")
        )
    return datetime.combine(day, SHOWN_AT, ZoneInfo(session.client.zone))


def signer_of(session: Session, by: Actor) -> str:
    """Name and title as they stand under a signature."""
    title = session.therapist.title if by.user_id == session.therapist.user_id else ""
    return name_under(by.name, title)


def locked(session: Session) -> Session:
    """The session as it is now, held until the transaction ends."""
    rows = Session.objects.select_related("therapist", "client")
    return rows.select_for_update(of=("self",)).get(pk=session.pk)


def withdraw_review(note: ProgressNote, by: Actor) -> None:
    """A note that is written on does not wait for a supervisor any more; part of the caller's act."""
    for row in note.reviews.filter(answered_at=None):
        row.state, row.answered_at, row.answered_by = Review.WITHDRAWN, clock.now(), by.user_id
        row.save(update_fields=["state", "answered_at", "answered_by"])
        detail = {"version": row.note_version}
        audit.record(by=by, verb="withdraw_review", on=row, client=note.session.client_id, detail=detail)


def _kept(note: ProgressNote | None, chain: KeyChain) -> dict[str, Any]:
    try:
        return note.words(chain) if note else {}
    except CannotUnseal:
        raise CannotWrite(_("The kept draft cannot be opened, so nothing is written over it.")) from None


def _checked(words: Mapping[str, str], template: str, before: Mapping[str, str]) -> dict[str, str]:
    """The words by field; `before` are those of the draft, whose form a practice may have taken away."""
    if template not in note_templates() and not before:
        raise CannotWrite(_("Choose one of the note's forms."))
    fields = template_of(template, before).fields
    kept = {field.key: str(words.get(field.key, before.get(field.key, ""))) for field in fields}
    if sum(map(len, kept.values())) > LONGEST:
        raise CannotWrite(_("This note is longer than a note can be. Shorten it before you keep it."))
    return kept


def _refuse_addendum(
    note: ProgressNote, session: Session, kind: str, reason: str, text: str, by: Actor
) -> None:
    if not note.is_signed:
        raise CannotWrite(_("This note is not signed yet; change the note itself."))
    if kind not in Addendum.KINDS:
        raise CannotWrite(_("Choose whether this adds something or corrects something."))
    is_client = by.user_id is not None and by.user_id == session.client.user_id
    if is_client != (kind == Addendum.DISAGREEMENT):
        raise CannotWrite(_("A disagreement is the client’s; anything else is the therapist’s."))
    if not is_client and by.user_id != session.therapist.user_id:
        raise CannotWrite(_("Only the therapist who signed the note can add to it."))
    if not reason.strip() or not text.strip():
        raise CannotWrite(_("Write both: what is added, and why."))
