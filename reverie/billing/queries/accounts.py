"""Reads for the pages: what waits, who owes what, one client's running account, totals of months."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth

from reverie.accounts.models import Client, Practice
from reverie.billing import arithmetic
from reverie.billing.access import charges_visible_to, clients_visible_to, documents_visible_to
from reverie.billing.arithmetic import plain
from reverie.billing.models import Charge, Document, LedgerEntry
from reverie.billing.queries import papers
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain
from reverie.record.models import Session
from reverie.treatment.models import Treatment, latest_first

COLUMNS = [
    ("charge", "sessions", 1), ("missed", "missed hours", 1), ("credit", "put to credit", -1),
    ("forfeit", "credit fallen away", 1), ("tax", "tax", 1), ("credit_note", "credit notes", -1),
    ("write_off", "written off", -1), ("adjustment", "struck off by insurers", -1),
    ("payment", "payments", -1), ("taken_back", "payments taken back", 1),
    ("insurer_payment", "paid by insurers", -1), ("refund", "given back", 1),
]  # fmt: skip
"""Kind of entry, its heading for the accountant, and the sign under which it is a plain amount."""


@dataclass(frozen=True)
class Balance:
    """What one client owes, and how many of their hours wait to be confirmed."""

    client: Client
    cents: int
    waiting: int


@dataclass(frozen=True)
class EntryRead:
    """An entry with its note, and what is owed after it."""

    row: LedgerEntry
    note: str
    after: int
    is_undone: bool
    has_receipt: bool


@dataclass(frozen=True)
class Account:
    """A client's running account: entries in order, documents, invoices with what is open of them."""

    client: Client
    entries: tuple[EntryRead, ...]
    documents: tuple[Document, ...]
    open_of: dict[UUID, int]
    waiting: tuple[Charge, ...]

    @property
    def balance(self) -> int:
        """What is owed now."""
        return self.entries[-1].after if self.entries else 0


@dataclass
class Month:
    """The sums of one month in cents; each as a plain amount, what came in and went out apart."""

    month: int
    sums: dict[str, int]

    @property
    def change(self) -> int:
        """How far what is owed moved in this month."""
        return sum(self.sums.values())


def waiting(actor: Actor) -> QuerySet[Charge]:
    """The hours that wait for this actor to confirm them, the oldest first."""
    return charges_visible_to(actor, "charge.confirm").filter(confirmed_at=None).order_by("on")


def do_not_fit(actor: Actor) -> list[Charge]:
    """Hours confirmed as missed for which a session was signed since: somebody must look at them."""
    rows = charges_visible_to(actor, "charge.confirm").filter(
        kind=Charge.MISSED,
        session=None,
        confirmed_at__isnull=False,
        appointment__session__locked_at__isnull=False,
    )
    return list(rows.exclude(appointment__session__attendance__in=[Session.ABSENT, Session.THERAPIST_ABSENT]))


def balances(actor: Actor) -> list[Balance]:
    """Clients with anything in their account, by name; three queries for any number of them."""
    clients = clients_visible_to(actor)
    sums = dict(
        LedgerEntry.objects.filter(client__in=clients)
        .order_by()
        .values_list("client")
        .annotate(sum=Sum("cents"))
    )
    rows = Charge.objects.filter(client__in=clients, confirmed_at=None).order_by()
    open_hours = dict(rows.values_list("client").annotate(count=Count("pk")))
    return [
        Balance(client, sums.get(client.pk, 0), open_hours.get(client.pk, 0))
        for client in clients.filter(Q(pk__in=[*sums, *open_hours])).order_by("name")
    ]


def account_of(actor: Actor, client: Client, chain: KeyChain) -> Account:
    """The account of a client who came through access; entries unsealed with one chain."""
    entries = list(
        LedgerEntry.objects.filter(client=client)
        .select_related("charge", "undone_by")
        .annotate(receipts=Count("lines", filter=Q(lines__document__kind=Document.RECEIPT)))
        .order_by("on", "entered_at")
    )
    documents = tuple(documents_visible_to(actor).filter(client=client))
    left = {row.pk: cents for row, cents in papers.open_of(documents, entries)}
    charges = (
        Charge.objects.filter(client=client, confirmed_at=None).select_related("therapist").order_by("on")
    )
    return Account(client, tuple(_read(entries, chain)), documents, left, tuple(charges))


@dataclass(frozen=True)
class MissedHour:
    """A missed hour and what became of it: the charge's outcome, or "forfeited" once its credit fell away."""

    charge: Charge
    outcome: str

    @property
    def is_to_credit(self) -> bool:
        """True while it is put toward an hour to come."""
        return self.outcome == arithmetic.CREDIT and self.charge.is_confirmed


def missed_of(client: Client) -> list[MissedHour]:
    """Every missed hour of a client, the newest first; two queries."""
    rows = Charge.objects.filter(client=client, kind=Charge.MISSED).select_related("therapist", "practice")
    fallen = LedgerEntry.objects.filter(client=client, kind=arithmetic.FORFEIT)
    gone = set(fallen.values_list("charge", flat=True))
    return [
        MissedHour(row, arithmetic.FORFEITED if row.pk in gone else row.outcome)
        for row in rows.order_by("-on", "-created_at")
    ]


def treatments_of(client: Client) -> list[Treatment]:
    """The client's treatments, the latest first: for which of them a paper or a claim is."""
    rows = Treatment.objects.select_related("client__practice", "therapist", "practice").filter(client=client)
    return list(latest_first(rows))


def totals(practice: Practice | UUID, year: int) -> list[Month]:
    """The sums of each kind of entry in the months of a year; one query, no client in it."""
    rows = LedgerEntry.objects.filter(practice=practice, on__year=year).order_by()
    found = rows.annotate(month=ExtractMonth("on")).values_list("month", "kind").annotate(sum=Sum("cents"))
    months = {month: Month(month, {}) for month in range(1, 13)}
    for month, kind, cents in found:
        months[month].sums[kind] = cents
    missed = Charge.objects.filter(
        practice=practice, kind=Charge.MISSED, confirmed_at__isnull=False, on__year=year
    ).order_by()
    for month, cents in (
        missed.annotate(month=ExtractMonth("on")).values_list("month").annotate(sum=Sum("amount_cents"))
    ):
        months[month].sums["missed"] = cents
        months[month].sums[arithmetic.CHARGE] = months[month].sums.get(arithmetic.CHARGE, 0) - cents
    return list(months.values())


def totals_csv(months: Iterable[Month], year: int, currency: str) -> str:
    """The months of a year for an accountant: plain amounts, a column a kind, nobody's name."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["month", "currency", *(heading for _kind, heading, _sign in COLUMNS), "owed changed by"])
    rows = list(months)
    for month in rows:
        amounts = [plain(sign * month.sums.get(kind, 0)) for kind, _heading, sign in COLUMNS]
        writer.writerow([f"{year}-{month.month:02d}", currency, *amounts, plain(month.change)])
    sums = [plain(sign * sum(row.sums.get(kind, 0) for row in rows)) for kind, _heading, sign in COLUMNS]
    writer.writerow([str(year), currency, *sums, plain(sum(row.change for row in rows))])
    return out.getvalue()


def _read(entries: Iterable[LedgerEntry], chain: KeyChain) -> Iterable[EntryRead]:
    after = 0
    for row in entries:
        after += row.cents
        receipts: Any = getattr(row, "receipts", 0)
        yield EntryRead(row, str(row.words(chain)["note"]), after, hasattr(row, "undone_by"), bool(receipts))
