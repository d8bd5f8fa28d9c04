"""What of a record was given out: to whom, what for, when, by whom; never deleted, shown to the client."""

from django.db import models

from reverie.accounts.models import Client, Practice
from reverie.core import clock
from reverie.core.models import SealedModel
from reverie.core.sealing import ClientScope, KeyChain, keychain


class Disclosure(SealedModel):
    """One copy of the record that left the practice. Words: `recipient`, `purpose` (sealed)."""

    OWN_COPY, GIVEN_OUT = "own_copy", "given_out"
    KINDS = [OWN_COPY, GIVEN_OUT]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="disclosures")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    at = models.DateTimeField(default=clock.now)
    by = models.UUIDField(null=True)
    items = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["client", "at"], name="disclosure_client_at")]

    def chain(self) -> KeyChain:
        """The keys of the client's record."""
        return keychain(ClientScope(self.practice_id, self.client_id, "record"))
