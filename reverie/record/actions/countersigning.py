"""The second signature: named, asked for, given or returned with a reason."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Membership, Therapist, User
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.record.actions.note import CannotSign, ChangedElsewhere, locked, put_signature, withdraw_review
from reverie.record.events import session_signed
from reverie.record.models import Countersigner, ProgressNote, Review, Session, record_chain
from reverie.record.models.signing import name_under
from reverie.record.queries.countersigning import countersigners_of


class CannotName(Exception):
    """One plain sentence for the user: why this person cannot countersign, or cannot be taken off."""


@transaction.atomic
def name_countersigner(
    *, therapist: Therapist, supervisor: User, starts_on: date, by: Actor
) -> Countersigner:
    """From a day on, let a supervisor of the practice sign a therapist's notes with them.

    What is signed already stays as it is. Raises CannotName.
    """
    members = Membership.objects.filter(practice_id=therapist.practice_id, ended_at=None)
    if not members.filter(user=supervisor, role="supervisor").exists():
        raise CannotName(_("Only a supervisor of this practice can countersign."))
    if supervisor.pk == therapist.user_id:
        raise CannotName(_("Nobody countersigns their own notes."))
    if Countersigner.objects.filter(therapist=therapist, supervisor=supervisor, ended_at=None).exists():
        raise CannotName(_("This supervisor countersigns for this therapist already."))
    row = Countersigner.objects.create(
        practice_id=therapist.practice_id,
        therapist=therapist,
        supervisor=supervisor,
        starts_on=starts_on,
        named_by=by.user_id,
    )
    detail = {"therapist": str(therapist.pk), "supervisor": str(supervisor.pk), "from": str(starts_on)}
    audit.record(by=by, verb="name_countersigner", on=row, practice=row.practice_id, detail=detail)
    return row


@transaction.atomic
def end_countersigner(*, countersigner: Countersigner, by: Actor) -> Countersigner:
    """From now on this supervisor is asked for no more signatures. Raises CannotName."""
    row = Countersigner.objects.select_for_update().get(pk=countersigner.pk)
    if row.ended_at is not None:
        raise CannotName(_("This has ended already."))
    row.ended_at, row.ended_by = clock.now(), by.user_id
    row.save(update_fields=["ended_at", "ended_by"])
    audit.record(by=by, verb="end_countersigner", on=row, practice=row.practice_id)
    return row


@transaction.atomic
def say_ready(*, session: Session, version: int, supervisor: User, by: Actor) -> Review:
    """The author says that a draft is ready for a supervisor's signature; the next one may be another's.

    Raises CannotSign, and ChangedElsewhere when the draft is not the one that was read.
    """
    session = locked(session)
    note = _draft_of(session, by)
    words = note.words(record_chain(session))
    if note.version != version:
        raise ChangedElsewhere(words, note.version)
    if not any(text.strip() for text in words.values()):
        raise CannotSign(_("The note is empty. Write at least one sentence."))
    if not countersigners_of(session.therapist).filter(supervisor=supervisor).exists():
        raise CannotSign(_("Choose a supervisor who countersigns your notes."))
    withdraw_review(note, by)
    row = Review(note=note, number=note.reviews.count() + 1, note_version=version, supervisor=supervisor)
    row.asked_by = by.user_id
    row.seal_words(record_chain(session), {"reason": ""})
    row.save(force_insert=True)
    detail = {"version": version, "supervisor": str(supervisor.pk), "words": row.digest()}
    audit.record(by=by, verb="say_ready", on=row, client=session.client_id, detail=detail)
    return row


@transaction.atomic
def return_note(*, review: Review, reason: str, by: Actor) -> Review:
    """Send a note back to its author with the reason; it is a draft again. Raises CannotSign."""
    session, row = _turn_of(review, by)
    if not reason.strip():
        raise CannotSign(_("Write down what has to be revised."))
    row.state, row.answered_at, row.answered_by, row.answerer = (
        Review.RETURNED, clock.now(), by.user_id, by.name,
    )  # fmt: skip
    row.seal_words(record_chain(session), {"reason": reason.strip()})
    row.save()
    audit.record(by=by, verb="return_note", on=row, client=session.client_id, detail={"words": row.digest()})
    return row


@transaction.atomic
def countersign(*, review: Review, version: int, by: Actor) -> ProgressNote:
    """Sign a note with its author, and freeze the whole session; `version` is the one that was read.

    Raises CannotSign, and ChangedElsewhere when the note is not the one that the supervisor read.
    """
    session, row = _turn_of(review, by)
    note = ProgressNote.objects.get(session=session)
    if note.version != row.note_version:
        raise CannotSign(_("The note was changed since it was called ready."))
    if note.version != version:
        raise ChangedElsewhere(note.words(record_chain(session)), note.version)
    row.state, row.answered_at, row.answered_by, row.answerer = (
        Review.SIGNED, clock.now(), by.user_id, by.name,
    )  # fmt: skip
    row.save()
    chain = record_chain(session)
    turns = [(turn, turn.words(chain)) for turn in note.reviews.all()]
    author = name_under(session.therapist.name, session.therapist.title)
    signer = _("{author}; countersigned by {supervisor}").format(author=author, supervisor=by.name)
    put_signature(
        note, session, note.words(chain), signed_by=session.therapist.user_id, signer=signer, reviews=turns
    )
    detail = {"hash": note.content_hash, "words": note.digest(), "late": note.is_late_entry}
    audit.record(by=by, verb="countersign", on=note, client=session.client_id, detail=detail)
    transaction.on_commit(lambda: session_signed.send_robust(sender=Session, session=session))
    return note


def _draft_of(session: Session, by: Actor) -> ProgressNote:
    note = ProgressNote.objects.filter(session=session).first()
    if note is None:
        raise CannotSign(_("There is no note to sign yet."))
    if session.is_locked or note.is_signed:
        raise CannotSign(_("This session is already signed."))
    if by.user_id is None or by.user_id != session.therapist.user_id:
        raise CannotSign(_("Only the therapist who held the session can say that its note is ready."))
    return note


def _turn_of(review: Review, by: Actor) -> tuple[Session, Review]:
    session = locked(review.note.session)
    row = Review.objects.select_for_update().get(pk=review.pk)
    if row.answered_at is not None or session.is_locked:
        raise CannotSign(_("This note does not wait for you any more."))
    if by.user_id is None or by.user_id != row.supervisor_id:
        raise CannotSign(_("Only the supervisor who was asked can answer."))
    if not countersigners_of(session.therapist).filter(supervisor_id=by.user_id).exists():
        raise CannotSign(_("You do not countersign for this therapist any more."))
    return session, row
