"""Notes that are signed by two: who countersigns whose notes, and how each note went between them."""

from typing import Any

from django.db import models

from reverie.accounts.models import Practice, Therapist, User
from reverie.core import clock
from reverie.core.models import BaseModel, SealedModel
from reverie.core.sealing import KeyChain
from reverie.record.models.note import ProgressNote, record_chain


class Countersigner(BaseModel):
    """From `starts_on` on, this supervisor may sign this therapist's notes with them."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="countersigners")
    supervisor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="countersigns_for")
    starts_on = models.DateField()
    named_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["therapist", "supervisor"],
                condition=models.Q(ended_at=None),
                name="countersigner_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="countersigner_ended_at_with_by",
            ),
        ]


class Review(SealedModel):
    """One turn of a note: its author says that it is ready, a supervisor returns or signs it.

    `note_version` is the draft that was shown. Words: `reason` (why it came back; else empty). Part of
    what the note's signature stands under.
    """

    OPEN, RETURNED, SIGNED, WITHDRAWN = "open", "returned", "signed", "withdrawn"
    STATES = [OPEN, RETURNED, SIGNED, WITHDRAWN]

    note = models.ForeignKey(ProgressNote, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    note_version = models.PositiveIntegerField()
    supervisor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=10, default=OPEN, choices=[(state, state) for state in STATES])
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.UUIDField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answerer = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="review_number_once"),
            models.UniqueConstraint(
                fields=["note"], condition=models.Q(answered_at=None), name="review_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None, state="open")
                | (models.Q(answered_at__isnull=False, answered_by__isnull=False) & ~models.Q(state="open")),
                name="review_answered_at_with_by_and_state",
            ),
        ]
        indexes = [models.Index(fields=["supervisor", "answered_at"], name="review_queue")]

    def chain(self) -> KeyChain:
        """The keys of the client's record."""
        return record_chain(self.note.session)

    def under_the_signature(self, words: dict[str, Any]) -> dict[str, Any]:
        """Everything of this turn, as the hash of the note takes it in; moments are made plain there."""
        names = ("number", "note_version", "state", "answerer")
        return {name: getattr(self, name) for name in names} | {
            "review": str(self.pk),
            "supervisor": str(self.supervisor_id),
            "asked_by": str(self.asked_by),
            "answered_by": str(self.answered_by),
            "words": words,
        }
