"""How a treatment is bounded and how it ends: a limit of time, a transfer, the summary at the end."""

import hashlib
import json

from django.db import models

from reverie.accounts.models import Therapist
from reverie.core.models import SealedModel
from reverie.core.sealing import KeyChain
from reverie.treatment.models.agreement import Agreement, pairing
from reverie.treatment.models.course import Treatment


class Limit(Agreement):
    """One version of a limit of time, as short-term work has it. Words: `focus`, `enough`."""

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="limits")
    number = models.PositiveSmallIntegerField()
    sessions = models.PositiveSmallIntegerField()
    last_day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["treatment", "number"], name="limit_number_once"),
            *pairing("limit"),
        ]


class Transfer(Agreement):
    """Going on with a colleague of the practice: proposed, agreed to by the client, done. Words: `letter`."""

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="transfers")
    to = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="transfers")
    done_on = models.DateField(null=True)
    next_treatment = models.OneToOneField(
        Treatment, on_delete=models.PROTECT, null=True, related_name="came_from"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["treatment"],
                condition=models.Q(done_on=None, withdrawn_at=None),
                name="transfer_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(done_on=None, next_treatment=None)
                | models.Q(done_on__isnull=False, next_treatment__isnull=False),
                name="transfer_done_on_with_treatment",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="transfer_withdrawn_at_with_by",
            ),
            *pairing("transfer"),
        ]


class EndingSummary(SealedModel):
    """What stands at the end of a treatment; a draft until it is signed. Words: those of PARTS."""

    PARTS = ["came_for", "course", "now", "open", "again"]

    treatment = models.OneToOneField(Treatment, on_delete=models.PROTECT, related_name="ending_summary")
    written_by = models.UUIDField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.UUIDField(null=True)
    signed_name = models.CharField(max_length=120, blank=True)
    signed_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed_at=None, signed_by=None, signed_name="", signed_hash="")
                | (
                    models.Q(signed_at__isnull=False, signed_by__isnull=False)
                    & ~models.Q(signed_name="")
                    & ~models.Q(signed_hash="")
                ),
                name="ending_summary_signed_at_with_by",
            ),
        ]

    def content_hash(self, chain: KeyChain) -> str:
        """SHA-256 of the words and of the facts of the treatment: what a signature stands under."""
        about = self.treatment
        facts = [about.client_id, about.therapist_id, about.started_on, about.ended_on, about.ended_reason]
        frozen = {"words": self.words(chain), "facts": [str(fact) for fact in facts], "by": self.signed_name}
        return hashlib.sha256(json.dumps(frozen, sort_keys=True).encode()).hexdigest()
