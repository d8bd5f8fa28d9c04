"""Claims by file: written from confirmed sessions, and checked before they are kept."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.billing import x12
from reverie.billing.actions.entering import locked
from reverie.billing.actions.issuing import next_number
from reverie.billing.claim_file import MOST_LINES, text_of
from reverie.billing.models import Charge, Claim, ClaimLine, Coverage, Letterhead
from reverie.billing.queries import claims as reads
from reverie.billing.queries.coverage import in_force
from reverie.billing.queries.terms import letterhead_of
from reverie.core import audit, clock, dates
from reverie.core.policy import Actor
from reverie.treatment.models import Treatment


class CannotClaim(Exception):
    """Why a claim cannot be written or changed, as one plain sentence."""


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
    charges = reads.unclaimed(treatment, first_day, last_day)
    if not charges:
        raise CannotClaim(_("No confirmed session with a code in these days waits for a claim."))
    if len(charges) > MOST_LINES:
        raise CannotClaim(_("One claim holds up to 50 sessions. Choose fewer days."))
    head = letterhead_of(client.practice)
    if head is None:
        raise CannotClaim(_("Write the letterhead first: a claim says who bills."))
    coverage = _one_cover(client, charges)
    second = reads.second_for(client, charges)
    lacking = reads.missing(treatment, coverage, head, second)
    if lacking:
        raise Incomplete(lacking)
    claim = _claim(client, treatment, coverage, charges, by)
    claim.second = second
    return _keep(claim, charges, head, by)


@transaction.atomic
def write_second_claim(*, claim: Claim, by: Actor) -> Claim:
    """After the first insurance has answered, the same sessions to the second, with what the first one paid.

    Raises CannotClaim without a second, where nothing is left, or one stands already; Incomplete, Refused.
    """
    client = locked(claim.client)
    claim = (
        Claim.objects.select_for_update(of=("self",)).select_related("treatment", "second").get(pk=claim.pk)
    )
    second, treatment = claim.second, claim.treatment
    if second is None:
        raise CannotClaim(_("This claim names no second insurance."))
    if claim.state != Claim.PAID or claim.answered_on is None:
        raise CannotClaim(_("The first insurance has not answered yet; the second one asks what it paid."))
    if not claim.share_cents:
        raise CannotClaim(_("The first insurance left nothing to be paid."))
    if ClaimLine.objects.filter(
        charge__in=claim.lines.values("charge"), is_second=True, is_live=True
    ).exists():
        raise CannotClaim(_("A claim to the second insurance stands already; withdraw that one first."))
    head = letterhead_of(client.practice)
    assert head is not None, "the first claim was written with one"
    lacking = reads.missing(treatment, second, head)
    if lacking:
        raise Incomplete(lacking)
    lines = claim.lines.select_related("charge__therapist").order_by("position")
    charges = [line.charge for line in lines]
    found = _claim(client, treatment, second, charges, by)
    found.after = claim
    return _keep(found, charges, head, by)


def _keep(claim: Claim, charges: Sequence[Charge], head: Letterhead, by: Actor) -> Claim:
    """Check the file, and keep the claim with its sessions. Raises Refused."""
    text = _checked_text(claim, charges, head)
    claim.seal_words(claim.chain(), {"text": text})
    claim.save(force_insert=True)
    is_second = claim.after is not None
    ClaimLine.objects.bulk_create(
        ClaimLine(claim=claim, position=n, charge=charge, cents=charge.amount_cents, is_second=is_second)
        for n, charge in enumerate(charges, start=1)
    )
    detail = {"number": claim.name, "cents": claim.total_cents, "words": claim.digest()}
    audit.record(by=by, verb="write_claim", on=claim, client=claim.client_id, detail=detail)
    return claim


@transaction.atomic
def mark_claim(*, claim: Claim, state: str, reasons: Sequence[str] = (), by: Actor) -> Claim:
    """Say that a claim was sent, accepted, rejected or withdrawn. Raises CannotClaim out of order."""
    locked(claim.client)
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if claim.state not in Claim.OPEN or state not in {
        Claim.SENT, Claim.ACCEPTED, Claim.REJECTED, Claim.WITHDRAWN
    }:  # fmt: skip
        raise CannotClaim(_("This claim was paid, denied or withdrawn; nothing of it changes any more."))
    if state in Claim.LIVE and reads.stands_elsewhere(claim):
        raise CannotClaim(
            _("Sessions of %(name)s stand in a later claim; withdraw that one first.") % {"name": claim.name}
        )
    claim.state, claim.changed_at = state, clock.now()
    claim.reasons = list(reasons) or claim.reasons
    claim.save(update_fields=["state", "changed_at", "reasons"])
    claim.lines.update(is_live=state in Claim.LIVE)
    audit.record(by=by, verb=f"claim_{state}", on=claim, client=claim.client_id)
    return claim


def _one_cover(client: Client, charges: Sequence[Charge]) -> Coverage:
    """The insurance that held on each of the days. Raises CannotClaim where it is not the same for all."""
    held = {charge.on: in_force(client, charge.on) for charge in charges}
    bare = [day for day, cover in held.items() if cover is None]
    if bare:
        raise CannotClaim(
            _("No insurance covered the client on %(day)s. Choose other days, or add the insurance.")
            % {"day": dates.short_day(bare[0], client.practice.zone)}
        )
    covers = list(dict.fromkeys(cover for cover in held.values() if cover is not None))
    if len(covers) > 1:
        first = next(day for day, cover in held.items() if cover == covers[1])
        raise CannotClaim(
            _(
                "From %(day)s on another insurance held (%(name)s). Write one claim up to the day before, "
                "and one from then on."
            )
            % {"day": dates.short_day(first, client.practice.zone), "name": covers[1].insurer.name}
        )
    return covers[0]


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
    file = reads.file_of(claim, charges, head)
    control = next_number(claim.practice_id, "interchange", 1)
    text = text_of(file, control=control, at=clock.now())
    faults = x12.check(text)
    if faults:
        raise Refused(faults)
    return text
