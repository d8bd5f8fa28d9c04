"""Reads about notes that two people sign."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from reverie.accounts.models import Practice, Therapist
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.record.access import reviews_asked_of, sessions_visible_to
from reverie.record.models import Countersigner, ProgressNote, Review


@dataclass(frozen=True)
class Waiting:
    """One note of a queue, with its latest turn; None when the author has not said that it is ready."""

    note: ProgressNote
    review: Review | None
    reason: str = ""


def countersigners_of(therapist: Therapist) -> QuerySet[Countersigner]:
    """Who may sign this therapist's notes with them today."""
    today = clock.today(therapist.zone)
    rows = therapist.countersigners.filter(ended_at=None, starts_on__lte=today)
    return rows.select_related("supervisor").order_by("supervisor__name")


def needs_countersigning(therapist: Therapist, by: Actor) -> bool:
    """True for a trainee, and for whoever has a countersigner: neither signs alone."""
    is_trainee = "trainee" in by.roles and "therapist" not in by.roles
    return is_trainee or countersigners_of(therapist).exists()


def latest_review(note: ProgressNote) -> Review | None:
    """The turn in which a note is, or its last one."""
    return note.reviews.select_related("supervisor").order_by("-number").first()


def reason_of(review: Review | None) -> str:
    """Why a note came back; empty when it did not."""
    if review is None or review.state != Review.RETURNED:
        return ""
    words: dict[str, Any] = review.words(review.chain())
    return str(words.get("reason", ""))


def waiting_for(actor: Actor) -> list[Review]:
    """The notes that wait for this supervisor, the longest waiting first."""
    return list(reviews_asked_of(actor).filter(answered_at=None).order_by("asked_at"))


def own_queue(actor: Actor) -> list[Waiting]:
    """The actor's own notes on their way to a second signature, and those that came back."""
    rows = Review.objects.filter(
        note__session__in=sessions_visible_to(actor),
        note__session__therapist__user_id=actor.user_id,
        note__signed_at=None,
    ).select_related("note__session__client", "supervisor")
    latest: dict[Any, Review] = {}
    for row in rows.order_by("number"):
        latest[row.note_id] = row
    shown = [row for row in latest.values() if row.state in {Review.OPEN, Review.RETURNED}]
    return [Waiting(row.note, row, reason_of(row)) for row in sorted(shown, key=lambda row: row.asked_at)]


def countersigners_in(practice: Practice) -> QuerySet[Countersigner]:
    """Who countersigns for whom in a practice now."""
    rows = Countersigner.objects.filter(practice=practice, ended_at=None)
    return rows.select_related("therapist", "supervisor").order_by("therapist__name", "supervisor__name")
