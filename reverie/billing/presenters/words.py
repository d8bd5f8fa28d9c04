"""The words of rules, kinds and states, one list for pages and papers."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.billing.models import Document

GROUNDS = {
    "minutes": gettext_lazy("by its actual minutes"),
    "no_code": gettext_lazy("no code, or more than one, holds its minutes"),
    "told_break": gettext_lazy("in a break that was told ahead"),
    "not_by_client": gettext_lazy("not called off by the client"),
    "charge_always": gettext_lazy("missed hours are paid"),
    "refilled": gettext_lazy("given to somebody else"),
    "not_refilled": gettext_lazy("not given to somebody else"),
    "in_notice": gettext_lazy("called off in time"),
    "out_of_notice": gettext_lazy("not called off in time"),
    "no_rule": gettext_lazy("no rule was agreed"),
}
ENTRIES = {
    "charge": gettext_lazy("An hour"),
    "credit": gettext_lazy("Put toward an hour to come"),
    "forfeit": gettext_lazy("The hour to come fell away"),
    "tax": gettext_lazy("Tax"),
    "payment": gettext_lazy("Payment"),
    "taken_back": gettext_lazy("Payment taken back"),
    "refund": gettext_lazy("Given back"),
    "credit_note": gettext_lazy("Credit note"),
    "write_off": gettext_lazy("Written off"),
    "insurer_payment": gettext_lazy("Paid by the insurer"),
    "adjustment": gettext_lazy("Struck off by the insurer’s contract"),
}
DOCUMENTS = {
    Document.INVOICE: gettext_lazy("Invoice"),
    Document.RECEIPT: gettext_lazy("Receipt"),
    Document.CREDIT_NOTE: gettext_lazy("Credit note"),
    Document.SUPERBILL: gettext_lazy("Superbill"),
    Document.ESTIMATE: gettext_lazy("Good-faith estimate"),
}
PLACES = {
    "office": gettext_lazy("in the office"),
    "online": gettext_lazy("online"),
    "phone": gettext_lazy("by phone"),
}


def line_words(line: dict[str, Any]) -> str:
    """What a line of an invoice stands for: "Session, 50 minutes", "Missed hour, called off in time"."""
    kind = line["entry"]
    if kind == "tax":
        return str(ENTRIES["tax"])
    if kind != "charge":
        return f"{ENTRIES[kind]} ({line['hour_on']})"
    return hour_words(line["kind"], line["minutes"], line["grounds"])


def hour_words(kind: str, minutes: int, grounds: str) -> str:
    """What an hour is called on a bill: neutral, without a code."""
    if kind == "missed":
        return _("Missed hour, {why}").format(why=GROUNDS.get(grounds, grounds))
    return _("Session, {n} minutes").format(n=minutes)
