"""What a claim is made of, and which sessions wait for one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from reverie.accounts.models import Client
from reverie.billing.claim_file import digits
from reverie.billing.claim_values import (
    Biller,
    ClaimFile,
    First,
    Left,
    Party,
    Payer,
    Provider,
    Second,
    Service,
    ServiceAnswered,
)
from reverie.billing.models import Charge, Claim, ClaimLine, Coverage, Letterhead, money_chain
from reverie.billing.queries import papers
from reverie.billing.queries.coverage import in_force
from reverie.core.sealing import KeyChain
from reverie.treatment.models import Treatment


def unclaimed(treatment: Treatment, first_day: date, last_day: date) -> list[Charge]:
    """Confirmed sessions of a treatment with a code in these days that stand in no claim that lives."""
    living = ClaimLine.objects.filter(charge=OuterRef("pk"), is_live=True, is_second=False)
    rows = Charge.objects.filter(
        treatment=treatment, kind=Charge.SESSION, confirmed_at__isnull=False, on__range=(first_day, last_day),
        amount_cents__gt=0,
    ).exclude(code="")  # fmt: skip
    return list(rows.exclude(Exists(living)).select_related("therapist").order_by("on", "created_at"))


def stands_elsewhere(claim: Claim) -> bool:
    """True when a session of this claim stands in another one that lives, to the same of two insurances."""
    same = {"is_live": True, "is_second": claim.after_id is not None}
    living = ClaimLine.objects.filter(charge__in=claim.lines.values("charge"), **same)
    return living.exclude(claim=claim).exists()


def waits_for_second(claim: Claim) -> bool:
    """True when the first insurance has answered, left something, and the second was not asked yet."""
    if claim.second_id is None or claim.state != Claim.PAID or not claim.share_cents:
        return False
    return not claim.claims_after.filter(state__in=[*Claim.OPEN, Claim.PAID, Claim.DENIED]).exists()


def claims_of(rows: QuerySet[Claim]) -> list[Claim]:
    """Claims for a list, with the people in them."""
    return list(rows.select_related("client", "coverage__insurer")[:200])


def file_of(claim: Claim, charges: Sequence[Charge], head: Letterhead) -> ClaimFile:
    """The claim as plain values; the caller has refused what is missing (`missing`)."""
    treatment, coverage = claim.treatment, claim.coverage
    chain = money_chain(coverage.client)
    person, cover = papers.receiver(coverage.client, chain), coverage.words(chain)
    lines, codes = _services(charges, treatment, chain)
    patient = _patient(person)
    paid = papers.paid_by_charge(coverage.client)
    first = first_answer(claim.after, patient, chain) if claim.after else None
    came_in = sum(paid.get(charge.pk, 0) for charge in charges) - (first.paid_cents if first else 0)
    return ClaimFile(
        number=claim.name,
        biller=_biller(head, treatment),
        provider=_provider(treatment),
        payer=Payer(coverage.insurer.name, coverage.insurer.payer_id, coverage.filing),
        holder=patient if coverage.relation == "self" else _holder(cover),
        member_id=cover["member_id"],
        patient=patient,
        diagnoses=codes,
        services=lines,
        relation=coverage.relation,
        group=cover["group"],
        authorisation=cover["authorisation"],
        paid_cents=max(came_in, 0),
        is_assigned=coverage.is_in_network,
        second=_other(claim.second, patient, chain) if claim.second else None,
        first=first,
    )


def first_answer(claim: Claim, patient: Party, chain: KeyChain) -> First:
    """What the first insurance said of its claim: by session where the sessions add up, else of the whole."""
    assert claim.answered_on is not None
    lines = list(claim.lines.all())
    services = tuple(ServiceAnswered(line.paid_cents or 0, _left(line.adjustments)) for line in lines)
    is_whole = sum(row.paid_cents for row in services) == claim.paid_cents and all(
        line.cents == row.paid_cents + sum(part.cents for part in row.left)
        for line, row in zip(lines, services, strict=True)
    )
    who, paid = _other(claim.coverage, patient, chain), claim.paid_cents or 0
    if is_whole:
        return First(who, claim.answered_on, paid, services=services)
    return First(who, claim.answered_on, paid, left=_left(claim.adjustments))


def _left(rows: Sequence[Sequence[Any]]) -> tuple[Left, ...]:
    return tuple(Left(str(group), str(reason), int(cents)) for group, reason, cents in rows)


def second_for(client: Client, charges: Sequence[Charge]) -> Coverage | None:
    """The insurance that pays second, where one and the same held on each of the days."""
    held = {in_force(client, charge.on, Coverage.SECOND) for charge in charges}
    return held.pop() if len(held) == 1 else None


def missing(
    treatment: Treatment, coverage: Coverage, head: Letterhead, second: Coverage | None = None
) -> list[str]:
    """What a claim needs and nobody has written down yet: names of fields, in the order of the file."""
    chain = money_chain(coverage.client)
    sender, person = papers.sender(head), papers.receiver(coverage.client, chain)
    provider = papers.provider(treatment.therapist)
    wanted = {
        "practice_address": all(sender.get(name) for name in ("street", "city", "state", "postal_code")),
        "practice_tax_id": bool(digits(sender.get("tax_id", ""))),
        "practice_phone": bool(digits(sender.get("phone", ""))),
        "npi": bool(provider["npi"]),
        "taxonomy": bool(provider["taxonomy"]),
        "payer_id": bool(coverage.insurer.payer_id),
        "second_payer_id": second is None or bool(second.insurer.payer_id),
        "client_address": all(person.get(name) for name in ("street", "city", "state", "postal_code")),
        "born_on": bool(person["born_on"]),
        "diagnosis": bool(papers.diagnoses_of(treatment, chain)),
    }
    return [name for name, is_there in wanted.items() if not is_there]


def _services(
    charges: Sequence[Charge], treatment: Treatment, chain: KeyChain
) -> tuple[tuple[Service, ...], tuple[str, ...]]:
    diagnoses = papers.diagnoses_of(treatment, chain)
    rows = [papers.service_line(charge, 0, diagnoses) for charge in charges]
    codes = tuple(dict.fromkeys(row["diagnosis"] for row in rows))
    services = tuple(
        Service(
            row["code"], charge.on, charge.amount_cents, row["place"], tuple(row["modifiers"]),
            codes.index(row["diagnosis"]) + 1,
        )
        for row, charge in zip(rows, charges, strict=True)
    )  # fmt: skip
    return services, codes


def _biller(head: Letterhead, treatment: Treatment) -> Biller:
    words, provider = papers.sender(head), papers.provider(treatment.therapist)
    own = bool(words.get("npi"))
    first, _space, last = treatment.therapist.name.rpartition(" ")
    party = Party(
        words["name"] if own else last, "" if own else first, words["street"], words["city"], words["state"],
        words["postal_code"],
    )  # fmt: skip
    npi = words["npi"] if own else provider["npi"]
    submitter = digits(words["tax_id"])
    return Biller(party, npi, words["tax_id"], words["phone"], submitter)


def _provider(treatment: Treatment) -> Provider:
    row = papers.provider(treatment.therapist)
    first, _space, last = treatment.therapist.name.rpartition(" ")
    return Provider(first, last, row["npi"], row["taxonomy"])


def _patient(person: dict[str, str]) -> Party:
    first, _space, last = person["name"].rpartition(" ")
    return Party(
        person.get("last_name") or last, person.get("first_name") or first, person["street"],
        person["city"], person["state"], person["postal_code"], date.fromisoformat(person["born_on"]),
        person.get("sex") or "U",
    )  # fmt: skip


def _other(cover: Coverage, patient: Party, chain: KeyChain) -> Second:
    words = cover.words(chain)
    holder = patient if cover.relation == "self" else _holder(words)
    payer = Payer(cover.insurer.name, cover.insurer.payer_id, cover.filing)
    return Second(payer, holder, words["member_id"], cover.relation, words["group"])


def _holder(cover: dict[str, Any]) -> Party:
    return Party(cover["holder_last"], cover["holder_first"])
