"""What holds for an hour: the frame's fee and rule, the reduction, the practice's codes."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from reverie.accounts.models import Client, Practice
from reverie.billing import arithmetic
from reverie.billing.arithmetic import Code, Terms
from reverie.billing.models import Addressee, Letterhead, Reduction, ServiceCode
from reverie.core import dates
from reverie.core.sealing import KeyChain
from reverie.directory.models import Profile
from reverie.treatment.models import Frame, Treatment

FIRST_MEETING = "first_meeting"
"""The rule's name for hours before any frame: the therapist's fee for first meetings."""


def letterhead_of(practice: Practice | UUID) -> Letterhead | None:
    """The practice's letterhead; None until money is set up."""
    pk = practice.pk if isinstance(practice, Practice) else practice
    return Letterhead.objects.select_related("practice").filter(practice_id=pk).first()


def terms_of(frames: Iterable[Frame]) -> list[Terms]:
    """The agreed frames as terms, each with the day on which the second of the two agreed."""
    return [
        Terms(frame.valid_from, agreed_on(frame), frame.fee_cents, frame.absence_rule)
        for frame in frames
        if frame.is_agreed
    ]


def agreed_on(frame: Frame) -> date:
    """The day, in the frame's zone, from which both had agreed."""
    assert frame.client_agreed_at is not None
    assert frame.therapist_agreed_at is not None
    return dates.local(max(frame.client_agreed_at, frame.therapist_agreed_at), frame.zone).date()


def terms_on(treatment: Treatment, day: date) -> Terms | None:
    """Fee and rule on a day; for hours before any frame the therapist's fee for first meetings, or None."""
    found = arithmetic.terms_on(terms_of(treatment.frames.all()), day)
    if found is not None:
        return found
    fees = Profile.objects.filter(therapist_id=treatment.therapist_id).values_list(
        "fee_first_cents", flat=True
    )
    first = fees.first()
    return Terms(day, day, first, FIRST_MEETING) if first is not None else None


def reduction_on(treatment: Treatment, day: date) -> int:
    """Cents off the fee of this treatment on a day."""
    rows = Reduction.objects.filter(treatment=treatment).values_list("valid_from", "cents")
    return arithmetic.reduction_on((arithmetic.Reduction(*row) for row in rows), day)


def codes_in_use(practice: UUID) -> list[ServiceCode]:
    """The practice's list as it stands, first meetings last."""
    return list(ServiceCode.objects.filter(practice_id=practice, ended_at=None))


def proposed_code(codes: Iterable[ServiceCode], minutes: int, *, is_first: bool) -> ServiceCode | None:
    """The one line whose minutes hold the hour; None when no line does, or more than one."""
    wanted = [row for row in codes if row.is_first == is_first]
    rows = {Code(row.code, row.from_minutes, row.to_minutes): row for row in wanted}
    held = arithmetic.codes_for(rows, minutes)
    return rows[held[0]] if len(held) == 1 else None


def letterhead_words(practice: Practice) -> dict[str, object]:
    """What the letterhead says, for the form; the practice's own name and address before there is one."""
    head = letterhead_of(practice)
    if head is None:
        return {"name": practice.name, "street": practice.address, "phone": practice.phone}
    rest = {"starts_on": head.starts_on, "tax_name": head.tax_name}
    percent = f"{head.tax_basis_points / 100:.2f}" if head.tax_basis_points else ""
    return {**head.words(head.chain()), **rest, "tax_percent": percent}


def addressee_words(client: Client, chain: KeyChain) -> dict[str, str]:
    """Where a client's documents go, for the form; the name in two parts before it was written down."""
    row: Addressee | None = getattr(client, "addressee", None)
    if row is not None:
        return {key: str(value) for key, value in row.words(chain).items()}
    first, _space, last = client.name.rpartition(" ")
    return {"first_name": first, "last_name": last}
