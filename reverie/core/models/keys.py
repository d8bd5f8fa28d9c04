"""Wrapped keys. Master key -> practice -> author and client -> author x client (docs/decisions/0003)."""

from django.db import models

from reverie.core.models.base import BaseModel


class PracticeKey(BaseModel):
    """A practice's key, wrapped by the master key named in `master_kid`."""

    practice = models.UUIDField()
    master_kid = models.CharField(max_length=16)
    wrapped = models.BinaryField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["practice"], name="practicekey_practice")]


class ClientKey(BaseModel):
    """One client's key for one purpose (`record`, `journal`), wrapped by the practice key."""

    practice_key = models.ForeignKey(PracticeKey, on_delete=models.PROTECT)
    practice = models.UUIDField()
    client = models.UUIDField()
    purpose = models.CharField(max_length=20)
    wrapped = models.BinaryField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["client", "purpose"], name="clientkey_client")]


class AuthorKey(BaseModel):
    """An author's key pair; the private half is wrapped by the practice key (standard mode)."""

    practice_key = models.ForeignKey(PracticeKey, on_delete=models.PROTECT)
    practice = models.UUIDField()
    author = models.UUIDField()
    public = models.BinaryField()
    wrapped_private = models.BinaryField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["author"], name="authorkey_author")]


class NoteKey(BaseModel):
    """The key of one author's notes on one client, or of one copy; it exists only inside its wraps.

    `client` holds the copy's id where `is_of_copy` is true: such a key says of no client that there is one.
    """

    practice = models.UUIDField()
    author = models.UUIDField()
    client = models.UUIDField()
    is_of_copy = models.BooleanField(default=False)
    check_value = models.BinaryField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["author", "client"], name="notekey_author_client")]


class NoteKeyWrap(BaseModel):
    """A note key wrapped to one entitled reader's public key."""

    note_key = models.ForeignKey(NoteKey, on_delete=models.CASCADE, related_name="wraps")
    reader_key = models.ForeignKey(AuthorKey, on_delete=models.PROTECT)
    reader = models.UUIDField()
    wrapped = models.BinaryField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note_key", "reader_key"], name="wrap_once_per_reader"),
        ]
