"""The hour of the week that a therapy keeps, and the rooms it may be held in."""

from django.db import models
from django.db.models import Q

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import BaseModel
from reverie.timetable.standing import Standing


class Room(BaseModel):
    """A room of the practice that can hold one meeting at a time."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "name"], name="room_name_once")]

    def __str__(self) -> str:
        return self.name


class StandingHour(BaseModel):
    """An hour of the week that is held for a client, open-ended: wall time and zone are the truth.

    Its occurrences are computed (`timetable.standing`); the ones near enough stand as appointments. What
    was done to a single one, left out or moved, is the state of its appointment.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="standing_hours")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="standing_hours")
    partner = models.ForeignKey(
        Client, on_delete=models.PROTECT, null=True, related_name="standing_hours_as_partner"
    )
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="standing_hours")
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    step_days = models.PositiveSmallIntegerField(default=7)
    start_minute = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=50)
    zone = models.CharField(max_length=64)
    place = models.CharField(max_length=10, default="office")
    notice_hours = models.PositiveSmallIntegerField(default=48)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(step_days__gte=1, start_minute__lt=1440, minutes__gte=1),
                name="standing_hour_possible",
            ),
            models.CheckConstraint(
                condition=Q(partner=None) | ~Q(partner=models.F("client")),
                name="standing_hour_partner_is_another",
            ),
        ]
        indexes = [models.Index(fields=["therapist", "last_day"], name="standing_hour_therapist")]

    @property
    def weekday(self) -> int:
        """0 is Monday."""
        return self.first_day.weekday()

    def as_standing(self) -> Standing:
        """The series in the form that `timetable` computes with, without what was done to single hours."""
        return Standing(
            self.first_day, self.step_days, self.start_minute, self.zone, self.minutes, self.last_day
        )
