"""A practice and who works in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reverie.accounts.models.user import User
from reverie.core.models import BaseModel

ROLE_WORDS = {
    "therapist": _("Therapist"),
    "trainee": _("Trainee"),
    "supervisor": _("Supervisor"),
    "front_desk": _("Front desk"),
    "biller": _("Billing"),
    "practice_owner": _("Owner"),
    "training_director": _("Training director"),
    "researcher": _("Researcher"),
    "system_administrator": _("System administrator"),
}
ROLES = list(ROLE_WORDS)


class Practice(BaseModel):
    """One practice: where it is, what it says about danger, whom to call."""

    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64)
    country = models.CharField(max_length=2, default="US")
    currency = models.CharField(max_length=3, default="USD")
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_monitored = models.BooleanField(default=False)
    after_hours_words = models.TextField(blank=True)
    on_call_name = models.CharField(max_length=120, blank=True)
    on_call_phone = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.name


class Membership(BaseModel):
    """A person's role in a practice, from a moment on and perhaps to another."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=[(role, role) for role in ROLES])
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "user", "role"],
                condition=models.Q(ended_at=None),
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="membership_ended_at_with_by",
            ),
        ]
