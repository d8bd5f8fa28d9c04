"""Claims by file: written from confirmed sessions, checked before they are kept, closed by a remittance."""

import hashlib
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Practice
from reverie.billing import arithmetic, x12
from reverie.billing.actions.entering import enter, locked
from reverie.billing.actions.issuing import next_number
from reverie.billing.claim_file import MOST_LINES, text_of
from reverie.billing.models import Charge, Claim, ClaimLine, Coverage, Letterhead, Remittance
from reverie.billing.queries import claims as reads
from reverie.billing.queries.coverage import in_force
from reverie.billing.queries.terms import letterhead_of
from reverie.billing.remittance import (
    DENIED,
    REVERSED,
    ClaimPaid,
    ServicePaid,
    acknowledgements,
    remittances,
)
from reverie.billing.remittance import Remittance as Paid
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.treatment.models import Treatment


class CannotClaim(Exception):
    """Why a claim cannot be written or changed, as one plain sentence."""


class CannotPost(Exception):
    """Why a remittance cannot be posted, with the place in the file."""


class Incomplete(CannotClaim):
    """Something that a claim needs is not written down; `fields` names it for the page."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(_("Something that a claim needs is missing."))
        self.fields = fields


class Refused(CannotClaim):
    """The checker refuses the file; `faults` says where and why. Nothing was kept."""

    def __init__(self, faults: list[x12.Fault]) -> None:
        super().__init__(_("The checker refuses this claim; nothing was kept."))
        self.faults = faults


@transaction.atomic
def write_claim(*, treatment: Treatment, first_day: date, last_day: date, by: Actor) -> Claim:
    """Write one claim for the sessions of some days that stand in none yet, and have it checked.

    Raises Incomplete, Refused, or CannotClaim without sessions or cover.
    """
    client = locked(treatment.client)
    charges = reads.unclaimed(client, first_day, last_day)
    if not charges:
        raise CannotClaim(_("No confirmed session with a code in these days waits for a claim."))
    if len(charges) > MOST_LINES:
        raise CannotClaim(_("One claim holds up to 50 sessions. Choose fewer days."))
    coverage, head = in_force(client, charges[-1].on), letterhead_of(client.practice)
    if coverage is None or head is None:
        raise CannotClaim(_("No insurance covered the client on that day, or there is no letterhead yet."))
    lacking = reads.missing(treatment, coverage, head)
    if lacking:
        raise Incomplete(lacking)
    claim = _claim(client, treatment, coverage, charges, by)
    text = _checked_text(claim, charges, head)
    claim.seal_words(claim.chain(), {"text": text})
    claim.save(force_insert=True)
    ClaimLine.objects.bulk_create(
        ClaimLine(claim=claim, position=place, charge=charge, cents=charge.amount_cents)
        for place, charge in enumerate(charges, start=1)
    )
    detail = {"number": claim.name, "cents": claim.total_cents, "words": claim.digest()}
    audit.record(by=by, verb="write_claim", on=claim, client=client.pk, detail=detail)
    return claim


@transaction.atomic
def mark_claim(*, claim: Claim, state: str, reasons: Sequence[str] = (), by: Actor) -> Claim:
    """Say that a claim was sent, accepted, rejected or withdrawn. Raises CannotClaim out of order."""
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if claim.state not in Claim.OPEN or state not in {
        Claim.SENT, Claim.ACCEPTED, Claim.REJECTED, Claim.WITHDRAWN
    }:  # fmt: skip
        raise CannotClaim(_("This claim was paid, denied or withdrawn; nothing of it changes any more."))
    claim.state, claim.changed_at = state, clock.now()
    claim.reasons = list(reasons) or claim.reasons
    claim.save(update_fields=["state", "changed_at", "reasons"])
    claim.lines.update(is_live=state in Claim.LIVE)
    audit.record(by=by, verb=f"claim_{state}", on=claim, client=claim.client_id)
    return claim


@transaction.atomic
def post_acknowledgement(*, practice: Practice, text: str, by: Actor) -> int:
    """Mark the claims that a 277CA file speaks of; returns how many. 0 for another kind of file.

    Raises CannotPost when it cannot be read.
    """
    try:
        found = acknowledgements(text)
    except x12.CannotRead as trouble:
        raise CannotPost(str(trouble)) from None
    count = 0
    for each in found:
        claim = _claim_named(practice, each.number)
        if claim is not None and claim.state in Claim.OPEN:
            state = Claim.REJECTED if each.is_rejected else Claim.ACCEPTED
            mark_claim(claim=claim, state=state, reasons=[f"{each.category}-{each.status}"], by=by)
            count += 1
    return count


@transaction.atomic
def post_remittance(*, practice: Practice, text: str, by: Actor) -> list[Remittance]:
    """Post the payments of an 835 file: what was paid, what is struck off, what is left to the client.

    The file balances to the cent or nothing of it is posted. Raises CannotPost; twice is refused too.
    """
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    try:
        found = remittances(text)
    except x12.CannotRead as trouble:
        raise CannotPost(str(trouble)) from None
    digest = hashlib.sha256(text.encode()).hexdigest()
    if Remittance.objects.filter(practice=practice, sha256=digest).exists():
        raise CannotPost(_("This file was posted already."))
    return [_post(practice, paid, text, digest, by) for paid in found]


def _claim(
    client: Client, treatment: Treatment, coverage: Coverage, charges: Sequence[Charge], by: Actor
) -> Claim:
    year = clock.today(client.practice.zone).year
    return Claim(
        practice_id=client.practice_id, client=client, treatment=treatment, coverage=coverage, year=year,
        number=next_number(client.practice_id, "claim", year), written_by=by.user_id,
        total_cents=sum(charge.amount_cents for charge in charges),
    )  # fmt: skip


def _checked_text(claim: Claim, charges: Sequence[Charge], head: Letterhead) -> str:
    file = reads.file_of(claim, charges, claim.treatment, claim.coverage, head)
    control = next_number(claim.practice_id, "interchange", 1)
    text = text_of(file, control=control, at=clock.now())
    faults = x12.check(text)
    if faults:
        raise Refused(faults)
    return text


def _post(practice: Practice, paid: Paid, text: str, digest: str, by: Actor) -> Remittance:
    row = Remittance(
        practice=practice, sha256=digest, payer=paid.payer[:60], trace=paid.trace[:60], on=paid.on,
        paid_cents=paid.paid_cents, posted_by=by.user_id,
    )  # fmt: skip
    for each in paid.claims:
        claim = _claim_named(practice, each.number)
        if claim is None:
            row.claims_unknown += 1
            continue
        _post_claim(claim, each, paid, by)
        row.claims_posted += 1
    row.seal_words(row.chain(), {"text": text})
    row.save(force_insert=True)
    detail = {"posted": row.claims_posted, "unknown": row.claims_unknown, "cents": row.paid_cents}
    audit.record(by=by, verb="post_remittance", on=row, practice=practice.pk, detail=detail)
    return row


def _claim_named(practice: Practice, name: str) -> Claim | None:
    """The claim that the insurer calls so; None for another system's."""
    parts = name.split("-")
    if len(parts) != 3 or parts[0] != "RV" or not (parts[1].isdecimal() and parts[2].isdecimal()):
        return None
    rows = Claim.objects.select_for_update(of=("self",)).select_related("client__practice")
    return rows.filter(practice=practice, year=int(parts[1][:4]), number=int(parts[2][:9])).first()


