"""A first consultation in words, and the signed word that opens the page of one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.utils.dateformat import format as django_date
from django.utils.translation import gettext as _

from reverie.accounts.models import User
from reverie.core import zones
from reverie.directory.actions import Booking
from reverie.directory.presenters.words import clock_words, start_words
from reverie.scheduling.models import Appointment


@dataclass(frozen=True)
class Hour:
    """An hour in words, with what a form needs to carry it."""

    words: str
    place: str
    start: str
    code: str
    clock: str

    @classmethod
    def of(cls, chosen: dict[str, Any], zone: str) -> "Hour":
        """The hour that a visitor chose, in the zone of their clock."""
        return cls._of(chosen["start"], zone, chosen["place"])

    @classmethod
    def of_appointment(cls, appointment: Appointment) -> "Hour":
        """A booked hour in the zone it was booked in."""
        return cls._of(appointment.start_at, appointment.zone, appointment.place)

    @classmethod
    def _of(cls, start: datetime, zone: str, place: str) -> "Hour":
        local = start.astimezone(ZoneInfo(zone))
        words = _("%(day)s, at %(time)s") % {"day": django_date(local, "l, F j"), "time": clock_words(local)}
        where = _("in person") if place == "office" else _("online")
        return cls(words, where, start_words(start), place, zones.zone_words(zone))


def person(user: Any) -> User | None:
    """The signed-in user, or None for a visitor."""
    return user if user.is_authenticated else None


def known(user: Any) -> dict[str, str]:
    """What the form knows already of somebody who is signed in."""
    return {"name": user.name, "email": user.email} if user.is_authenticated else {}


def receipt(booking: Booking) -> str:
    """A signed word that opens the page of one booking for a day.

    The invitation is in it only where no mail goes out; elsewhere it is proven by reaching the address.
    """
    invitation = "" if settings.MAIL_URL else booking.invitation
    return signing.dumps([str(booking.appointment.pk), invitation], salt="directory.booked")


def opened(receipt_words: str) -> tuple[UUID, str]:
    """The booking and the invitation of a receipt; 404 for one that is not ours or is over a day old."""
    try:
        appointment, invitation = signing.loads(receipt_words, salt="directory.booked", max_age=86_400)
        return UUID(appointment), invitation
    except (signing.BadSignature, ValueError):
        raise Http404 from None
