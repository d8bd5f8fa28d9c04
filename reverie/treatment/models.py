"""The course of a therapy, from consultation to ending."""

from django.db import models

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import BaseModel


class Treatment(BaseModel):
    """One client with one lead therapist: the spine that every other room hangs on."""

    CONSULTATION, OFFERED, ACTIVE, PAUSED = "consultation", "offered", "active", "paused"
    ENDING, ENDED, ARCHIVED = "ending", "ended", "archived"
    STATES = [CONSULTATION, OFFERED, ACTIVE, PAUSED, ENDING, ENDED, ARCHIVED]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="treatments")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="treatments")
    state = models.CharField(max_length=16, choices=[(state, state) for state in STATES])
    approach = models.CharField(max_length=24, blank=True)
    started_on = models.DateField()
    working_since = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "therapist"],
                condition=~models.Q(state__in=["ended", "archived"]),
                name="treatment_once_at_a_time",
            )
        ]