def _post_claim(claim: Claim, paid: ClaimPaid, remittance: Paid, by: Actor) -> None:
    """Into the ledger: the payment, and what the contract strikes off; the client's share stays owed."""
    is_back = paid.status == REVERSED
    if paid.charged_cents != (-claim.total_cents if is_back else claim.total_cents):
        raise CannotPost(
            _("Claim %(name)s is answered with another amount than it had.") % {"name": claim.name}
        )
    note = f"{claim.name} {remittance.trace}"
    struck = 0 if paid.status == DENIED else paid.sum_of("CO")
    client = locked(claim.client)
    for kind, amount in ((arithmetic.INSURER_PAYMENT, paid.paid_cents), (arithmetic.ADJUSTMENT, struck)):
        if amount:
            enter(
                client=client, kind=kind, cents=-amount, on=remittance.on, method="insurer", note=note, by=by
            )
    claim.state = Claim.DENIED if paid.status == DENIED else Claim.SENT if is_back else Claim.PAID
    claim.share_cents = None if is_back else max(paid.share_cents, 0)
    claim.reasons = sorted({f"{row.group}-{row.reason}" for row in paid.all_adjustments()})
    claim.changed_at = clock.now()
    claim.save(update_fields=["state", "share_cents", "reasons", "changed_at"])
    _post_lines(claim, paid.services, is_live=claim.state in Claim.LIVE)
    detail = {"paid": paid.paid_cents, "struck": struck, "share": paid.share_cents, "status": paid.status}
    audit.record(by=by, verb="claim_answered", on=claim, client=claim.client_id, detail=detail)


def _post_lines(claim: Claim, services: Sequence[ServicePaid], *, is_live: bool) -> None:
    """Beside each session what was paid for it: known by its number, by code and day, or by its place."""
    lines = list(claim.lines.select_related("charge"))
    open_ones = {line.position: line for line in lines}
    for place, service in enumerate(services, start=1):
        line = _line_for(open_ones, service, place)
        if line is not None:
            line.paid_cents = service.paid_cents
            line.struck_cents = sum(row.cents for row in service.adjustments if row.group == "CO")
            del open_ones[line.position]
    for line in lines:
        line.is_live = is_live
    ClaimLine.objects.bulk_update(lines, ["paid_cents", "struck_cents", "is_live"])


def _line_for(open_ones: dict[int, ClaimLine], service: ServicePaid, place: int) -> ClaimLine | None:
    if service.number.isdecimal() and int(service.number) in open_ones:
        return open_ones[int(service.number)]
    same = [
        line
        for line in open_ones.values()
        if (line.charge.code, line.charge.on) == (service.code, service.on)
    ]
    return same[0] if same else open_ones.get(place)
