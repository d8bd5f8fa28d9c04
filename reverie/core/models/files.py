"""Files that people hand in: a row that says what it is, and one with its bytes, both sealed."""

from django.db import models

from reverie.core.models.base import SealedModel
from reverie.core.sealing import ClientScope, PracticeScope


class StoredFile(SealedModel):
    """What is known of a file without opening it; its name is sealed, since names tell much.

    `purpose` is the client's scope (`record` or `journal`); empty for a file of the practice itself.
    """

    practice = models.UUIDField(editable=False)
    client = models.UUIDField(null=True, editable=False)
    purpose = models.CharField(max_length=10, blank=True, editable=False)
    kind = models.CharField(max_length=10, editable=False)
    size = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    kept_by = models.CharField(max_length=60, editable=False)

    class Meta:
        indexes = [models.Index(fields=["practice", "client"], name="core_file_of_client")]

    def scope(self) -> ClientScope | PracticeScope:
        """Whose key seals the name and the bytes."""
        if self.client is None:
            return PracticeScope(self.practice)
        return ClientScope(self.practice, self.client, self.purpose)


class FileBody(SealedModel):
    """The bytes of one file, apart so that lists never load them."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="body", editable=False)
