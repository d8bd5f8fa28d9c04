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
    """Charge -> how much of it is paid, when what came in pays the oldest first."""
    rows = list(LedgerEntry.objects.filter(client=client).order_by("on", "entered_at"))
    owed = [row for row in rows if row.kind in (arithmetic.CHARGE, arithmetic.FORFEIT, arithmetic.TAX)]
    paid = arithmetic.settle([row.cents for row in owed], money_in(rows))
    found: dict[Any, int] = {}
    for row, cents in zip(owed, paid, strict=True):
        found[row.charge_id] = found.get(row.charge_id, 0) + cents
    return found


def money_in(rows: Iterable[LedgerEntry]) -> int:
    """What came in, less what was taken back or given back."""
    kinds = (arithmetic.PAYMENT, arithmetic.TAKEN_BACK, arithmetic.REFUND, arithmetic.INSURER_PAYMENT)
    return -sum(row.cents for row in rows if row.kind in kinds)


def settled(client: Client) -> list[tuple[Document, int]]:
    """The client's invoices, the oldest first, each with what is still open of it."""
    invoices = list(
        Document.objects.filter(client=client, kind=Document.INVOICE).order_by("issued_at", "number")
    )
    rows = LedgerEntry.objects.filter(client=client).exclude(kind__in=arithmetic.INVOICED)
    came_in = -sum(row.cents for row in rows)
    paid = arithmetic.settle([row.total_cents for row in invoices], came_in)
    return [(row, row.total_cents - part) for row, part in zip(invoices, paid, strict=True)]


def _agreed_on(plan: Plan, treatment: Treatment) -> date:
    assert plan.client_agreed_at is not None
    assert plan.therapist_agreed_at is not None
    return dates.local(max(plan.client_agreed_at, plan.therapist_agreed_at), treatment.practice.zone).date()
