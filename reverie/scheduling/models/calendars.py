"""Calendars outside: the address under which one's hours are read, and busy times that were brought in."""

from django.db import models
from django.db.models import F, Q

from reverie.accounts.models import Practice, Therapist, User
from reverie.core.models import BaseModel


class CalendarFeed(BaseModel):
    """A secret address under which one person's hours can be read by a calendar program.

    Only the hash of the secret is kept. `whose` is "desk" for the hours in a therapist's calendar, "my" for
    a client's own; `shows` is "busy" or "initials".
    """

    DESK, MY = "desk", "my"
    BUSY, INITIALS = "busy", "initials"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="calendar_feeds")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="calendar_feeds")
    whose = models.CharField(max_length=4, choices=[(DESK, DESK), (MY, MY)])
    shows = models.CharField(max_length=8, choices=[(BUSY, BUSY), (INITIALS, INITIALS)], default=BUSY)
    token_hash = models.CharField(max_length=64, unique=True)
    read_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "user", "whose"], condition=Q(ended_at=None), name="calendar_feed_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="calendar_feed_ended_at_with_by",
            ),
        ]


class BusyCalendar(BaseModel):
    """A calendar file whose busy times a therapist brought in: when, and under which word of their own."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="busy_calendars")
    name = models.CharField(max_length=40)
    brought_at = models.DateTimeField()
    brought_by = models.UUIDField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["therapist", "name"], name="busy_calendar_once")]


class BusyBlock(models.Model):
    """Time that is taken elsewhere: from when to when, nothing else."""

    calendar = models.ForeignKey(BusyCalendar, on_delete=models.CASCADE, related_name="blocks")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="busy_block_ends_after_start")
        ]
        indexes = [models.Index(fields=["calendar", "end_at"], name="busy_block_calendar_end")]
