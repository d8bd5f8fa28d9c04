"""Documents: counted and kept in the transaction that issues them, word for word as they stand."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.accounts.models import Client, Practice
from reverie.billing import arithmetic
from reverie.billing.actions.entering import balance_of, enter, locked
from reverie.billing.actions.refusals import CannotIssue
from reverie.billing.models import (
    Charge,
    Claim,
    Document,
    DocumentLine,
    LedgerEntry,
    Letterhead,
    Series,
    money_chain,
)
from reverie.billing.queries import papers
from reverie.billing.queries.terms import letterhead_of
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.treatment.models import Treatment


@dataclass
class Draft:
    """A document on its way: everything but its number."""

    kind: str
    client: Client
    head: Letterhead
    first_day: date
    last_day: date
    total_cents: int
    words: dict[str, Any]
    lines: list[tuple[LedgerEntry | None, Charge | None, int]] = field(default_factory=list)
    corrects: Document | None = None
    replaces: Document | None = None


@transaction.atomic
def issue_invoice(*, client: Client, last_day: date, by: Actor) -> Document:
    """All hours up to a day that stand on no invoice yet, missed and free ones too.

    Raises CannotIssue while hours wait to be confirmed, or when there is nothing to bill.
    """
    client, head = locked(client), head_of(client)
    if last_day > clock.today(client.practice.zone):
        raise CannotIssue(_("An invoice covers days that are over. Choose an earlier last day."))
    _refuse_open_hours(client, last_day)
    entries, free = papers.uninvoiced(client, last_day), papers.free_hours(client, last_day)
    if not entries and not free:
        raise CannotIssue(_("There is nothing to invoice up to that day."))
    entries += _tax(client, head, entries, last_day, by)
    rows: list[tuple[date, dict[str, Any], LedgerEntry | None, Charge | None]] = [
        (entry.on, papers.line_of(entry), entry, entry.charge) for entry in entries
    ]
    rows += [(charge.on, papers.free_line_of(charge), None, charge) for charge in free]
    rows.sort(key=lambda row: row[0])
    total = arithmetic.balance(arithmetic.Entry(entry.kind, entry.cents) for entry in entries)
    due = balance_of(client)
    words = {
        "lines": [line for _on, line, _entry, _charge in rows],
        "before_cents": due - total - _later(client, last_day),
        "due_cents": due - _later(client, last_day),
    }
    lines = [(entry, charge, line["cents"]) for _on, line, entry, charge in rows]
    return issue(Draft(Document.INVOICE, client, head, rows[0][0], last_day, total, words, lines), by)


@transaction.atomic
def issue_receipt(*, entry: LedgerEntry, by: Actor) -> Document:
    """A receipt for one payment. Raises CannotIssue when it was taken back, or has its receipt."""
    client = locked(entry.client)
    if entry.kind != arithmetic.PAYMENT or LedgerEntry.objects.filter(undoes=entry).exists():
        raise CannotIssue(_("Only a payment that stands can have a receipt."))
    if DocumentLine.objects.filter(entry=entry, document__kind=Document.RECEIPT).exists():
        raise CannotIssue(_("This payment has its receipt already."))
    words = {"method": entry.method, "paid_on": entry.on.isoformat(), "due_cents": balance_of(client)}
    lines: list[tuple[LedgerEntry | None, Charge | None, int]] = [(entry, None, -entry.cents)]
    draft = Draft(Document.RECEIPT, client, head_of(client), entry.on, entry.on, -entry.cents, words, lines)
    return issue(draft, by)


@transaction.atomic
def issue_credit_note(*, invoice: Document, cents: int, reason: str, by: Actor) -> Document:
    """Correct an invoice by an amount, with the reason. Raises CannotIssue beyond the invoice's total."""
    client = locked(invoice.client)
    if invoice.kind != Document.INVOICE:
        raise CannotIssue(_("Only an invoice can be corrected by a credit note."))
    if not reason.strip():
        raise CannotIssue(_("Write down what was wrong; it stands on the credit note."))
    credited = sum(row.total_cents for row in Document.objects.filter(corrects=invoice))
    if cents <= 0 or cents > invoice.total_cents + credited:
        raise CannotIssue(
            _("A credit note takes back more than nothing, and no more than is left of the invoice.")
        )
    today = clock.today(client.practice.zone)
    entry = enter(client=client, kind=arithmetic.CREDIT_NOTE, cents=-cents, on=today, note=reason, by=by)
    words = {"reason": reason.strip(), "invoice": invoice.name, "due_cents": balance_of(client)}
    draft = Draft(Document.CREDIT_NOTE, client, head_of(client), today, today, -cents, words)
    draft.lines, draft.corrects = [(entry, None, -cents)], invoice
    return issue(draft, by)


