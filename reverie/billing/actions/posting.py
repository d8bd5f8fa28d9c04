"""Answers of insurers into the ledger: acknowledgements (277CA), remittances (835); a whole file or none."""

import hashlib
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice
from reverie.billing import arithmetic, x12
from reverie.billing.actions.claiming import CannotClaim, mark_claim
from reverie.billing.actions.entering import enter, locked
from reverie.billing.models import Claim, ClaimLine, Remittance
from reverie.billing.queries import claims as reads
from reverie.billing.remittance import (
    DENIED,
    REVERSED,
    Adjustment,
    ClaimPaid,
    ServicePaid,
    acknowledgements,
    remittances,
)
from reverie.billing.remittance import Remittance as Paid
from reverie.core import audit, clock
from reverie.core.policy import Actor

ANSWER = [
    "state", "share_cents", "paid_cents", "struck_cents", "answered_on", "adjustments", "reasons",
    "changed_at",
]  # fmt: skip


class CannotPost(Exception):
    """Why a remittance cannot be posted, with the place in the file."""


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
            try:
                mark_claim(claim=claim, state=state, reasons=[f"{each.category}-{each.status}"], by=by)
            except CannotClaim as refusal:
                raise CannotPost(str(refusal)) from None
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
    _refuse_known_payments(practice, found)
    return [_post(practice, paid, text, digest, by) for paid in found]


def _refuse_known_payments(practice: Practice, found: Sequence[Paid]) -> None:
    """The same payment in another file (sent again, saved with other ends of lines), or twice in one."""
    seen: set[tuple[str, str]] = set()
    for paid in found:
        key = {"payer": paid.payer[:60], "trace": paid.trace[:60]}
        known = bool(paid.trace) and Remittance.objects.filter(practice=practice, **key).exists()
        if known or (paid.payer, paid.trace) in seen:
            raise CannotPost(
                _("The payment %(trace)s of %(payer)s was posted already, from another file.")
                % {"trace": paid.trace, "payer": paid.payer}
            )
        seen.add((paid.payer, paid.trace))


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
    rows = Claim.objects.select_related("client__practice").filter(practice=practice)
    claim = rows.filter(year=int(parts[1][:4]), number=int(parts[2][:9])).first()
    if claim is None:
        return None
    locked(claim.client)  # first the client, then the claim: in this order everywhere
    return rows.select_for_update(of=("self",)).get(pk=claim.pk)


def _post_claim(claim: Claim, paid: ClaimPaid, remittance: Paid, by: Actor) -> None:
    """Into the ledger: the payment, and what the contract strikes off; the client's share stays owed."""
    is_back = paid.status == REVERSED
    _refuse_out_of_order(claim, is_back=is_back)
    if not is_back and paid.status != DENIED and reads.stands_elsewhere(claim):
        raise CannotPost(
            _("Sessions of %(name)s stand in a later claim; withdraw that one first.") % {"name": claim.name}
        )
    if paid.charged_cents != (-claim.total_cents if is_back else claim.total_cents):
        raise CannotPost(
            _("Claim %(name)s is answered with another amount than it had.") % {"name": claim.name}
        )
    note = f"{claim.name} {remittance.trace}"
    client = claim.client
    struck = _struck(claim, paid)
    for kind, amount in ((arithmetic.INSURER_PAYMENT, paid.paid_cents), (arithmetic.ADJUSTMENT, struck)):
        if amount:
            enter(
                client=client, kind=kind, cents=-amount, on=remittance.on, method="insurer", note=note, by=by
            )
    claim.state = Claim.DENIED if paid.status == DENIED else Claim.SENT if is_back else Claim.PAID
    claim.share_cents = None if is_back else max(paid.share_cents, 0)
    claim.paid_cents, claim.answered_on = (None, None) if is_back else (paid.paid_cents, remittance.on)
    claim.struck_cents = None if is_back else struck
    claim.adjustments = [] if is_back else _rows(paid.all_adjustments())
    claim.reasons = sorted({f"{row.group}-{row.reason}" for row in paid.all_adjustments()})
    claim.changed_at = clock.now()
    claim.save(update_fields=ANSWER)
    _post_lines(claim, paid.services, is_live=claim.state in Claim.LIVE)
    detail = {"paid": paid.paid_cents, "struck": struck, "share": paid.share_cents, "status": paid.status}
    audit.record(by=by, verb="claim_answered", on=claim, client=claim.client_id, detail=detail)


def _struck(claim: Claim, paid: ClaimPaid) -> int:
    """What the contract takes off the account.

    Of a second insurance: at most what it neither paid nor leaves to the client of the first one's rest,
    since its answer repeats what the first has struck off.
    """
    if paid.status == DENIED:
        return 0
    struck = paid.sum_of("CO")
    if claim.after is None:
        return struck
    if paid.status == REVERSED:
        return -(claim.struck_cents or 0)
    return max(0, min(struck, (claim.after.share_cents or 0) - paid.paid_cents - paid.share_cents))


def _rows(adjustments: Iterable[Adjustment]) -> list[list[str | int]]:
    return [[row.group, row.reason, row.cents] for row in adjustments]


def _refuse_out_of_order(claim: Claim, *, is_back: bool) -> None:
    """A claim that was paid is paid once; what was never paid cannot be taken back."""
    if is_back and claim.state != Claim.PAID:
        raise CannotPost(
            _("%(name)s was never paid, so nothing of it can be taken back.") % {"name": claim.name}
        )
    if not is_back and claim.state == Claim.PAID:
        raise CannotPost(
            _("%(name)s was answered already. Only after a reversal by the insurer can it be answered anew.")
            % {"name": claim.name}
        )


def _post_lines(claim: Claim, services: Sequence[ServicePaid], *, is_live: bool) -> None:
    """Beside each session what was paid for it: known by its number, by code and day, or by its place."""
    lines = list(claim.lines.select_related("charge"))
    open_ones = {line.position: line for line in lines}
    for place, service in enumerate(services, start=1):
        line = _line_for(open_ones, service, place)
        if line is not None:
            line.paid_cents = service.paid_cents
            struck = sum(row.cents for row in service.adjustments if row.group == "CO")
            line.struck_cents = 0 if line.is_second else struck
            line.adjustments = _rows(service.adjustments)
            del open_ones[line.position]
    for line in lines:
        line.is_live = is_live
    ClaimLine.objects.bulk_update(lines, ["paid_cents", "struck_cents", "adjustments", "is_live"])


def _line_for(open_ones: dict[int, ClaimLine], service: ServicePaid, place: int) -> ClaimLine | None:
    if service.number.isdecimal() and int(service.number) in open_ones:
        return open_ones[int(service.number)]
    same = [
        line
        for line in open_ones.values()
        if (line.charge.code, line.charge.on) == (service.code, service.on)
    ]
    return same[0] if same else open_ones.get(place)
