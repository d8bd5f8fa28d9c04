"""Everything that stands on a document, as plain values: read once, sealed with the document."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reverie.accounts.models import Client, Therapist
from reverie.billing import arithmetic
from reverie.billing.models import (
    Addressee,
    Charge,
    Claim,
    ClaimLine,
    Document,
    DocumentLine,
    LedgerEntry,
    Letterhead,
    TherapistNumbers,
    money_chain,
)
from reverie.core import dates
from reverie.core.sealing import KeyChain
from reverie.treatment.models import Diagnosis as GivenDiagnosis
from reverie.treatment.models import Plan, Treatment


@dataclass(frozen=True)
class Diagnosis:
    """A code from the day on which it was given, or on which both agreed to a plan that names it."""

    since: date
    code: str
    words: str
    until: date | None = None


def sender(head: Letterhead) -> dict[str, str]:
    """Who bills, as it stands on a document."""
    return {key: str(value) for key, value in head.words(head.chain()).items()}


def receiver(client: Client, chain: KeyChain | None = None) -> dict[str, str]:
    """Who is billed: name, address, date of birth; without an address yet, the name alone."""
    row = Addressee.objects.filter(client=client).first()
    words = row.words(chain or money_chain(client)) if row else {}
    name = f"{words.get('first_name', '')} {words.get('last_name', '')}".strip() or client.name
    return {**words, "name": name, "born_on": client.born_on.isoformat() if client.born_on else ""}


def provider(therapist: Therapist) -> dict[str, str]:
    """Who held the hours, with the numbers that insurers ask for."""
    row = TherapistNumbers.objects.filter(therapist=therapist).first()
    name = ", ".join(part for part in (therapist.name, therapist.title) if part)
    numbers = {"npi": row.npi, "taxonomy": row.taxonomy, "licence": row.licence} if row else {}
    return {"name": name, "npi": "", "taxonomy": "", "licence": "", **numbers}


def uninvoiced(client: Client, last_day: date) -> list[LedgerEntry]:
    """Entries up to a day that stand on no invoice yet, and belong on one."""
    rows = LedgerEntry.objects.filter(client=client, kind__in=arithmetic.INVOICED, on__lte=last_day)
    rows = rows.exclude(
        pk__in=DocumentLine.objects.filter(is_invoiced=True, entry__isnull=False).values("entry")
    )
    return list(rows.select_related("charge__therapist").order_by("on", "entered_at"))


def free_hours(client: Client, last_day: date) -> list[Charge]:
    """Confirmed hours up to a day that cost nothing and stand on no invoice yet; they are listed too."""
    rows = Charge.objects.filter(client=client, confirmed_at__isnull=False, amount_cents=0, on__lte=last_day)
    free = DocumentLine.objects.filter(is_invoiced=True, entry=None)
    return list(rows.exclude(pk__in=free.values("charge")).select_related("therapist"))


def line_of(entry: LedgerEntry) -> dict[str, Any]:
    """An entry as a line."""
    hour = hour_of(entry.charge) if entry.charge else {}
    return {**hour, "entry": entry.kind, "on": entry.on.isoformat(), "cents": entry.cents}


def free_line_of(charge: Charge) -> dict[str, Any]:
    """An hour that costs nothing as a line."""
    return {**hour_of(charge), "entry": arithmetic.CHARGE, "on": charge.on.isoformat(), "cents": 0}


def hour_of(charge: Charge) -> dict[str, Any]:
    """The hour behind a charge."""
    return {
        "kind": charge.kind,
        "hour_on": charge.on.isoformat(),
        "minutes": charge.minutes,
        "place": charge.place,
        "outcome": charge.outcome,
        "grounds": charge.grounds,
        "fee_cents": charge.fee_cents,
        "reduced_cents": charge.reduced_cents,
        "therapist": charge.therapist.name,
    }


def sessions_between(treatment: Treatment, first_day: date, last_day: date) -> list[Charge]:
    """Confirmed sessions, and nothing but sessions: what a superbill and a claim may list."""
    rows = Charge.objects.filter(
        treatment=treatment, kind=Charge.SESSION, confirmed_at__isnull=False, on__range=(first_day, last_day)
    )
    return list(rows.select_related("therapist").order_by("on", "created_at"))


def service_line(charge: Charge, paid_cents: int, diagnoses: Sequence[Diagnosis]) -> dict[str, Any]:
    """A session as an insurer reads it. Raises ValueError for anything else: a missed hour is no service."""
    if charge.kind != Charge.SESSION or not charge.code:
        raise ValueError("Only a session with a code is a service.")
    found = diagnosis_on(diagnoses, charge.on)
    return {
        "on": charge.on.isoformat(),
        "place": PLACE_OF_SERVICE[charge.place],
        "code": charge.code,
        "label": charge.label,
        "modifiers": ["95"] if charge.place == "online" else [],
        "diagnosis": found.code if found else "",
        "units": 1,
        "cents": charge.amount_cents,
        "paid_cents": paid_cents,
    }


PLACE_OF_SERVICE = {"office": "11", "online": "10", "phone": "10"}
"""Where the client was: 11 the office, 10 telehealth at home."""


def diagnoses_of(treatment: Treatment, chain: KeyChain) -> list[Diagnosis]:
    """The client's diagnoses as they were given, the oldest first; before any, the codes of agreed plans."""
    given = [
        Diagnosis(row.given_on, words["code"], words.get("description", ""), row.ended_on)
        for row in GivenDiagnosis.objects.filter(client=treatment.client_id).order_by("given_on", "number")
        if (words := row.words(chain)).get("code")
    ]
    if given:
        return given
    rows = treatment.plans.filter(client_agreed_at__isnull=False, therapist_agreed_at__isnull=False)
    read = [(row, row.words(chain)) for row in rows.order_by("number")]
    return [
        Diagnosis(_agreed_on(row, treatment), str(words["diagnosis"]), str(words.get("diagnosis_words", "")))
        for row, words in read
        if words.get("diagnosis")
    ]


