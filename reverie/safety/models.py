"""What is done when someone may be in danger."""

from django.db import models

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import SealedModel


class Concern(SealedModel):
    """An answer or an act that somebody must look at; only staff close it, with an assessment (sealed)."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="concerns")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT)
    kind = models.CharField(max_length=30)
    source_id = models.UUIDField()
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "source_id"], name="concern_once_per_source"),
            models.CheckConstraint(
                condition=models.Q(cleared_at=None, cleared_by=None)
                | models.Q(cleared_at__isnull=False, cleared_by__isnull=False),
                name="concern_cleared_at_with_by",
            ),
        ]
