"""The progress note of a session: written as a draft, signed once, then only added to."""

from uuid import UUID

from django.db import models

from reverie.core import clock
from reverie.core.models import SealedModel
from reverie.core.sealing import ClientScope, KeyChain, keychain
from reverie.record.models.session import Session


class ProgressNote(SealedModel):
    """The note that may be read by the client, a payer and a court. Words: field of the template -> text.

    `version` counts the saves of the draft; a save names the version it was written on. From `released_at`
    on, perhaps a day to come, the client reads it; without one it is held back.
    """

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="note")
    template = models.CharField(max_length=24)
    saved_at = models.DateTimeField(default=clock.now)
    last_save = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.UUIDField(null=True)
    signer = models.CharField(max_length=200, blank=True)
    is_late_entry = models.BooleanField(default=False)
    content_hash = models.CharField(max_length=64, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed_at=None, signed_by=None, content_hash="")
                | (models.Q(signed_at__isnull=False, signed_by__isnull=False) & ~models.Q(content_hash="")),
                name="note_signed_at_with_by_and_hash",
            ),
            models.CheckConstraint(
                condition=models.Q(released_at=None) | models.Q(signed_at__isnull=False),
                name="note_released_after_signing",
            ),
        ]
        indexes = [models.Index(fields=["released_at"], name="note_released_at")]

    @property
    def is_shown(self) -> bool:
        """True once the client may read it."""
        return self.released_at is not None and self.released_at <= clock.now()

    @property
    def is_signed(self) -> bool:
        """True from the signature on."""
        return self.signed_at is not None

    def chain(self) -> KeyChain:
        """The keys of the client's record."""
        return record_chain(self.session)

    def was_saved_as(self, save_id: UUID) -> bool:
        """True when `save_id` is the save that made the present version: a retry of it changes nothing."""
        return self.last_save == save_id


class NoteHold(SealedModel):
    """Why a signed note is not yet shown to the client, and until when. Words: `reason`."""

    note = models.ForeignKey(ProgressNote, on_delete=models.PROTECT, related_name="holds")
    until = models.DateField()
    by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["note"], condition=models.Q(ended_at=None), name="note_held_once_at_a_time"
            )
        ]


class Addendum(SealedModel):
    """What was added to a signed note: dated, with its reason, under a signature of its own.

    `withdrawn` says that the note was written in error: it stays, and everybody reads that it does not hold.
    Words: `reason`, `text`.
    """

    ADDENDUM, CORRECTION, DISAGREEMENT = "addendum", "correction", "disagreement"
    WITHDRAWN = "withdrawn"
    KINDS = [ADDENDUM, CORRECTION, DISAGREEMENT, WITHDRAWN]

    note = models.ForeignKey(ProgressNote, on_delete=models.PROTECT, related_name="addenda")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    signed_at = models.DateTimeField()
    signed_by = models.UUIDField()
    signer = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["note", "number"], name="addendum_number_once")]


def record_chain(session: Session) -> KeyChain:
    """The keys for the words in this client's record; make one per request and hand it on."""
    return keychain(ClientScope(session.practice_id, session.client_id, "record"))
