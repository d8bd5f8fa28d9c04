"""Answers of insurers from text to plain values: remittances (835), balanced to the cent, and 277CA. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from reverie.billing.x12 import CannotRead, cents, component_sign, read

DENIED, REVERSED = "4", "22"
LARGEST = 10_000_000_00
"""Cents of one claim or of one amount in it; more than this is a slip, or a file made to do harm."""


@dataclass(frozen=True)
class Adjustment:
    """Why the insurer paid less: group (CO, PR, OA, PI), reason code, cents."""

    group: str
    reason: str
    cents: int


@dataclass
class ServicePaid:
    """What was paid for one session."""

    code: str
    charged_cents: int
    paid_cents: int
    on: date | None = None
    number: str = ""
    adjustments: list[Adjustment] = field(default_factory=list)


@dataclass
class ClaimPaid:
    """What was paid for one claim; `share_cents` is what the insurer leaves to the client."""

    number: str
    status: str
    charged_cents: int
    paid_cents: int
    share_cents: int
    payer_number: str = ""
    services: list[ServicePaid] = field(default_factory=list)
    adjustments: list[Adjustment] = field(default_factory=list)

    def all_adjustments(self) -> list[Adjustment]:
        """Those of the claim and of its sessions."""
        return [*self.adjustments, *(row for service in self.services for row in service.adjustments)]

    def sum_of(self, group: str) -> int:
        """Cents of one group."""
        return sum(row.cents for row in self.all_adjustments() if row.group == group)


@dataclass
class Remittance:
    """One payment of an insurer and what it is for; `others_cents` was held back from it otherwise (PLB)."""

    paid_cents: int
    on: date
    trace: str
    payer: str
    claims: list[ClaimPaid] = field(default_factory=list)
    others_cents: int = 0


def remittances(text: str) -> list[Remittance]:
    """Every payment in a file, each balanced. Raises CannotRead with the place."""
    segments = read(text)
    sign = component_sign(segments)
    found: list[Remittance] = []
    for rows in _transactions(segments):
        remittance = _remittance(rows, sign)
        _refuse_unbalanced(remittance)
        found.append(remittance)
    if not found:
        raise CannotRead("There is no remittance (835) in this file.")
    return found


def _transactions(segments: list[list[str]]) -> Iterator[list[tuple[int, list[str]]]]:
    """The segments of each 835 with their line, from ST to SE."""
    rows: list[tuple[int, list[str]]] = []
    inside = False
    for line, segment in enumerate(segments, start=1):
        if segment[0] == "ST":
            inside, rows = len(segment) > 1 and segment[1] == "835", []
        if inside:
            rows.append((line, segment))
        if inside and segment[0] == "SE":
            inside = False
            yield rows
    if inside:
        raise CannotRead("The file ends in the middle of a remittance: its last part is missing.")


def _remittance(rows: list[tuple[int, list[str]]], sign: str) -> Remittance:
    if not any(segment[0] == "BPR" for _line, segment in rows):
        raise CannotRead(f"Segment {rows[0][0]} (ST): this remittance names no payment (BPR).")
    found = Remittance(0, date(1, 1, 1), "", "")
    for line, segment in rows:
        row = [*segment, *[""] * 20]
        try:
            if row[0] == "BPR":
                found.paid_cents, found.on = cents(row[2]), _day(row[16])
            elif row[0] == "TRN":
                found.trace = row[2]
            elif row[0] == "N1" and row[1] == "PR":
                found.payer = row[2]
            elif row[0] == "PLB":
                found.others_cents += sum(cents(row[n]) for n in range(4, len(segment), 2))
            else:
                _into_claims(found.claims, row, len(segment), sign)
        except (CannotRead, IndexError) as trouble:
            raise CannotRead(f"Segment {line} ({row[0]}): {trouble or 'it is out of place.'}") from None
    return found


def _into_claims(claims: list[ClaimPaid], row: list[str], length: int, sign: str) -> None:
    if row[0] == "CLP":
        share = _bounded(row[5] or "0")
        claims.append(ClaimPaid(row[1], row[2], _bounded(row[3]), _bounded(row[4]), share, row[7]))
    elif row[0] == "SVC":
        code = row[1].split(sign)[1] if sign in row[1] else row[1]
        claims[-1].services.append(ServicePaid(code, _bounded(row[2]), _bounded(row[3] or "0")))
    elif row[0] == "CAS":
        last = claims[-1].services[-1].adjustments if claims[-1].services else claims[-1].adjustments
        last += [Adjustment(row[1], row[n], _bounded(row[n + 1])) for n in range(2, length, 3) if row[n]]
    elif row[0] == "DTM" and row[1] == "472":
        claims[-1].services[-1].on = _day(row[2])
    elif row[0] == "REF" and row[1] == "6R":
        claims[-1].services[-1].number = row[2]


def _bounded(text: str) -> int:
    """An amount of one claim in cents. Raises CannotRead for more than a claim can be."""
    found = cents(text)
    if abs(found) > LARGEST:
        raise CannotRead(f"{text!r} is more than one claim can be.")
    return found


def _refuse_unbalanced(found: Remittance) -> None:
    for claim in found.claims:
        struck = sum(row.cents for row in claim.all_adjustments())
        if claim.charged_cents != claim.paid_cents + struck:
            raise CannotRead(
                f"Claim {claim.number} does not balance: charge, payment and adjustments differ."
            )
        if claim.services and sum(row.paid_cents for row in claim.services) != claim.paid_cents:
            raise CannotRead(
                f"Claim {claim.number} does not balance: its sessions add up to another payment."
            )
    if sum(claim.paid_cents for claim in found.claims) - found.others_cents != found.paid_cents:
        raise CannotRead("The payment is not the sum of its claims.")


def _day(text: str) -> date:
    if len(text) != 8 or not text.isdigit():
        raise CannotRead(f"{text!r} is no day.")
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise CannotRead(f"{text!r} is no day.") from None


@dataclass(frozen=True)
class Acknowledged:
    """What the clearing side says of one claim (277CA): a category (A1 to A8) and a status code."""

    number: str
    category: str
    status: str

    @property
    def is_rejected(self) -> bool:
        """True when it will not reach the insurer as it is."""
        return self.category not in {"A0", "A1", "A2", "A5"}


def acknowledgements(text: str) -> list[Acknowledged]:
    """The claims that a 277CA speaks of; empty for another kind of file. Raises CannotRead."""
    segments = read(text)
    if not any(row[:2] == ["ST", "277"] for row in segments):
        return []
    sign, found = component_sign(segments), []
    number, is_claim = "", False
    for row in segments:
        if row[0] == "HL":  # level PT is the patient's: only there a number is a claim's
            is_claim, number = len(row) > 3 and row[3] == "PT", ""
        elif row[0] == "TRN" and is_claim and len(row) > 2:
            number = row[2]
        elif row[0] == "STC" and number and len(row) > 1:
            category, _sign, rest = row[1].partition(sign)
            found.append(Acknowledged(number, category, rest.partition(sign)[0]))
    return found
