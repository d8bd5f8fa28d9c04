"""Who came to an hour, apart from what became of the booking."""

from django.db import models

from reverie.accounts.models import Client
from reverie.core.models import BaseModel
from reverie.scheduling.models.appointment import Appointment


class Attendance(BaseModel):
    """One person's part in one hour: present (perhaps late), excused, or absent."""

    PRESENT, EXCUSED, ABSENT = "present", "excused", "absent"
    HOW = [PRESENT, EXCUSED, ABSENT]

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="attendances")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="attendances")
    how = models.CharField(max_length=8, choices=[(one, one) for one in HOW])
    minutes_late = models.PositiveSmallIntegerField(default=0)
    noted_at = models.DateTimeField()
    noted_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "client"], name="attendance_once_a_person")
        ]
