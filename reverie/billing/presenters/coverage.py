"""A client's cover in words."""

from typing import Any

from django.utils.translation import gettext as _

from reverie.billing.models.labels import ORDERS, RELATIONS
from reverie.billing.queries.coverage import CoverageRead
from reverie.core import dates
from reverie.core.money import money


def coverage_row(
    read: CoverageRead, currency: str, zone: str, *, has_several: bool = False
) -> dict[str, Any]:
    """One cover: what stands on the card, how the practice stands to it, what is left."""
    row, words = read.row, read.words
    days = _("from {first}").format(first=dates.short_day(row.starts_on, zone))
    if row.ends_on:
        days = _("{first} to {last}").format(
            first=dates.short_day(row.starts_on, zone), last=dates.short_day(row.ends_on, zone)
        )
    return {
        "row": row,
        "name": row.insurer.name,
        "plan": words["plan"],
        "days": days,
        "member": words["member_id"],
        "group": words["group"],
        "order": ORDERS[row.order] if row.order > 1 or has_several else "",
        "whose": RELATIONS[row.relation],
        "holder": f"{words['holder_first']} {words['holder_last']}".strip() if row.relation != "self" else "",
        "network": network_words(row.is_in_network),
        "copay": money(row.copay_cents, currency) if row.copay_cents is not None else "",
        "left": left_words(read.left),
        "is_low": read.left is not None and read.left <= 1,
    }


def network_words(is_in_network: bool) -> str:
    """How money goes in this case."""
    if is_in_network:
        return _("In network: the practice sends claims, and the client pays the copay and what is left.")
    return _(
        "Out of network: the client pays the practice, gets a superbill, and is paid back by the insurer."
    )


def left_words(left: int | None) -> str:
    """How many authorised sessions are left; empty where none were counted out."""
    if left is None:
        return ""
    if left == 0:
        return _("No authorized session is left. Ask for more before the next hour.")
    if left == 1:
        return _("The next session is the last authorized one. Ask for more now.")
    return _("{n} authorized sessions are left.").format(n=left)
