"""A professional claim (837P, 005010X222A1) from plain values to text. Pure: no Django, no clock."""

from collections.abc import Iterable
from datetime import datetime
from itertools import zip_longest

from reverie.billing.claim_values import ClaimFile, First, Left, Party, Second
from reverie.billing.x12 import amount, plain, write

VERSION = "005010X222A1"
MOST_LINES = 50
RELATIONS = {"spouse": "01", "child": "19", "other": "G8"}
Segments = list[list[str]]


def text_of(claim: ClaimFile, *, control: int, at: datetime) -> str:
    """The claim as one interchange; `control` is its number in the sender's own count."""
    sender, receiver = claim.biller.submitter_id.ljust(15)[:15], claim.payer.number.ljust(15)[:15]
    body: Segments = [
        ["ST", "837", "0001", VERSION],
        ["BHT", "0019", "00", f"{control:09d}", at.strftime("%Y%m%d"), at.strftime("%H%M"), "CH"],
        *_submitter(claim),
        *_biller(claim),
        *_holder(claim),
        *_claim(claim),
        *_services(claim),
    ]
    body.append(["SE", str(len(body) + 1), "0001"])
    head = [
        ["ISA", "00", " " * 10, "00", " " * 10, "ZZ", sender, "ZZ", receiver, at.strftime("%y%m%d"),
         at.strftime("%H%M"), "^", "00501", f"{control:09d}", "0", "P", ":"],
        ["GS", "HC", sender.strip(), receiver.strip(), at.strftime("%Y%m%d"), at.strftime("%H%M"),
         str(control), "X", VERSION],
    ]  # fmt: skip
    foot = [["GE", "1", str(control)], ["IEA", "1", f"{control:09d}"]]
    return write([*head, *body, *foot])


def _submitter(claim: ClaimFile) -> Segments:
    biller, payer = claim.biller, claim.payer
    return [
        ["NM1", "41", "2", plain(biller.party.last), "", "", "", "", "46", biller.submitter_id],
        ["PER", "IC", "BILLING", "TE", digits(biller.phone)],
        ["NM1", "40", "2", plain(payer.name), "", "", "", "", "46", payer.number],
    ]


def _biller(claim: ClaimFile) -> Segments:
    biller, provider = claim.biller, claim.provider
    name = (
        ["NM1", "85", "1", plain(provider.last), plain(provider.first, 35), "", "", "", "XX", biller.npi]
        if biller.party.first
        else ["NM1", "85", "2", plain(biller.party.last), "", "", "", "", "XX", biller.npi]
    )
    return [
        ["HL", "1", "", "20", "1"],
        ["PRV", "BI", "PXC", provider.taxonomy],
        name,
        *_address(biller.party),
        ["REF", "EI", digits(biller.tax_id)],
    ]


def _holder(claim: ClaimFile) -> Segments:
    """The holder of the insurance, the insurer, and the patient where that is somebody else."""
    own, order = claim.relation == "self", "S" if claim.first else "P"
    rows: Segments = [
        ["HL", "2", "1", "22", "0" if own else "1"],
        ["SBR", order, "18" if own else "", plain(claim.group, 50), "", "", "", "", "", claim.payer.filing],
        ["NM1", "IL", "1", plain(claim.holder.last), plain(claim.holder.first, 35), "", "", "", "MI",
         plain(claim.member_id).replace(" ", "")],
    ]  # fmt: skip
    rows += [*_address(claim.holder), _born(claim.holder)] if own else []
    rows.append(["NM1", "PR", "2", plain(claim.payer.name), "", "", "", "", "PI", claim.payer.number])
    if own:
        return rows
    patient = claim.patient
    return [
        *rows,
        ["HL", "3", "2", "23", "0"],
        ["PAT", RELATIONS[claim.relation]],
        ["NM1", "QC", "1", plain(patient.last), plain(patient.first, 35)],
        *_address(patient),
        _born(patient),
    ]


