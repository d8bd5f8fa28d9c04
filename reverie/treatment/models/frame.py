"""The frame: when and where the two meet, what it costs, what holds when an hour is missed."""

from typing import NamedTuple

from django.db import models
from django.db.models import Q

from reverie.core.sealing import KeyChain
from reverie.treatment.models.agreement import Agreement, pairing
from reverie.treatment.models.course import Treatment


class Weekly(NamedTuple):
    """An hour of a week in the frame's zone: weekday (0 is Monday), minute of the day, length in minutes."""

    weekday: int
    start_minute: int
    minutes: int


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
    # Lists of weekday, minute of the day and length; read them with `weekly()`.
    hours = models.JSONField(default=list)
    # 1: every week; 2: every other week, the first time within seven days of `valid_from`.
    step_weeks = models.PositiveSmallIntegerField(default=1)
    zone = models.CharField(max_length=64)
    setting = models.CharField(max_length=10, default="office")
    fee_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="USD")
    absence_rule = models.CharField(max_length=20, choices=[(rule, rule) for rule in ABSENCE_RULES])
    notice_hours = models.PositiveSmallIntegerField(default=48)
    # Weeks a year without hours, and how many weeks ahead they are told; None where nothing was said of it.
    holiday_weeks = models.PositiveSmallIntegerField(null=True)
    holiday_notice_weeks = models.PositiveSmallIntegerField(default=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["treatment", "number"], name="frame_number_once"),
            models.CheckConstraint(
                condition=Q(step_weeks__in=[1, 2]), name="frame_every_or_every_other_week"
            ),
            *pairing("frame"),
        ]

    def remark(self, chain: KeyChain) -> str:
        """What was said with it, in the therapist's words to the client."""
        return str(self.words(chain)["remark"])

    def weekly(self) -> list[Weekly]:
        """The hours in the order of the week; each is held every `step_weeks`."""
        return sorted(Weekly(*hour) for hour in self.hours)
