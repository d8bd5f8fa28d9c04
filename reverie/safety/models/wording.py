"""Who stands behind the sentences that a person in danger reads."""

from django.db import models

from reverie.accounts.models import Practice
from reverie.core.models import BaseModel


class WordingApproval(BaseModel):
    """A clinician's approval of one place's sentences as they stood; a changed byte needs a new one."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    text_key = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    approved_by_name = models.CharField(max_length=120)
    approved_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "text_key", "digest"], name="wording_approved_once"),
        ]
