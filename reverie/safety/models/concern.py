"""What somebody must look at, and who is told when nobody does."""

from django.db import models

from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core.models import BaseModel, SealedModel


class Concern(SealedModel):
    """An answer or an act that somebody must look at; only staff close it, with an assessment (sealed)."""

    RISK_ITEM, SCREENER, ASKED_FOR_HELP = "risk_item", "screener", "asked_for_help"
    KINDS = [RISK_ITEM, SCREENER, ASKED_FOR_HELP]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="concerns")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT)
    kind = models.CharField(max_length=30, choices=[(kind, kind) for kind in KINDS])
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
                condition=models.Q(acknowledged_at=None, acknowledged_by=None)
                | models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="concern_acknowledged_at_with_by",
            ),
            models.CheckConstraint(
                condition=models.Q(cleared_at=None, cleared_by=None)
                | models.Q(cleared_at__isnull=False, cleared_by__isnull=False),
                name="concern_cleared_at_with_by",
            ),
            models.CheckConstraint(
                condition=models.Q(cleared_at=None) | models.Q(acknowledged_at__isnull=False),
                name="concern_cleared_after_acknowledged",
            ),
        ]
        indexes = [models.Index(fields=["practice", "cleared_at"], name="concern_open")]


class ConcernStep(BaseModel):
    """One rung of a concern's ladder, fixed when it was raised: who is told, and when.

    `user` is somebody of the practice, who may then look; without one, somebody outside is told that
    something is waiting, and nothing else.
    """

    THERAPIST, COVER, LEAD = "therapist", "cover", "lead"
    PLACES = [THERAPIST, COVER, LEAD]

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="steps")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    outside_name = models.CharField(max_length=120, blank=True)
    outside_email = models.EmailField(blank=True)
    place = models.CharField(max_length=12, choices=[(place, place) for place in PLACES])
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_at", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "user"], name="concern_step_once_a_person"),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, outside_name="", outside_email="")
                | (models.Q(user=None) & ~models.Q(outside_name="") & ~models.Q(outside_email="")),
                name="concern_step_has_one_person",
            ),
        ]

    @property
    def name(self) -> str:
        """Who is told."""
        return self.user.name if self.user is not None else self.outside_name

    @property
    def email(self) -> str:
        """Where word is sent."""
        return self.user.email if self.user is not None else self.outside_email
