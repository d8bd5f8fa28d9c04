"""What a client and a therapist have written down together for a very hard hour."""

from django.db import models

from reverie.accounts.models import Client, Practice, User
from reverie.core.models import SealedModel
from reverie.core.sealing import ClientScope


class SafetyPlan(SealedModel):
    """One version of a client's safety plan; a change is the next number, so that none is ever lost.

    words: {"signs": "", "own": "", "places": "", "people": "", "professionals": "", "surroundings": ""},
    a line for each thing.
    """

    PARTS = ("signs", "own", "places", "people", "professionals", "surroundings")

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="safety_plans")
    number = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reread_at = models.DateTimeField(null=True)
    reread_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="safety_plan_once_a_number"),
            models.CheckConstraint(
                condition=models.Q(reread_at=None, reread_by=None)
                | models.Q(reread_at__isnull=False, reread_by__isnull=False),
                name="safety_plan_reread_at_with_by",
            ),
        ]

    @property
    def scope(self) -> ClientScope:
        """Whose keys seal the plan: it belongs to the record."""
        return ClientScope(self.practice_id, self.client_id, "record")
