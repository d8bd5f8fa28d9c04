"""How long records are kept here, and the client's wish for a copy with its clock."""

from datetime import date, timedelta

from django.db import models

from reverie.accounts.models import Client, Practice
from reverie.core import clock
from reverie.core.models import BaseModel, SealedModel
from reverie.core.sealing import ClientScope, KeyChain, keychain

DAYS, RED_FROM = 30, 25
"""Days in which a copy is due, and the day from which the clock is red (45 CFR 164.524(b)(2))."""


class AccessRequest(SealedModel):
    """A client's wish to read or have their record. Words: `wish`, `answer`."""

    OPEN, GIVEN, REFUSED, TAKEN_BACK = "open", "given", "refused", "taken_back"
    STATES = [OPEN, GIVEN, REFUSED, TAKEN_BACK]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="access_requests")
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.UUIDField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, default=OPEN, choices=[(state, state) for state in STATES])
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(state="open"), name="access_request_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None, state="open")
                | (models.Q(answered_at__isnull=False, answered_by__isnull=False) & ~models.Q(state="open")),
                name="access_request_answered_at_with_by_and_state",
            ),
        ]

    def chain(self) -> KeyChain:
        """The keys of the client's record."""
        return keychain(ClientScope(self.practice_id, self.client_id, "record"))

    def is_red(self, today: date) -> bool:
        """True from the twenty-fifth day on while nobody has answered."""
        return self.state == self.OPEN and today >= self.due_on - timedelta(days=DAYS - RED_FROM)


class KeepingRule(BaseModel):
    """Which rule of `data/keeping.toml` a practice keeps its records by; an older choice stays."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="keeping_rules")
    rule = models.CharField(max_length=24)
    chosen_at = models.DateTimeField(default=clock.now)
    chosen_by = models.UUIDField()

    class Meta:
        ordering = ["-chosen_at"]
