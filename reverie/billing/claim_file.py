"""A professional claim (837P, 005010X222A1) from plain values to text. Pure: no Django, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reverie.billing.x12 import amount, plain, write

VERSION = "005010X222A1"
MOST_LINES = 50
RELATIONS = {"spouse": "01", "child": "19", "other": "G8"}


@dataclass(frozen=True)
class Party:
    """A person or an organisation with its address; `first` is empty for an organisation."""

    last: str
    first: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    born_on: date | None = None
    sex: str = "U"


@dataclass(frozen=True)
class Provider:
    """Who held the hours."""

    first: str
    last: str
    npi: str
    taxonomy: str


@dataclass(frozen=True)
class Biller:
    """Who bills: the practice under its own NPI, or the therapist where it has none."""

    party: Party
    npi: str
    tax_id: str
    phone: str
    submitter_id: str


@dataclass(frozen=True)
class Payer:
    """The insurer, and how the claim reaches it."""

    name: str
    number: str
    filing: str = "CI"


@dataclass(frozen=True)
class Service:
    """One session: its code, day, place of service, and the diagnoses it points at, counted from 1."""

    code: str
    on: date
    cents: int
    place: str = "11"
    modifiers: tuple[str, ...] = ()
    pointer: int = 1


@dataclass(frozen=True)
class Second:
    """Another insurance that pays of what the first one leaves; it is named in the claim to the first."""

    payer: Payer
    holder: Party
    member_id: str
    relation: str = "self"
    group: str = ""


@dataclass(frozen=True)
class ClaimFile:
    """Everything that stands in one claim. `relation` is how the patient stands to the holder."""

    number: str
    biller: Biller
    provider: Provider
    payer: Payer
    holder: Party
    member_id: str
    patient: Party
    diagnoses: tuple[str, ...]
    services: tuple[Service, ...]
    relation: str = "self"
    group: str = ""
    authorisation: str = ""
    paid_cents: int = 0
    is_assigned: bool = True
    second: Second | None = None

    @property
    def total_cents(self) -> int:
        """The charge of the claim: the sum of its services."""
        return sum(row.cents for row in self.services)


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
        *_services(claim.services),
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
    own = claim.relation == "self"
    rows: Segments = [
        ["HL", "2", "1", "22", "0" if own else "1"],
        ["SBR", "P", "18" if own else "", plain(claim.group, 50), "", "", "", "", "", claim.payer.filing],
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
    assigned = "A" if claim.is_assigned else "C"
    benefits = "Y" if claim.is_assigned else "N"
    rows = [["CLM", claim.number, amount(claim.total_cents), "", "", place, "Y", assigned, benefits, "Y"]]
    if claim.paid_cents:
        rows.append(["AMT", "F5", amount(claim.paid_cents)])
    if claim.authorisation:
        rows.append(["REF", "G1", plain(claim.authorisation, 50)])
    kinds = ["ABK", *["ABF"] * 11]
    codes = [f"{kind}:{code.replace('.', '')}" for kind, code in zip(kinds, claim.diagnoses, strict=False)]
    rows.append(["HI", *codes])
    if not claim.biller.party.first:  # the practice bills, so the claim says who held the hours
        provider = claim.provider
        name = ["NM1", "82", "1", plain(provider.last), plain(provider.first, 35)]
        rows.append([*name, "", "", "", "XX", provider.npi])
        rows.append(["PRV", "PE", "PXC", provider.taxonomy])
    return rows + (_second(claim.second, benefits) if claim.second else [])


def _second(other: Second, benefits: str) -> Segments:
    """The other insurance: who is insured there, and by whom."""
    relation = "18" if other.relation == "self" else RELATIONS[other.relation]
    holder, member = other.holder, plain(other.member_id).replace(" ", "")
    return [
        ["SBR", "S", relation, plain(other.group, 50), "", "", "", "", "", other.payer.filing],
        ["OI", "", "", benefits, "", "", "Y"],
        ["NM1", "IL", "1", plain(holder.last), plain(holder.first, 35), "", "", "", "MI", member],
        ["NM1", "PR", "2", plain(other.payer.name), "", "", "", "", "PI", other.payer.number],
    ]


def _services(services: Sequence[Service]) -> Segments:
    rows: Segments = []
    for number, row in enumerate(services, start=1):
        code = ":".join(["HC", row.code, *row.modifiers])
        rows += [
            ["LX", str(number)],
            ["SV1", code, amount(row.cents), "UN", "1", row.place, "", str(row.pointer)],
            ["DTP", "472", "D8", row.on.strftime("%Y%m%d")],
            ["REF", "6R", str(number)],
        ]
    return rows


def _address(party: Party) -> Segments:
    place = ["N4", plain(party.city, 30), plain(party.state, 2), digits(party.postal_code)]
    return [["N3", plain(party.street, 55)], place]


def _born(party: Party) -> list[str]:
    return ["DMG", "D8", party.born_on.strftime("%Y%m%d") if party.born_on else "", party.sex]


def digits(text: str) -> str:
    """Only the digits of a number."""
    return "".join(sign for sign in text if sign in "0123456789")
