"""The frame: when and where the two meet, what it costs, what holds when an hour is missed."""

from django.db import models

from reverie.core.sealing import KeyChain
from reverie.scheduling.models import StandingHour
from reverie.treatment.models.agreement import Agreement, pairing
from reverie.treatment.models.course import Treatment


class Frame(Agreement):
    """One version of the frame. From `valid_from` on it holds, once both have agreed, until the next one."""

    CHARGE_ALWAYS, WAIVE_IF_REFILLED, WAIVE_WITH_NOTICE = (
        "charge_always",
        "waive_if_refilled",
        "waive_with_notice",
    )
    ABSENCE_RULES = [CHARGE_ALWAYS, WAIVE_IF_REFILLED, WAIVE_WITH_NOTICE]

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="frames")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    zone = models.CharField(max_length=64)
    setting = models.CharField(max_length=10, default="office")
    fee_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="USD")
    absence_rule = models.CharField(max_length=20, choices=[(rule, rule) for rule in ABSENCE_RULES])
    notice_hours = models.PositiveSmallIntegerField(default=48)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["treatment", "number"], name="frame_number_once"),
            *pairing("frame"),
        ]

    def remark(self, chain: KeyChain) -> str:
        """What was said with it, in the therapist's words to the client."""
        return str(self.words(chain)["remark"])


class FrameHour(models.Model):
    """One weekly hour of a frame: wall time in the frame's zone. `standing` holds it in the calendar."""

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    start_minute = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=50)
    standing = models.ForeignKey(StandingHour, on_delete=models.PROTECT, null=True)

    class Meta:
        ordering = ["weekday", "start_minute"]
        constraints = [
            models.UniqueConstraint(fields=["frame", "weekday", "start_minute"], name="frame_hour_once"),
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6, start_minute__lt=1440, minutes__gte=10, minutes__lte=240),
                name="frame_hour_in_range",
            ),
        ]

    @property
    def slot(self) -> tuple[int, int, int]:
        """Weekday (0 is Monday), minute of the day, length in minutes."""
        return self.weekday, self.start_minute, self.minutes
