"""Texts that a client has signed: which text, in which version, by its hash."""

from django.db import models

from reverie.core import clock
from reverie.core.models import BaseModel
from reverie.treatment.models.course import Treatment


class Consent(BaseModel):
    """One signature under one text; revocable. The text itself is data (data/consents), kept by its hash."""

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=40)
    text_version = models.PositiveSmallIntegerField()
    text_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField(default=clock.now)
    signed_by = models.UUIDField()
    expires_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["treatment", "kind", "text_version"],
                condition=models.Q(revoked_at=None),
                name="consent_in_force_once",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_by=None)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="consent_revoked_at_with_by",
            ),
        ]
