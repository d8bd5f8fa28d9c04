"""Inquiries in words: for the therapist, for the desk, and for whoever asked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.core import dates
from reverie.directory.models import Inquiry, Profile
from reverie.directory.presenters.words import chip
from reverie.directory.queries.asking import ASKED, reasons

STATES = {
    "sent": (gettext_lazy("Waits for an answer"), "open"),
    "maybe": (gettext_lazy("Not yet"), "open"),
    "accepted": (gettext_lazy("Yes, they choose an hour"), "shared"),
    "scheduled": (gettext_lazy("Booked"), "done"),
    "declined": (gettext_lazy("No"), ""),
    "expired": (gettext_lazy("Let go without an answer"), "open"),
    "withdrawn": (gettext_lazy("Taken back"), ""),
}


@dataclass(frozen=True)
class Row:
    """One inquiry in the list of the desk; no word of it."""

    id: UUID
    head: str
    state: str
    kind: str
    when: str
    is_own: bool


def row(inquiry: Inquiry, user: UUID | None, zone: str) -> Row:
    """How one inquiry stands."""
    words, kind = STATES[inquiry.state]
    name = inquiry.profile.therapist.name
    is_own = inquiry.profile.therapist.user_id == user
    asked = _("Asked you") if is_own else _("Asked %(name)s") % {"name": name}
    if inquiry.state == Inquiry.SCHEDULED:
        asked = _("Booked with you") if is_own else _("Booked with %(name)s") % {"name": name}
    head = f"{asked}, {dates.day(inquiry.created_at, zone)}"
    return Row(inquiry.pk, head, str(words), kind, when(inquiry, zone), is_own)


def when(inquiry: Inquiry, zone: str) -> str:
    """By when somebody has to act, or the hour that came of it."""
    if inquiry.appointment is not None and inquiry.is_unanswered and inquiry.due_at:
        return _("Asks for %(hour)s. Answer by %(when)s; after that the hour is free again.") % {
            "hour": dates.day_and_time(inquiry.appointment.start_at, zone),
            "when": dates.day_and_time(inquiry.due_at, zone),
        }
    if inquiry.appointment is not None:
        return dates.day_and_time(inquiry.appointment.start_at, zone)
    if inquiry.is_unanswered and inquiry.due_at:
        return _("Answer by %(when)s; after that the person is let go and shown others.") % {
            "when": dates.day_and_time(inquiry.due_at, zone)
        }
    if inquiry.state == Inquiry.ACCEPTED and inquiry.due_at:
        return _("They have until %(day)s to choose.") % {"day": dates.day(inquiry.due_at, zone)}
    return reasons().get(inquiry.reason, "")


def hours(starts: tuple[datetime, ...], zone: str) -> list[tuple[str, str]]:
    """Open hours as choices of a form."""
    chips = [chip(start, zone) for start in starts[:40]]
    return [(one.start, one.words) for one in chips]


def opened(receipt: str) -> str:
    """The inquiry of a receipt; 404 for one that is not ours."""
    try:
        return str(UUID(signing.loads(receipt, salt=ASKED)))
    except (signing.BadSignature, ValueError):
        raise Http404 from None


def answer(inquiry: Inquiry, profile: Profile) -> str:
    """Where things stand, for whoever asked."""
    name, zone = profile.therapist.name, profile.practice.zone
    day = dates.day(inquiry.due_at, zone) if inquiry.due_at else ""
    if inquiry.appointment is not None and inquiry.is_unanswered:
        words = _(
            "The hour is kept for you. %(name)s answers by %(day)s. If not, we tell you and name others."
        )
        return words % {"name": name, "day": day}
    sentences = {
        "sent": _("%(name)s answers by %(day)s. If not, we let you know and name others."),
        "maybe": _("%(name)s cannot say yet, and will by %(day)s."),
        "accepted": _("%(name)s has room for you. Choose an hour below; it is open to you until %(day)s."),
        "scheduled": _("You meet %(name)s."),
        "declined": _("%(name)s cannot offer you an hour."),
        "expired": _("There was no answer in time from %(name)s. We are sorry. You are free to ask others."),
        "withdrawn": _("You took your question to %(name)s back. What you wrote is gone."),
    }
    return sentences[inquiry.state] % {"name": name, "day": day}
