"""One hour as money: made by rule, looked at by a person, closed from then on."""

from django.db import models
from django.db.models import F, Q

from reverie.accounts.models import Client, Practice, Therapist
from reverie.billing.arithmetic import OUTCOMES, WAIVED
from reverie.core.models import BaseModel, SealedModel
from reverie.core.sealing import KeyChain
from reverie.record.models import Session
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment


class Charge(BaseModel):
    """What one hour costs. `source` names the hour and is unique: no hour is ever charged twice.

    Amounts are cents. `grounds` says by which rule (see `presenters.words`). A missed hour can bear no code.
    """

    SESSION, MISSED = "session", "missed"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="charges")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="charges")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="charges")
    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="charges")
    kind = models.CharField(max_length=8, choices=[(SESSION, SESSION), (MISSED, MISSED)])
    source = models.CharField(max_length=50, unique=True)
    session = models.OneToOneField(Session, on_delete=models.PROTECT, null=True, related_name="charge")
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, null=True, related_name="charge"
    )
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=10)
    outcome = models.CharField(max_length=10, choices=[(word, word) for word in OUTCOMES])
    grounds = models.CharField(max_length=20)
    fee_cents = models.PositiveIntegerField()
    reduced_cents = models.PositiveIntegerField(default=0)
    amount_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    code = models.CharField(max_length=12, blank=True)
    label = models.CharField(max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["on", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="session", session__isnull=False) | Q(kind="missed", code="", label=""),
                name="charge_missed_hour_bears_no_code",
            ),
            models.CheckConstraint(
                condition=Q(session__isnull=False) | Q(appointment__isnull=False), name="charge_has_a_source"
            ),
            models.CheckConstraint(
                condition=Q(outcome=WAIVED, amount_cents=0)
                | ~Q(outcome=WAIVED) & Q(amount_cents__lte=F("fee_cents")),
                name="charge_amount_within_fee",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="charge_confirmed_at_with_by",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "on"], name="charge_client_on"),
            models.Index(fields=["practice", "confirmed_at", "on"], name="charge_practice_open"),
        ]

    @property
    def is_confirmed(self) -> bool:
        """True once a person has looked at it; it is in the ledger and closed."""
        return self.confirmed_at is not None


class Reduction(SealedModel):
    """So many cents less than the fee for one treatment, from a day on; 0 ends it. Words: `reason`."""

    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="reductions")
    valid_from = models.DateField()
    cents = models.PositiveIntegerField()
    granted_by = models.UUIDField()

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["treatment", "valid_from"], name="reduction_once_a_day")
        ]

    def chain(self) -> KeyChain:
        """The keys of the client's record."""
        return self.treatment.chain()
