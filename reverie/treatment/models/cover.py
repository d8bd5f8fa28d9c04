"""Standing in for a colleague, and opening a record in an emergency: dated, with a reason, and told."""

from datetime import datetime

from django.db import models

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.core.models import BaseModel, SealedModel


class Cover(BaseModel):
    """A colleague stands in for a therapist from one day to another, both included."""

    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="covers")
    colleague = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="stands_in")
    first_day = models.DateField()
    last_day = models.DateField()
    set_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-first_day"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="cover_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(therapist=models.F("colleague")), name="cover_is_by_another"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="cover_ended_at_with_by",
            ),
        ]


class BreakGlass(SealedModel):
    """One record opened in an emergency, by one person, for one hour. Words: `reason`."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="opened_in_emergency")
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.UUIDField()
    expires_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewed_at=None, reviewed_by=None)
                | models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="break_glass_reviewed_at_with_by",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("opened_at")), name="break_glass_ends_later"
            ),
        ]

    def is_open(self, now: datetime) -> bool:
        """True while it opens the record."""
        return now < self.expires_at
