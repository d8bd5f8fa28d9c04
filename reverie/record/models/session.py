"""What happened in the hour: the facts that the law wants in the record."""

from django.db import models

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import BaseModel
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment


class Session(BaseModel):
    """A therapy hour that took place. Its facts are frozen with the note that is signed under them."""

    PRESENT, LATE, ABSENT, THERAPIST_ABSENT = "present", "late", "absent", "th_absent"
    ATTENDANCES = [PRESENT, LATE, ABSENT, THERAPIST_ABSENT]
    PLACES = ["office", "online", "phone"]
    OTHERS = ["partner", "parent", "family", "interpreter", "other"]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="sessions")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="sessions")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="sessions")
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, null=True)
    number = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    place = models.CharField(max_length=10, default="office", choices=[(place, place) for place in PLACES])
    attendance = models.CharField(
        max_length=12, default=PRESENT, choices=[(attendance, attendance) for attendance in ATTENDANCES]
    )
    late_minutes = models.PositiveSmallIntegerField(default=0)
    # Who took part beside client and therapist: kinds of OTHERS, and ids of the people of a unit.
    participants = models.JSONField(default=list)
    locked_at = models.DateTimeField(null=True)
    locked_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["treatment", "number"], name="session_number_once"),
            models.CheckConstraint(
                condition=models.Q(stopped_at__gt=models.F("started_at")), name="session_stops_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(locked_at=None, locked_by=None)
                | models.Q(locked_at__isnull=False, locked_by__isnull=False),
                name="session_locked_at_with_by",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "-started_at"], name="session_client_started"),
            models.Index(fields=["therapist", "-started_at"], name="session_therapist_started"),
        ]

    @property
    def is_locked(self) -> bool:
        """True once a note was signed under it; from then on only addenda are written."""
        return self.locked_at is not None

    @property
    def minutes(self) -> int:
        """From the actual start to the actual stop, rounded to the minute."""
        return round((self.stopped_at - self.started_at).total_seconds() / 60)
