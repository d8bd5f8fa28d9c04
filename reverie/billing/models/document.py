"""What was issued: snapshots that stay as they are, numbered without gaps."""

from django.db import models
from django.db.models import Q

from reverie.accounts.models import Client, Practice
from reverie.billing.models.charge import Charge
from reverie.billing.models.ledger import LedgerEntry, money_chain
from reverie.core import clock
from reverie.core.models import BaseModel, SealedModel
from reverie.core.sealing import KeyChain


class Series(BaseModel):
    """The last number of one kind of document of a practice in a year; locked while one is issued."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="document_series")
    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "kind", "year"], name="series_once")]


class Document(SealedModel):
    """One issued document. Words: everything that stands on it (`queries.papers`), as plain values.

    `content_hash` is SHA-256 over those values in canonical JSON. `corrects` is a credit note's invoice;
    `replaces` an estimate's predecessor. Triggers refuse to change or delete a row.
    """

    INVOICE, RECEIPT, CREDIT_NOTE = "invoice", "receipt", "credit_note"
    SUPERBILL, ESTIMATE = "superbill", "estimate"
    KINDS = [INVOICE, RECEIPT, CREDIT_NOTE, SUPERBILL, ESTIMATE]
    LETTERS = {INVOICE: "I", RECEIPT: "R", CREDIT_NOTE: "C", SUPERBILL: "S", ESTIMATE: "E"}

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="documents")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    issued_at = models.DateTimeField(default=clock.now)
    issued_by = models.UUIDField()
    first_day = models.DateField()
    last_day = models.DateField()
    total_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    content_hash = models.CharField(max_length=64)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering = ["-issued_at", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "kind", "year", "number"], name="document_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_counts_from_one"),
            models.CheckConstraint(
                condition=Q(kind="credit_note", corrects__isnull=False)
                | ~Q(kind="credit_note") & Q(corrects=None),
                name="document_corrects_with_kind",
            ),
        ]
        indexes = [models.Index(fields=["client", "-issued_at"], name="document_client_issued")]

    @property
    def name(self) -> str:
        """ "I-2026-0588": the letter of its kind, the year, the number in it."""
        return f"{self.LETTERS[self.kind]}-{self.year}-{self.number:04d}"

    def chain(self) -> KeyChain:
        """The keys of the client's record."""
        return money_chain(self.client)


class DocumentLine(BaseModel):
    """What an amount on a document stands for: an entry of the ledger, or a session on a superbill.

    An entry stands on one invoice only, and so does an hour that cost nothing.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    is_invoiced = models.BooleanField()
    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, null=True, related_name="lines")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, null=True, related_name="lines")
    cents = models.BigIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="line_position_once"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(is_invoiced=True), name="line_entry_invoiced_once"
            ),
            models.UniqueConstraint(
                fields=["charge"], condition=Q(is_invoiced=True, entry=None), name="line_free_hour_once"
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | Q(charge__isnull=False), name="line_stands_for_something"
            ),
        ]
