"""What every row has, and what every sealed row has."""

import hashlib
import json
import uuid
from typing import Any

from django.db import models

from reverie.core import clock
from reverie.core.sealing import KeyChain, Place


class BaseModel(models.Model):
    """A row with an identity that says nothing and the moment it was made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class SealedModel(BaseModel):
    """A row whose words are one sealed value, bound to the row and to its version.

    One value for all words of a row, so that not even which fields are filled stays readable.
    """

    version = models.PositiveIntegerField(default=0, editable=False)
    sealed = models.BinaryField(editable=False)

    class Meta:
        abstract = True

    def place(self) -> Place:
        """Where this version of the words lies; part of what the seal authenticates."""
        return Place(table=self._meta.db_table, row=self.id, version=self.version, field="sealed")

    def seal_words(self, chain: KeyChain, words: dict[str, Any]) -> None:
        """Seal `words` as the next version of this row; the caller saves."""
        self.version += 1
        text = json.dumps(words, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        self.sealed = chain.seal(text, self.place())

    def words(self, chain: KeyChain) -> dict[str, Any]:
        """The words of this row. Raises CannotUnseal when they were moved, changed or are not yours."""
        words: dict[str, Any] = json.loads(chain.unseal(bytes(self.sealed), self.place()))
        return words

    def digest(self) -> str:
        """SHA-256 of the sealed value, kept in the audit row so that an older version is noticed."""
        return hashlib.sha256(bytes(self.sealed)).hexdigest()
