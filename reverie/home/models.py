"""What the front pages keep for themselves: the first set-up, and when the audit chain was walked."""

from django.db import models

from reverie.accounts.models import Practice
from reverie.core import clock
from reverie.core.models import BaseModel


class SetupStep(BaseModel):
    """A step of the first set-up that was done; `facts` holds what was decided where no other row does."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="setup_steps")
    name = models.CharField(max_length=20)
    facts = models.JSONField(default=dict)
    done_at = models.DateTimeField()
    done_by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "name"], name="setup_step_once")]


class AuditCheck(BaseModel):
    """One walk of a practice's whole audit chain against its anchors, and what was found."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="audit_checks")
    at = models.DateTimeField(default=clock.now)
    links = models.PositiveBigIntegerField()
    is_whole = models.BooleanField()

    class Meta:
        ordering = ["-at"]
