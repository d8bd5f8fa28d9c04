"""What happened between the hours: a phone call, a letter, a message; an entry of its own, signed at once."""

from django.db import models

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import SealedModel
from reverie.core.sealing import ClientScope, KeyChain, keychain


class Contact(SealedModel):
    """One contact. Words: `person` (with whom), `subject`, `text`. Frozen from the first save.

    What was wrong is put right by a further entry that `corrects` this one.
    """

    PHONE, LETTER, MESSAGE, MEETING = "phone", "letter", "message", "meeting"
    KINDS = [PHONE, LETTER, MESSAGE, MEETING]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contacts")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="contacts")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    is_incoming = models.BooleanField()
    at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True)
    zone = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signed_by = models.UUIDField()
    signer = models.CharField(max_length=200)
    is_late_entry = models.BooleanField(default=False)
    content_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["client", "-at"], name="contact_client_at")]

    def chain(self) -> KeyChain:
        """The keys of the client's record."""
        return keychain(ClientScope(self.practice_id, self.client_id, "record"))
