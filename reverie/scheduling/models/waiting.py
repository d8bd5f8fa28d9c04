"""Who waits for an hour, and the free hours that were offered to them."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import BaseModel
from reverie.scheduling.models.appointment import Appointment
from reverie.timetable import walltime


class Wait(BaseModel):
    """Somebody waits for an hour with a therapist, or with anybody of the practice.

    `windows` are the times that suit, in the client's wall time: lists of weekday (0 is Monday), first and
    last minute of the day. `place` is empty when any will do.
    """

    TAKEN, LEFT = "taken", "left"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="waits")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, null=True, related_name="waits")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="waits")
    windows = models.JSONField(default=list)
    zone = models.CharField(max_length=64)
    minutes = models.PositiveSmallIntegerField(default=50)
    place = models.CharField(max_length=10, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=8, blank=True, choices=[(TAKEN, TAKEN), (LEFT, LEFT)])

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["client"], condition=Q(ended_at=None), name="wait_once_a_client"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, outcome="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(outcome=""),
                name="wait_ended_at_with_by",
            ),
        ]

    def suits_at(self, moment: datetime) -> bool:
        """Whether an hour that begins then lies within a window, by the clock of who waits."""
        start = moment.astimezone(walltime.zone(self.zone))
        minute = start.hour * 60 + start.minute
        return any(
            day == start.weekday() and low <= minute and minute + self.minutes <= high
            for day, low, high in self.windows
        )


class Offer(BaseModel):
    """One free hour, held for somebody who waits until a moment. The hold is the appointment itself."""

    TAKEN, DECLINED, LAPSED = "taken", "declined", "lapsed"

    wait = models.ForeignKey(Wait, on_delete=models.PROTECT, related_name="offers")
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="offer")
    until = models.DateTimeField()
    answer = models.CharField(
        max_length=8, blank=True, choices=[(TAKEN, TAKEN), (DECLINED, DECLINED), (LAPSED, LAPSED)]
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["wait"], condition=Q(answer=""), name="offer_open_once_a_wait"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="offer_answered_at_with_answer",
            ),
        ]
        indexes = [models.Index(fields=["until"], condition=Q(answer=""), name="offer_open_until")]