@transaction.atomic
def issue_superbill(*, treatment: Treatment, first_day: date, last_day: date, by: Actor) -> Document:
    """Confirmed sessions of a period with code and diagnosis; a missed hour is never on it.

    Raises CannotIssue when a session has no code, the plan no diagnosis, or a number is missing.
    """
    client = locked(treatment.client)
    charges = papers.sessions_between(treatment, first_day, last_day)
    if not charges:
        raise CannotIssue(_("No confirmed session lies in these days."))
    bare = sum(not charge.code for charge in charges)
    if bare:
        words_of = ngettext(
            "%(n)s session has no service code.", "%(n)s sessions have no service code.", bare
        )
        raise CannotIssue(words_of % {"n": bare})
    diagnoses = papers.diagnoses_of(treatment, money_chain(client))
    if not diagnoses:
        raise CannotIssue(_("The agreed plan names no diagnosis code; a superbill needs one."))
    provider = papers.provider(treatment.therapist)
    if not provider["npi"]:
        raise CannotIssue(_("The therapist’s NPI is missing. Write it down under letterhead and codes."))
    paid = papers.paid_by_charge(client)
    rows = [papers.service_line(charge, paid.get(charge.pk, 0), diagnoses) for charge in charges]
    listed = list(
        dict.fromkeys(
            (row.code, row.words) for row in diagnoses if row.code in {r["diagnosis"] for r in rows}
        )
    )
    total = sum(row["cents"] for row in rows)
    words = {
        "provider": provider,
        "lines": rows,
        "diagnoses": [list(pair) for pair in listed],
        "paid_cents": sum(row["paid_cents"] for row in rows),
    }
    lines = [(None, charge, charge.amount_cents) for charge in charges]
    return issue(
        Draft(Document.SUPERBILL, client, head_of(client), first_day, last_day, total, words, list(lines)), by
    )


def head_of(client: Client) -> Letterhead:
    """The practice's letterhead. Raises CannotIssue until there is one."""
    head = letterhead_of(client.practice)
    if head is None:
        raise CannotIssue(
            _("Write down first who bills: name, address and numbers, under letterhead and codes.")
        )
    return head


def issue(draft: Draft, by: Actor) -> Document:
    """Give the draft its number and keep it; the caller's transaction holds all of it."""
    client, today = draft.client, clock.today(draft.client.practice.zone)
    number = next_number(client.practice_id, draft.kind, today.year)
    chain = money_chain(client)
    row = Document(
        practice_id=client.practice_id, client=client, kind=draft.kind, year=today.year, number=number,
        issued_by=by.user_id, first_day=draft.first_day, last_day=draft.last_day,
        total_cents=draft.total_cents, currency=client.practice.currency, corrects=draft.corrects,
        replaces=draft.replaces,
    )  # fmt: skip
    words = {
        "kind": draft.kind,
        "number": row.name,
        "issued_on": today.isoformat(),
        "first_day": draft.first_day.isoformat(),
        "last_day": draft.last_day.isoformat(),
        "currency": row.currency,
        "total_cents": draft.total_cents,
        "practice": papers.sender(draft.head),
        "client": papers.receiver(client, chain),
        **draft.words,
    }
    row.content_hash = hash_of(words)
    row.seal_words(chain, words)
    row.save(force_insert=True)
    DocumentLine.objects.bulk_create(
        DocumentLine(
            document=row, position=place, entry=entry, charge=charge, cents=cents,
            is_invoiced=draft.kind == Document.INVOICE,
        )
        for place, (entry, charge, cents) in enumerate(draft.lines, start=1)
    )  # fmt: skip
    detail = {"number": row.name, "hash": row.content_hash, "cents": row.total_cents}
    audit.record(by=by, verb=f"issue_{draft.kind}", on=row, client=client.pk, detail=detail)
    return row


def hash_of(words: dict[str, Any]) -> str:
    """SHA-256 of everything that stands on a document."""
    text = json.dumps(words, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def next_number(practice: UUID, kind: str, year: int) -> int:
    """The next number of the series, under its lock: it is used up with this transaction or not at all."""
    key = {"practice_id": practice, "kind": kind, "year": year}
    Series.objects.bulk_create([Series(**key)], ignore_conflicts=True)
    series = Series.objects.select_for_update().get(**key)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


@transaction.atomic
def count_on(*, practice: Practice) -> None:
    """Let every series go on after the highest number here: documents may have come back from a copy."""
    documents = Document.objects.filter(practice=practice).order_by()
    claims = Claim.objects.filter(practice=practice).order_by()
    counted: list[tuple[str, int, int]] = [
        *documents.values_list("kind", "year").annotate(Max("number")),
        *(("claim", year, most) for year, most in claims.values_list("year").annotate(Max("number"))),
        ("interchange", 1, claims.count()),
    ]
    for kind, year, most in counted:
        key = {"practice_id": practice.pk, "kind": kind, "year": year}
        Series.objects.bulk_create([Series(**key)], ignore_conflicts=True)
        Series.objects.filter(**key, last__lt=most).update(last=most)


def _tax(
    client: Client, head: Letterhead, entries: list[LedgerEntry], last_day: date, by: Actor
) -> list[LedgerEntry]:
    rows = [arithmetic.Entry(entry.kind, entry.cents) for entry in entries]
    tax = [
        row
        for row in arithmetic.lines_of(rows, head.tax_basis_points)[len(rows) :]
        if row.kind == arithmetic.TAX
    ]
    return [
        enter(client=client, kind=row.kind, cents=row.cents, on=last_day, note=head.tax_name, by=by)
        for row in tax
    ]


def _later(client: Client, last_day: date) -> int:
    """Hours after the last day that are in the ledger already and not on this invoice."""
    rows = LedgerEntry.objects.filter(client=client, kind__in=arithmetic.INVOICED, on__gt=last_day)
    invoiced = DocumentLine.objects.filter(is_invoiced=True, entry__isnull=False).values("entry")
    return sum(rows.exclude(pk__in=invoiced).values_list("cents", flat=True))


def _refuse_open_hours(client: Client, last_day: date) -> None:
    waiting = Charge.objects.filter(client=client, confirmed_at=None, on__lte=last_day).count()
    if waiting:
        sentence = ngettext(
            "%(n)s hour up to that day is not confirmed yet.",
            "%(n)s hours up to that day are not confirmed yet.",
            waiting,
        )
        raise CannotIssue(sentence % {"n": waiting})
