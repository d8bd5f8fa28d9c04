"""The running account of a client: signed amounts, one after another, never changed."""

from django.db import models
from django.db.models import Q

from reverie.accounts.models import Client, Practice
from reverie.billing.arithmetic import EITHER, LESS, OWED
from reverie.billing.models.charge import Charge
from reverie.core import clock
from reverie.core.models import SealedModel
from reverie.core.sealing import ClientScope, KeyChain, keychain

METHODS = ["cash", "check", "transfer", "card", "insurer", "other"]


class LedgerEntry(SealedModel):
    """One entry: plus is owed, minus came in or was let go. Words: `note` (a reason or a reference).

    `undoes` is the payment that an entry takes back. Triggers refuse to change or delete a row.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="ledger")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="ledger")
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in (*OWED, *LESS, *EITHER)])
    cents = models.BigIntegerField()
    on = models.DateField()
    entered_at = models.DateTimeField(default=clock.now)
    entered_by = models.UUIDField(null=True)
    method = models.CharField(max_length=10, blank=True, choices=[(word, word) for word in METHODS])
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, null=True, related_name="entries")
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        ordering = ["on", "entered_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OWED, cents__gt=0)
                | Q(kind__in=LESS, cents__lt=0)
                | Q(kind__in=EITHER) & ~Q(cents=0),
                name="entry_sign_goes_with_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["charge", "credit", "forfeit"]) | Q(charge__isnull=False),
                name="entry_of_an_hour_names_it",
            ),
            models.UniqueConstraint(
                fields=["charge", "kind"],
                condition=Q(kind__in=["charge", "credit", "forfeit"]),
                name="entry_once_for_a_charge",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "on"], name="entry_client_on"),
            models.Index(fields=["practice", "on"], name="entry_practice_on"),
        ]

    def chain(self) -> KeyChain:
        """The keys of the client's record."""
        return money_chain(self.client)


def money_chain(client: Client) -> KeyChain:
    """The keys for what a client's account says in words; make one per request and hand it on."""
    return keychain(ClientScope(client.practice_id, client.pk, "record"))