def diagnosis_on(diagnoses: Sequence[Diagnosis], day: date) -> Diagnosis | None:
    """The code that held on a day; else the nearest one before it, or the first."""
    past = [row for row in diagnoses if row.since <= day]
    held = [row for row in past if row.until is None or day <= row.until]
    nearest = held or past or list(diagnoses[:1])
    return nearest[-1] if nearest else None


def paid_by_charge(client: Client) -> dict[Any, int]:
    """Charge -> how much of it is paid: by its insurer, then by what came in, the oldest first.

    Credits for missed hours count as money; credit notes lower the hours of their invoice, write-offs the
    oldest open ones (`arithmetic.paid_of`).
    """
    answered = _answered(client)
    corrected = _corrected(client)
    rest = {
        arithmetic.INSURER_PAYMENT: sum(paid for paid, _struck in answered.values()),
        arithmetic.ADJUSTMENT: sum(struck for _paid, struck in answered.values()),
    }
    moves: list[arithmetic.Move] = []
    for row in LedgerEntry.objects.filter(client=client).order_by("on", "entered_at"):
        if row.kind in rest:
            rest[row.kind] += row.cents
            continue
        is_owed = row.kind in (arithmetic.CHARGE, arithmetic.FORFEIT)
        hours = (row.charge_id,) if is_owed else corrected.get(row.pk, ())
        moves.append(arithmetic.Move(row.kind, row.cents, hours))
        if row.kind == arithmetic.CHARGE and row.charge_id in answered:
            paid, struck = answered[row.charge_id]
            moves.append(arithmetic.Move(arithmetic.ADJUSTMENT, -struck, hours))
            moves.append(arithmetic.Move(arithmetic.INSURER_PAYMENT, -paid, hours))
    moves += [arithmetic.Move(kind, cents) for kind, cents in rest.items()]  # of files without lines
    return arithmetic.paid_of(moves)


def _answered(client: Client) -> dict[Any, tuple[int, int]]:
    """Charge -> what its insurers paid, and what the contract struck off."""
    rows = ClaimLine.objects.filter(claim__client=client, claim__state=Claim.PAID, paid_cents__isnull=False)
    found: dict[Any, tuple[int, int]] = {}
    for row in rows:
        paid, struck = found.get(row.charge_id, (0, 0))
        found[row.charge_id] = (paid + (row.paid_cents or 0), struck + (row.struck_cents or 0))
    return found


def _corrected(client: Client) -> dict[Any, tuple[Any, ...]]:
    """Entry of a credit note -> the hours of the invoice that it corrects."""
    hours: dict[Any, list[Any]] = {}
    rows = DocumentLine.objects.filter(document__client=client, is_invoiced=True, charge__isnull=False)
    for document, charge in rows.order_by("position").values_list("document", "charge"):
        hours.setdefault(document, []).append(charge)
    notes = DocumentLine.objects.filter(document__client=client, document__kind=Document.CREDIT_NOTE)
    return {
        entry: tuple(hours.get(invoice, ()))
        for entry, invoice in notes.values_list("entry", "document__corrects")
    }


def settled(client: Client) -> list[tuple[Document, int]]:
    """The client's invoices, the oldest first, each with what is still open of it."""
    documents = Document.objects.filter(client=client, kind__in=[Document.INVOICE, Document.CREDIT_NOTE])
    return open_of(documents, LedgerEntry.objects.filter(client=client))


def open_of(documents: Iterable[Document], entries: Iterable[LedgerEntry]) -> list[tuple[Document, int]]:
    """Of all documents and entries of a client the invoices, the oldest first, with what is open of each.

    A credit note lowers its own invoice; everything else that came in or was let go settles the oldest first.
    """
    documents = list(documents)
    credited: dict[Any, int] = {}
    for row in documents:
        if row.corrects_id is not None:
            credited[row.corrects_id] = credited.get(row.corrects_id, 0) + row.total_cents
    invoices = [row for row in documents if row.kind == Document.INVOICE]
    invoices.sort(key=lambda row: (row.issued_at, row.number))
    aside = (*arithmetic.INVOICED, arithmetic.CREDIT_NOTE)
    came_in = -sum(row.cents for row in entries if row.kind not in aside)
    bills = [row.total_cents + credited.get(row.pk, 0) for row in invoices]
    paid = arithmetic.settle(bills, came_in)
    return [(row, bill - part) for row, bill, part in zip(invoices, bills, paid, strict=True)]


def _agreed_on(plan: Plan, treatment: Treatment) -> date:
    assert plan.client_agreed_at is not None
    assert plan.therapist_agreed_at is not None
    return dates.local(max(plan.client_agreed_at, plan.therapist_agreed_at), treatment.practice.zone).date()
