"""What every row of the process space has in the clear, and nothing more."""

from django.db import models

from reverie.accounts.models import Client, Practice, User
from reverie.core.models import SealedModel
from reverie.core.sealing import NoteScope


class OwnedModel(SealedModel):
    """One author's sealed words about one client; every other column is an id."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def scope(self) -> NoteScope:
        """The keys that open this row: the author's notes on this client, read by the author."""
        return NoteScope(self.practice_id, self.author_id, self.client_id, self.author_id)
