"""What the front pages keep for themselves: how far the first set-up has come."""

from django.db import models

from reverie.accounts.models import Practice
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
