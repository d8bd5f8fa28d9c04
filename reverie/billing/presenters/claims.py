"""Claims in words: how one stands, why an insurer paid less, what is missing.

The sentences are our own; the codes are those of the X12 lists, which are not reproduced here.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.billing.models import Claim, Remittance
from reverie.billing.x12 import Fault
from reverie.core import dates
from reverie.core.money import money

STATES = {
    Claim.WRITTEN: gettext_lazy("written, not sent yet"),
    Claim.SENT: gettext_lazy("sent"),
    Claim.ACCEPTED: gettext_lazy("accepted for payment"),
    Claim.REJECTED: gettext_lazy("rejected before it reached the insurer"),
    Claim.PAID: gettext_lazy("answered"),
    Claim.DENIED: gettext_lazy("denied"),
    Claim.WITHDRAWN: gettext_lazy("withdrawn"),
}
GROUPS = {
    "CO": gettext_lazy("the practice gives it up"),
    "PR": gettext_lazy("the client owes it"),
    "OA": gettext_lazy("look at it"),
    "PI": gettext_lazy("the insurer took it off by itself: ask"),
}
REASONS = {
    "1": gettext_lazy("the yearly deductible is not used up"),
    "2": gettext_lazy("the client’s part in percent"),
    "3": gettext_lazy("the copay"),
    "4": gettext_lazy("the modifier does not go with the code"),
    "11": gettext_lazy("the diagnosis does not go with the code"),
    "16": gettext_lazy("something on the claim is missing or wrong"),
    "18": gettext_lazy("it was claimed twice"),
    "22": gettext_lazy("another insurer may have to pay first"),
    "26": gettext_lazy("the session lies before the cover began"),
    "27": gettext_lazy("the session lies after the cover ended"),
    "29": gettext_lazy("the claim came too late"),
    "31": gettext_lazy("the insurer does not find this person among its members"),
    "45": gettext_lazy("above what the contract pays"),
    "50": gettext_lazy("the insurer does not hold it necessary"),
    "96": gettext_lazy("not covered"),
    "97": gettext_lazy("counted in another payment already"),
    "109": gettext_lazy("another insurer has to be asked"),
    "119": gettext_lazy("the most for this time was reached"),
    "151": gettext_lazy("more sessions than the insurer holds right"),
    "185": gettext_lazy("the therapist is not listed for this service"),
    "197": gettext_lazy("it was not authorized beforehand"),
    "198": gettext_lazy("more than was authorized"),
    "204": gettext_lazy("not in this plan"),
    "242": gettext_lazy("not by a provider of the network"),
}
LACKING = {
    "practice_address": gettext_lazy("the practice’s address with ZIP code, in the letterhead"),
    "practice_tax_id": gettext_lazy("the practice’s tax number, in the letterhead"),
    "practice_phone": gettext_lazy("the practice’s phone, in the letterhead"),
    "npi": gettext_lazy("the therapist’s NPI"),
    "taxonomy": gettext_lazy("the therapist’s taxonomy code"),
    "payer_id": gettext_lazy("the insurer’s number on claims"),
    "second_payer_id": gettext_lazy("the number on claims of the insurer that pays second"),
    "client_address": gettext_lazy("the client’s address with ZIP code"),
    "born_on": gettext_lazy("the client’s date of birth"),
    "diagnosis": gettext_lazy("a diagnosis code in the agreed plan"),
}
ANSWERS = {
    "A1": gettext_lazy("received"),
    "A2": gettext_lazy("accepted"),
    "A3": gettext_lazy("given back unread: it could not be processed"),
    "A4": gettext_lazy("not found"),
    "A6": gettext_lazy("rejected: something is missing"),
    "A7": gettext_lazy("rejected: something in it is not valid"),
    "A8": gettext_lazy("rejected: some of its parts do not go together"),
}


def reason_words(reason: str) -> str:
    """ "CO-45" as a sentence: what it is for, and who bears it; the code stays for questions."""
    group, _dash, code = reason.partition("-")
    if group in ANSWERS:
        return f"{ANSWERS[group]} ({reason})"
    why = REASONS.get(code, _("a reason that only the insurer’s list explains"))
    return f"{why}; {GROUPS.get(group, group)} ({reason})"


def lacking_words(fields: Iterable[str]) -> str:
    """What is to be written down before a claim can be."""
    named = ", ".join(str(LACKING[name]) for name in fields)
    return _("Write down first: {named}.").format(named=named)


def fault_words(faults: Iterable[Fault]) -> str:
    """Where and why the checker refuses a file."""
    said = [
        _("line {n}, {segment}: {words}").format(n=row.line, segment=row.segment or "–", words=row.words)
        for row in list(faults)[:5]
    ]
    return _("The checker refuses this claim and nothing was kept. {faults}").format(faults="; ".join(said))


def claim_row(claim: Claim, currency: str, zone: str) -> dict[str, Any]:
    """One claim in a list."""
    share = "" if claim.share_cents is None else money(claim.share_cents, currency)
    return {
        "claim": claim,
        "state": STATES[claim.state],
        "kind": "done" if claim.state == Claim.PAID else "" if claim.state == Claim.WITHDRAWN else "open",
        "day": dates.short_day(claim.written_at, zone),
        "total": money(claim.total_cents, currency),
        "share": share,
        "reasons": [reason_words(reason) for reason in claim.reasons],
    }


def line_row(line: Any, currency: str) -> dict[str, Any]:
    """One session of a claim, with what came of it."""

    def amount(cents: int | None) -> str:
        return "–" if cents is None else money(cents, currency)

    return {
        "day": dates.short_day(line.charge.on, "UTC"),
        "code": line.charge.code,
        "cents": amount(line.cents),
        "paid": amount(line.paid_cents),
        "struck": amount(line.struck_cents),
    }


def remittance_row(row: Remittance, currency: str, zone: str) -> dict[str, Any]:
    """One posted remittance in a list."""
    return {
        "row": row,
        "day": dates.short_day(row.on, zone),
        "paid": money(row.paid_cents, currency),
        "words": _("{posted} claims posted, {unknown} not ours").format(
            posted=row.claims_posted, unknown=row.claims_unknown
        ),
    }
