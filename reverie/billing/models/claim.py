"""Claims to insurers as files, and the remittances that answer them."""

from django.db import models
from django.db.models import Q

from reverie.accounts.models import Client, Practice
from reverie.billing.models.charge import Charge
from reverie.billing.models.coverage import Coverage
from reverie.billing.models.ledger import money_chain
from reverie.core import clock
from reverie.core.models import BaseModel, SealedModel
from reverie.core.sealing import KeyChain, PracticeScope, keychain
from reverie.treatment.models import Treatment


class Claim(SealedModel):
    """One claim, written once. Words: `text`, the 837P file as it was written.

    written -> sent -> accepted | rejected (by the clearing side); paid | denied by a remittance; withdrawn by
    a person, which frees its sessions for another claim. `second`: the insurance that it names as paying of
    what the first one leaves; `after`: the answered claim to the first insurance, on a claim to the second.
    `share_cents` is what is left to the client. Of the answer: its day, what was paid and struck off, and
    `adjustments`, the rest as [group, reason, cents].
    """

    WRITTEN, SENT, ACCEPTED, REJECTED = "written", "sent", "accepted", "rejected"
    PAID, DENIED, WITHDRAWN = "paid", "denied", "withdrawn"
    STATES = [WRITTEN, SENT, ACCEPTED, REJECTED, PAID, DENIED, WITHDRAWN]
    LIVE = [WRITTEN, SENT, ACCEPTED, PAID]
    OPEN = [WRITTEN, SENT, ACCEPTED, REJECTED]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="claims")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="claims")
    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="claims")
    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, related_name="claims")
    second = models.ForeignKey(Coverage, on_delete=models.PROTECT, null=True, related_name="claims_named_in")
    after = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="claims_after")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default=WRITTEN)
    total_cents = models.PositiveIntegerField()
    share_cents = models.PositiveIntegerField(null=True)
    answered_on = models.DateField(null=True)
    paid_cents = models.IntegerField(null=True)
    struck_cents = models.IntegerField(null=True)
    adjustments = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.UUIDField()
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "year", "number"], name="claim_number_once"),
        ]
        indexes = [models.Index(fields=["practice", "state", "-written_at"], name="claim_practice_state")]

    @property
    def name(self) -> str:
        """ "RV-2026-0001": what the insurer calls it in its answer."""
        return f"RV-{self.year}-{self.number:04d}"

    def chain(self) -> KeyChain:
        """The keys of the client's record."""
        return money_chain(self.client)


class ClaimLine(BaseModel):
    """One session in a claim; it stands in one living claim to the first insurance, and in one to the second.

    Paid once a remittance was posted; `adjustments` as those of the claim.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="claim_lines")
    cents = models.PositiveIntegerField()
    is_second = models.BooleanField(default=False)
    is_live = models.BooleanField(default=True)
    paid_cents = models.IntegerField(null=True)
    struck_cents = models.IntegerField(null=True)
    adjustments = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "position"], name="claim_line_once"),
            models.UniqueConstraint(
                fields=["charge", "is_second"], condition=Q(is_live=True), name="claim_line_in_one_claim"
            ),
        ]


class Remittance(SealedModel):
    """One remittance file that was posted; the same file again is known by its hash. Words: `text`."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="remittances")
    sha256 = models.CharField(max_length=64)
    payer = models.CharField(max_length=60)
    trace = models.CharField(max_length=60)
    on = models.DateField()
    paid_cents = models.BigIntegerField()
    claims_posted = models.PositiveIntegerField(default=0)
    claims_unknown = models.PositiveIntegerField(default=0)
    posted_at = models.DateTimeField(default=clock.now)
    posted_by = models.UUIDField()

    class Meta:
        ordering = ["-posted_at"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "sha256", "trace"], name="remittance_once")
        ]

    def chain(self) -> KeyChain:
        """The practice's own keys: one file holds many clients."""
        return keychain(PracticeScope(self.practice_id))
