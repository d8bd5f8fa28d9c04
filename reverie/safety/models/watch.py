"""When a practice looks at concerns, and who is told when the therapist does not."""

from django.db import models

from reverie.accounts.models import Practice, User
from reverie.core.models import BaseModel


class Watch(BaseModel):
    """What a practice has declared; whether it watches at all stands in `Practice.is_monitored`.

    `hours`: [[weekday from 0 for Monday, minute it opens, minute it closes], …] of the practice's wall clock.
    `closed`: [["2026-12-24", "2027-01-01"], …], both days included.
    """

    practice = models.OneToOneField(Practice, on_delete=models.PROTECT, related_name="watch")
    is_at_any_hour = models.BooleanField(default=False)
    hours = models.JSONField(default=list)
    closed = models.JSONField(default=list)
    cover = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    outside_name = models.CharField(max_length=120, blank=True)
    outside_email = models.EmailField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cover=None) | models.Q(outside_name="", outside_email=""),
                name="watch_has_one_cover",
            ),
        ]
