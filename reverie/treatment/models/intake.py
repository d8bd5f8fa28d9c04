"""What is asked and told before and beside the hours: intake forms, particulars, where somebody is."""

from django.db import models

from reverie.accounts.models import Client
from reverie.core import clock
from reverie.core.models import SealedModel
from reverie.scheduling.models import Appointment


class Intake(SealedModel):
    """One intake form put before a client; its questions are data. Words: `answers` (key -> text)."""

    ASKED, BEGUN, SENT = "asked", "begun", "sent"
    STATES = [ASKED, BEGUN, SENT]

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="intakes")
    kind = models.CharField(max_length=40)
    form_version = models.PositiveSmallIntegerField()
    form_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=[(state, state) for state in STATES], default=ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.UUIDField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "kind"],
                condition=models.Q(state__in=["asked", "begun"]),
                name="intake_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at=None, sent_by=None)
                | models.Q(sent_at__isnull=False, sent_by__isnull=False),
                name="intake_sent_at_with_by",
            ),
        ]


class Particulars(SealedModel):
    """What a client told about whom to call and what they take, on one day; the newest number counts.

    Words: those of WORDS, each empty when it was not told; `name` and `pronouns` as they were by then.
    """

    WORDS = [
        "name",
        "pronouns",
        "emergency_name",
        "emergency_who",
        "emergency_phone",
        "medication",
        "prescriber",
        "prescriber_phone",
    ]

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="particulars")
    number = models.PositiveIntegerField()
    told_at = models.DateTimeField(default=clock.now)
    told_by = models.UUIDField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["client", "number"], name="particulars_number_once")]


class JoinAnswer(SealedModel):
    """Where a client said they are as they joined one remote hour. Words: `place`, `emergency`, `phone`."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="join_answers")
    at = models.DateTimeField(default=clock.now)
    by = models.UUIDField()

    class Meta:
        ordering = ["at"]