def _claim(claim: ClaimFile) -> Segments:
    place = f"{claim.services[0].place}:B:1"
    assigned, benefits = ("A", "Y") if claim.is_assigned else ("C", "N")
    rows = [["CLM", claim.number, amount(claim.total_cents), "", "", place, "Y", assigned, benefits, "Y"]]
    if claim.paid_cents:
        rows.append(["AMT", "F5", amount(claim.paid_cents)])
    if claim.authorisation:
        rows.append(["REF", "G1", plain(claim.authorisation, 50)])
    kinds = zip(["ABK", *["ABF"] * 11], claim.diagnoses, strict=False)
    rows.append(["HI", *(f"{kind}:{code.replace('.', '')}" for kind, code in kinds)])
    if not claim.biller.party.first:  # the practice bills, so the claim says who held the hours
        provider = claim.provider
        name = ["NM1", "82", "1", plain(provider.last), plain(provider.first, 35)]
        rows += [[*name, "", "", "", "XX", provider.npi], ["PRV", "PE", "PXC", provider.taxonomy]]
    if claim.first:
        return rows + _first(claim.first, benefits)
    return rows + (_other(claim.second, benefits, "S", []) if claim.second else [])


def _first(first: First, benefits: str) -> Segments:
    """The insurance that has answered: what it paid, and when where that stands beside no session."""
    paid = [*_left(first.left), ["AMT", "D", amount(first.paid_cents)]]
    return _other(first.who, benefits, "P", paid) + ([] if first.services else [_answered_on(first)])


def _left(rows: Iterable[Left]) -> Segments:
    """Why less was paid: a segment a group, six reasons in it."""
    groups: dict[str, list[Left]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return [
        ["CAS", group, *(part for row in each[n : n + 6] for part in (row.reason, amount(row.cents), ""))]
        for group, each in groups.items()
        for n in range(0, len(each), 6)
    ]


def _answered_on(first: First) -> list[str]:
    return ["DTP", "573", "D8", first.on.strftime("%Y%m%d")]


def _other(other: Second, benefits: str, order: str, paid: Segments) -> Segments:
    """The other insurance: who is insured there, and by whom."""
    relation = "18" if other.relation == "self" else RELATIONS[other.relation]
    holder, member = other.holder, plain(other.member_id).replace(" ", "")
    return [
        ["SBR", order, relation, plain(other.group, 50), "", "", "", "", "", other.payer.filing],
        *paid,
        ["OI", "", "", benefits, "", "", "Y"],
        ["NM1", "IL", "1", plain(holder.last), plain(holder.first, 35), "", "", "", "MI", member],
        ["NM1", "PR", "2", plain(other.payer.name), "", "", "", "", "PI", other.payer.number],
    ]


def _services(claim: ClaimFile) -> Segments:
    rows: Segments = []
    answers = claim.first.services if claim.first else ()
    for number, (row, answer) in enumerate(zip_longest(claim.services, answers), start=1):
        code = ":".join(["HC", row.code, *row.modifiers])
        rows += [
            ["LX", str(number)],
            ["SV1", code, amount(row.cents), "UN", "1", row.place, "", str(row.pointer)],
            ["DTP", "472", "D8", row.on.strftime("%Y%m%d")],
            ["REF", "6R", str(number)],
        ]
        if claim.first and answer:
            paid = ["SVD", claim.first.who.payer.number, amount(answer.paid_cents), code, "", "1"]
            rows += [paid, *_left(answer.left), _answered_on(claim.first)]
    return rows


def _address(party: Party) -> Segments:
    place = ["N4", plain(party.city, 30), plain(party.state, 2), digits(party.postal_code)]
    return [["N3", plain(party.street, 55)], place]


def _born(party: Party) -> list[str]:
    return ["DMG", "D8", party.born_on.strftime("%Y%m%d") if party.born_on else "", party.sex]


def digits(text: str) -> str:
    """Only the digits of a number."""
    return "".join(sign for sign in text if sign in "0123456789")
