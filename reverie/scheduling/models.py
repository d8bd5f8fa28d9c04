"""When two people meet: standing hours and the appointments that come of them."""

from django.db import models

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import BaseModel


class StandingHour(BaseModel):
    """An hour of the week that is held for a client, open-ended: wall time and zone are the truth."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="standing_hours")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="standing_hours")
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    step_days = models.PositiveSmallIntegerField(default=7)
    start_minute = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=50)
    zone = models.CharField(max_length=64)
    place = models.CharField(max_length=10, default="office")


class Appointment(BaseModel):
    """One booked hour. Wall start and zone are the truth; `start_at` and `end_at` (UTC) are derived."""

    HELD, REQUESTED, CONFIRMED, TOOK_PLACE = "held", "requested", "confirmed", "took_place"
    CLIENT_ABSENT, THERAPIST_ABSENT, CANCELLED, MOVED = (
        "client_absent",
        "clinician_absent",
        "cancelled",
        "moved",
    )
    STATES = [HELD, REQUESTED, CONFIRMED, TOOK_PLACE, CLIENT_ABSENT, THERAPIST_ABSENT, CANCELLED, MOVED]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="appointments")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="appointments")
    standing_hour = models.ForeignKey(StandingHour, on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=16, default="session")
    state = models.CharField(max_length=16, choices=[(state, state) for state in STATES])
    wall_start = models.DateTimeField()
    zone = models.CharField(max_length=64)
    minutes = models.PositiveSmallIntegerField(default=50)
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    place = models.CharField(max_length=10, default="office")
    held_until = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.UUIDField(null=True)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["therapist", "start_at"], name="appointment_therapist_start"),
            models.Index(fields=["client", "start_at"], name="appointment_client_start"),
        ]
