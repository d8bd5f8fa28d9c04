"""Profiles in words: money, places, licences and hours as people write them."""

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
from django.utils.translation import ngettext

from reverie.accounts.models import User
from reverie.core import clock
from reverie.directory.actions import Booking
from reverie.directory.models import Credential, Profile
from reverie.directory.queries import Found, Listing, Search, approaches
from reverie.scheduling.models import Appointment

CHIPS = 3


@dataclass(frozen=True)
class Chip:
    """One open hour: its words and the instant that a link carries."""

    words: str
    start: str


@dataclass(frozen=True)
class Day:
    """The open hours of one day."""

    words: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class Card:
    """A therapist in the list."""

    slug: str
    name: str
    initials: str
    ways: str
    statement: str
    money: str
    chips: tuple[Chip, ...]
    waiting: str
    place: str


def money(cents: int) -> str:
    """$180, or $180.50 when there are cents."""
    return f"${cents // 100:,}" if cents % 100 == 0 else f"${cents / 100:,.2f}"


def joined(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def chip(hour: datetime, zone: str) -> Chip:
    """`Wed 17, 5:30 pm` in the zone of the reader."""
    local = hour.astimezone(ZoneInfo(zone))
    words = f"{django_date(local, 'D j')}, {clock_words(local)}"
    return Chip(words, start_words(hour))


def start_words(hour: datetime) -> str:
    """The instant as an address carries it, `2026-12-01T17:30Z`."""
    return hour.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%MZ")


def clock_words(local: datetime) -> str:
    """`5:30 pm`; noon is said."""
    if (local.hour, local.minute) == (12, 0):
        return _("12:00 noon")
    return django_date(local, "g:i ") + ("am" if local.hour < 12 else "pm")


def days(hours: tuple[datetime, ...], zone: str, limit: int = 12) -> list[Day]:
    """The next open hours by day, in the reader's zone."""
    found: dict[str, list[Chip]] = {}
    for hour in hours[:limit]:
        local = hour.astimezone(ZoneInfo(zone))
        words = django_date(local, "l, F j")
        found.setdefault(words, []).append(Chip(clock_words(local), start_words(hour)))
    return [Day(words, tuple(chips)) for words, chips in found.items()]


def card(listing: Listing, zone: str) -> Card:
    """What the list shows of one therapist."""
    profile = listing.profile
    return Card(
        slug=profile.slug,
        name=full_name(profile),
        initials="".join(part[0] for part in profile.therapist.name.split(",")[0].split()[:2]),
        ways=ways(profile),
        statement=profile.statement.split("\n\n")[0],
        money=price(profile),
        chips=tuple(chip(hour, zone) for hour in spread(listing.hours, zone)),
        waiting=waiting(profile),
        place=profile.places[0] if profile.places else "office",
    )


def full_name(profile: Profile) -> str:
    """`Hanna Lindqvist, PsyD`."""
    person = profile.therapist
    return f"{person.name}, {person.title}" if person.title else person.name


def spread(hours: tuple[datetime, ...], zone: str) -> list[datetime]:
    """The next few hours, at most one a day, so that the chips show different days."""
    seen: dict[object, datetime] = {}
    for hour in hours:
        seen.setdefault(hour.astimezone(ZoneInfo(zone)).date(), hour)
    return list(seen.values())[:CHIPS]


def ways(profile: Profile) -> str:
    """`Relational and object relations. Oregon and Washington. In person and online. English and Swedish.`"""
    names = [approaches()[code]["name"] for code in profile.approaches if code in approaches()]
    lowered = [name if index == 0 else name.lower() for index, name in enumerate(names)]
    today = clock.now().date()
    states = [row.jurisdiction for row in profile.credentials.all() if row.valid_until >= today]
    words = {"office": _("In person"), "online": _("Online")}
    places = [words[place] for place in profile.places if place in words]
    where = joined([places[0], *[place.lower() for place in places[1:]]]) if places else ""
    parts = [joined(lowered), joined(states), where, joined(list(profile.languages))]
    return " ".join(f"{part}." for part in parts if part)


def price(profile: Profile) -> str:
    """The fee, the sliding scale, the insurers, in one line."""
    parts = [_("%(fee)s a session") % {"fee": money(profile.fee_cents)}]
    if profile.sliding_from_cents and profile.sliding_to_cents:
        span = {"low": money(profile.sliding_from_cents), "high": money(profile.sliding_to_cents)}
        parts[0] += ", " + _("%(low)s to %(high)s on a sliding scale") % span
    if profile.insurers:
        parts.append(_("Takes %(names)s") % {"names": joined(list(profile.insurers))})
    elif profile.gives_receipts:
        parts.append(_("Gives receipts you can send to your insurer"))
    return " ".join(f"{part}." for part in parts)


def waiting(profile: Profile) -> str:
    """What is said when there is no open hour."""
    if profile.waiting_weeks is None:
        return _("No hours are open in the next eight weeks.")
    weeks = profile.waiting_weeks
    return ngettext(
        "The waiting list is about %(weeks)s week.", "The waiting list is about %(weeks)s weeks.", weeks
    ) % {"weeks": weeks}


def licence(credential: Credential) -> str:
    """`Oregon, psychologist no. 0000-EX, valid to April 30, 2027, online only.`"""
    words = _("%(state)s, %(kind)s no. %(number)s, valid to %(date)s") % {
        "state": credential.jurisdiction,
        "kind": credential.kind,
        "number": credential.number,
        "date": django_date(credential.valid_until, "F j, Y"),
    }
    return words + (", " + _("online only.") if credential.is_online_only else ".")


def checked(credentials: list[Credential]) -> str:
    """Who confirmed the licences and when; said plainly when nobody has."""
    moments = [row.verified_at for row in credentials if row.verified_at]
    if not moments or len(moments) < len(credentials):
        return _("The practice has not confirmed all of these licenses yet.")
    words = django_date(min(moments), "F j, Y")
    return _("The practice last confirmed these licenses on %(date)s.") % {"date": words}


def confirmed(profile: Profile) -> str:
    """How old the page is."""
    count = (clock.now() - profile.confirmed_at).days
    if count == 0:
        return _("Confirmed today.")
    return ngettext("Confirmed %(n)s day ago.", "Confirmed %(n)s days ago.", count) % {"n": count}


def headline(found: Found, search: Search) -> str:
    """How many there are, or what had to be left open to find anybody."""
    count = len(found.listings)
    people = ngettext("%(n)s therapist", "%(n)s therapists", count) % {"n": count}
    if not found.relaxed:
        return people
    names = {
        "when": _("the time of day"),
        "most_cents": _("the price"),
        "insurer": _("the insurance"),
        "language": _("the language"),
        "state": _("the place"),
        "places": _("how you would meet"),
        "approaches": _("the way of working"),
        "concerns": _("what brings you"),
        "everything": _("all of it"),
    }
    words = {"what": names[found.relaxed], "people": people}
    return _("Nobody matches all of this. Leaving open %(what)s, there are %(people)s.") % words


@dataclass(frozen=True)
class Money:
    """What it costs, line by line."""

    first: str
    session: str
    insurance: str

    @classmethod
    def of(cls, profile: Profile) -> "Money":
        """The lines of one profile."""
        first = _("%(fee)s, %(minutes)s minutes") % {
            "fee": money(profile.fee_first_cents),
            "minutes": profile.consultation_minutes,
        }
        session = _("%(fee)s, 50 minutes.") % {"fee": money(profile.fee_cents)}
        if profile.sliding_from_cents:
            session += " " + ngettext(
                "A sliding scale from %(low)s; %(n)s place is open.",
                "A sliding scale from %(low)s; %(n)s places are open.",
                profile.sliding_open,
            ) % {"low": money(profile.sliding_from_cents), "n": profile.sliding_open}
        insurance = _("In network with %(names)s.") % {"names": joined(list(profile.insurers))}
        receipts = _("A monthly receipt you can send to your insurer.")
        return cls(first, session, insurance if profile.insurers else receipts)


@dataclass(frozen=True)
class Hour:
    """An hour in words, with what a form needs to carry it."""

    words: str
    place: str
    start: str
    code: str

    @classmethod
    def of(cls, chosen: dict[str, Any], profile: Profile) -> "Hour":
        """The hour that a visitor chose, in the practice's zone."""
        return cls._of(chosen["start"], profile.practice.zone, chosen["place"])

    @classmethod
    def of_appointment(cls, appointment: Appointment) -> "Hour":
        """A booked hour in the zone it was booked in."""
        return cls._of(appointment.start_at, appointment.zone, appointment.place)

    @classmethod
    def _of(cls, start: datetime, zone: str, place: str) -> "Hour":
        local = start.astimezone(ZoneInfo(zone))
        words = _("%(day)s, at %(time)s") % {"day": django_date(local, "l, F j"), "time": clock_words(local)}
        return cls(words, _("in person") if place == "office" else _("online"), start_words(start), place)


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


def typed(profile: Profile | None) -> dict[str, Any] | None:
    """A profile as its form shows it."""
    if profile is None:
        return None
    names = ("licence_kind", "statement", "approaches", "concerns", "places", "consultation_minutes")
    values: dict[str, Any] = {name: getattr(profile, name) for name in names}
    return values | {
        "languages": ", ".join(profile.languages),
        "insurers": ", ".join(profile.insurers),
        "fee_first": profile.fee_first_cents / 100,
        "fee": profile.fee_cents / 100,
    }


def licences(profile: Profile | None) -> list[str]:
    """The licences of a profile, one line each."""
    return [licence(row) for row in profile.credentials.order_by("jurisdiction")] if profile else []


def zone_words(zone: str) -> str:
    """`Los Angeles time`."""
    return _("%(city)s time") % {"city": zone.rsplit("/", 1)[-1].replace("_", " ")}


def first_error(form: Any) -> str:
    """The first thing that is wrong, with the name of its field."""
    for name, errors in form.errors.items():
        return f"{form.fields[name].label}: {errors[0]}"
    return ""
