"""Papers of the record: what the practice received or made, and what the client handed in."""

from django.db import models

from reverie.accounts.models import Client, Practice
from reverie.core import clock
from reverie.core.models import SealedModel, StoredFile
from reverie.core.sealing import ClientScope, KeyChain, keychain


class Paper(SealedModel):
    """One paper. Words: `title`. The bytes lie in the stored file; it is never deleted, only taken out."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="papers")
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="paper")
    is_from_client = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.UUIDField()
    shown_at = models.DateTimeField(null=True)
    taken_out_at = models.DateTimeField(null=True)
    taken_out_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken_out_at=None, taken_out_by=None)
                | models.Q(taken_out_at__isnull=False, taken_out_by__isnull=False),
                name="paper_taken_out_at_with_by",
            )
        ]

    def chain(self) -> KeyChain:
        """The keys of the client's record."""
        return keychain(ClientScope(self.practice_id, self.client_id, "record"))
