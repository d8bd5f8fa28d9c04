"""What happened in the hour, for the file."""

from django.db import models

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import BaseModel
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment


class Session(BaseModel):
    """A therapy hour that took place: its facts, which the law wants in the record."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="sessions")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="sessions")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="sessions")
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, null=True)
    number = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    place = models.CharField(max_length=10, default="office")
    attendance = models.CharField(max_length=12, default="present")
    late_minutes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["treatment", "number"], name="session_number_once"),
            models.CheckConstraint(
                condition=models.Q(stopped_at__gt=models.F("started_at")), name="session_stops_after_start"
            ),
        ]
        indexes = [models.Index(fields=["client", "-started_at"], name="session_client_started")]
