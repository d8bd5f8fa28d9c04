"""When a therapist can be booked: weekly hours, other hours on a day, days away."""

from django.db import models
from django.db.models import F, Q

from reverie.accounts.models import Practice, Therapist
from reverie.core.models import BaseModel

ONLINE, ASK, CLOSED = "online", "ask", "closed"
MODES = [ONLINE, ASK, CLOSED]


class AvailabilityRule(BaseModel):
    """A weekly window in wall time. `online` is booked at once, `ask` on request, `closed` is kept free."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="availability_rules")
    weekday = models.PositiveSmallIntegerField()
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()
    grid_minutes = models.PositiveSmallIntegerField(default=60)
    zone = models.CharField(max_length=64)
    mode = models.CharField(max_length=8, choices=[(mode, mode) for mode in MODES], default=ONLINE)

    class Meta:
        ordering = ["weekday", "start_minute"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="availability_rule_weekday"),
            models.CheckConstraint(
                condition=Q(end_minute__gt=F("start_minute"), end_minute__lte=1440),
                name="availability_rule_within_a_day",
            ),
            models.CheckConstraint(condition=Q(grid_minutes__gte=5), name="availability_rule_grid"),
        ]


class AvailabilityException(BaseModel):
    """A window that replaces the weekly ones of its day; a row without times closes the day."""

    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="availability_exceptions")
    day = models.DateField()
    start_minute = models.PositiveSmallIntegerField(null=True)
    end_minute = models.PositiveSmallIntegerField(null=True)
    grid_minutes = models.PositiveSmallIntegerField(default=60)
    zone = models.CharField(max_length=64)
    mode = models.CharField(max_length=8, choices=[(mode, mode) for mode in MODES], default=ONLINE)

    class Meta:
        ordering = ["day", "start_minute"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_minute=None, end_minute=None)
                | Q(start_minute__isnull=False, end_minute__gt=F("start_minute"), end_minute__lte=1440),
                name="availability_exception_within_a_day",
            ),
        ]
        indexes = [models.Index(fields=["therapist", "day"], name="availability_exception_day")]


class Holiday(BaseModel):
    """Days on which a therapist, or the whole practice, holds no hours; announced once to everybody."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="holidays")
    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, null=True, related_name="holidays")
    first_day = models.DateField()
    last_day = models.DateField()
    announced_at = models.DateTimeField()
    announced_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="holiday_ends_after_it_begins"
            ),
        ]
