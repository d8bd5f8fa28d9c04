"""A link that asks somebody in; it makes an account or waits for a signed-in one, never more."""

import hashlib
import secrets
from datetime import datetime

from django.db import models

from reverie.accounts.models.people import Client
from reverie.accounts.models.practice import Practice
from reverie.core.models import BaseModel


def hash_of(token: str) -> str:
    """What is kept of a token that is shown once."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(BaseModel):
    """An invitation to work in a practice (`roles`), to open a `client`'s own space, or to act for a client.

    `represents`: scope, basis, starts_on and expires_on of a representative; null for the others.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    roles = models.JSONField(default=list)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="invitations")
    represents = models.JSONField(null=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.UUIDField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at=None, accepted_by=None)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_at_with_by",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="invitation_withdrawn_at_with_by",
            ),
        ]

    def new_token(self) -> str:
        """A fresh token whose hash this row keeps; the caller saves and shows it once."""
        token = secrets.token_urlsafe(32)
        self.token_hash = hash_of(token)
        return token

    def is_open(self, now: datetime) -> bool:
        """True while it can be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at
