"""What one insurance claim says: who bills, who is insured, which sessions. Values; pure, no Django."""

from dataclasses import dataclass
from datetime import date


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
class Left:
    """What was not paid: group and reason code of the answer, cents."""

    group: str
    reason: str
    cents: int


@dataclass(frozen=True)
class ServiceAnswered:
    """What the first insurance paid for one session, and why not the rest."""

    paid_cents: int
    left: tuple[Left, ...]


@dataclass(frozen=True)
class First:
    """The answer of the insurance that pays first, in a claim to the second.

    `services` go with those of the claim; without them `left` says of the whole why not all was paid.
    """

    who: Second
    on: date
    paid_cents: int
    left: tuple[Left, ...] = ()
    services: tuple[ServiceAnswered, ...] = ()


@dataclass(frozen=True)
class ClaimFile:
    """Everything that stands in one claim. `relation` is how the patient stands to the holder.

    It goes to the first insurance, and may name the `second`; or to the second, with what the `first` said.
    """

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
    first: First | None = None

    @property
    def total_cents(self) -> int:
        """The charge of the claim: the sum of its services."""
        return sum(row.cents for row in self.services)
