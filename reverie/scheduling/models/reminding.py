"""Whether somebody wants to be reminded of their hours, and how long before."""

from django.db import models
from django.db.models import Q

from reverie.accounts.models import Client
from reverie.core.models import BaseModel


class ReminderChoice(BaseModel):
    """One person's choice. Without a row they are reminded a day before."""

    DAY_BEFORE = 24
    HOURS = [2, 24, 48]

    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="reminder_choice")
    is_on = models.BooleanField(default=True)
    hours_before = models.PositiveSmallIntegerField(default=DAY_BEFORE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_before__in=[2, 24, 48]), name="reminder_choice_hours_before"
            )
        ]
