"""Who else pays: insurers as the practice knows them, and one client's cover by one of them."""

from django.db import models
from django.db.models import F, Q

from reverie.accounts.models import Client, Practice
from reverie.billing.models.ledger import money_chain
from reverie.core.models import BaseModel, SealedModel, StoredFile
from reverie.core.sealing import KeyChain


class Insurer(BaseModel):
    """One insurer: its name, its number on claims, whether the practice is in its network."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="insurers")
    name = models.CharField(max_length=60)
    payer_id = models.CharField(max_length=20, blank=True)
    is_in_network = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "name"], condition=Q(ended_at=None), name="insurer_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="insurer_ended_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Coverage(SealedModel):
    """One client's cover by one insurer, from a day on; `checked_at`: somebody of the practice looked at it.

    `order`: 1 pays first, 2 pays of what the first one left; both may hold at the same time.

    Words: `plan`, `member_id`, `group`, `authorisation`, and of the holder, where that is not the client,
    `holder_first`, `holder_last`, `holder_born_on`, `holder_sex`. The pictures of the card are kept files.
    """

    RELATIONS = ["self", "spouse", "child", "other"]
    FIRST, SECOND = 1, 2
    FILINGS = ["CI", "BL", "12", "HM", "MB", "MC", "ZZ"]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="coverages")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="coverages")
    insurer = models.ForeignKey(Insurer, on_delete=models.PROTECT, related_name="coverages")
    filing = models.CharField(max_length=2, default="CI", choices=[(code, code) for code in FILINGS])
    relation = models.CharField(max_length=6, default="self", choices=[(word, word) for word in RELATIONS])
    order = models.PositiveSmallIntegerField(default=FIRST, choices=[(FIRST, "first"), (SECOND, "second")])
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    is_in_network = models.BooleanField(default=False)
    copay_cents = models.PositiveIntegerField(null=True)
    authorised_sessions = models.PositiveSmallIntegerField(null=True)
    authorised_from = models.DateField(null=True)
    front = models.OneToOneField(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    back = models.OneToOneField(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    stated_by = models.UUIDField(null=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-starts_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="coverage_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(authorised_sessions=None, authorised_from=None)
                | Q(authorised_sessions__isnull=False, authorised_from__isnull=False),
                name="coverage_authorised_from_with_number",
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="coverage_checked_at_with_by",
            ),
        ]
        indexes = [models.Index(fields=["client", "-starts_on"], name="coverage_client_starts")]

    def chain(self) -> KeyChain:
        """The keys of the client's record."""
        return money_chain(self.client)
