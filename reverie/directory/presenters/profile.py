"""Profiles in words: money, places, licences, how old the page is."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.core import clock
from reverie.core.money import fee
from reverie.directory.access import CONFIRMED_FOR
from reverie.directory.models import Profile
from reverie.directory.presenters.words import chip, joined
from reverie.directory.queries import Listing, approaches
from reverie.directory.queries.credentials import Checked

CHIPS = 3


class Slot(NamedTuple):
    """An open hour of the list: its words, and where it is booked."""

    words: str
    address: str


@dataclass(frozen=True)
class Card:
    """A therapist in the list."""

    slug: str
    name: str
    initials: str
    ways: str
    statement: str
    money: str
    chips: tuple[Slot, ...]
    waiting: str
    address: str
    ask: str


def card(listing: Listing, zone: str, along: str = "") -> Card:
    """What the list shows of one therapist; `along`: what addresses carry of the reader's clock."""
    profile = listing.profile
    place = profile.places[0] if profile.places else "office"
    book, rest = address("book", profile.slug), f"&place={place}{along.replace('?', '&')}"
    chips = [chip(hour, zone) for hour in spread(listing.hours, zone)]
    return Card(
        slug=profile.slug,
        name=full_name(profile),
        initials="".join(part[0] for part in profile.therapist.name.split(",")[0].split()[:2]),
        ways=ways(profile, tuple(dict.fromkeys(listing.states))),
        statement=profile.statement.split("\n\n")[0],
        money=price(profile),
        chips=tuple(Slot(one.words, f"{book}?start={one.start}{rest}") for one in chips),
        waiting="" if chips else waiting(profile),
        address=address("therapist", profile.slug) + along,
        ask=address("ask", profile.slug),
    )


@lru_cache(maxsize=4096)
def address(name: str, slug: str) -> str:
    """Where a page of this therapist is."""
    return reverse(f"directory:{name}", args=[slug])


def full_name(profile: Profile) -> str:
    """`Hanna Lindqvist, PsyD`."""
    person = profile.therapist
    return f"{person.name}, {person.title}" if person.title else person.name


def spread(hours: tuple[datetime, ...], zone: str) -> list[datetime]:
    """The next few hours, at most one a day, so that the chips show different days."""
    seen: dict[object, datetime] = {}
    clock_zone = ZoneInfo(zone)
    for hour in hours:
        seen.setdefault(hour.astimezone(clock_zone).date(), hour)
        if len(seen) == CHIPS:
            break
    return list(seen.values())


def ways(profile: Profile, states: tuple[str, ...]) -> str:
    """`Relational and object relations. Oregon and Washington. In person and online. English and Swedish.`"""
    names = [approaches()[code]["name"] for code in profile.approaches if code in approaches()]
    lowered = [name if index == 0 else name.lower() for index, name in enumerate(names)]
    words = {"office": _("In person"), "online": _("Online")}
    places = [words[place] for place in profile.places if place in words]
    where = joined([places[0], *[place.lower() for place in places[1:]]]) if places else ""
    parts = [joined(lowered), joined(list(states)), where, joined(list(profile.languages))]
    return " ".join(f"{part}." for part in parts if part)


def price(profile: Profile) -> str:
    """The fee, the sliding scale, the insurers, in one line."""
    parts = [_("%(fee)s a session") % {"fee": fee(profile.fee_cents)}]
    if profile.sliding_from_cents and profile.sliding_to_cents:
        span = {"low": fee(profile.sliding_from_cents), "high": fee(profile.sliding_to_cents)}
        parts[0] += ", " + _("%(low)s to %(high)s on a sliding scale") % span
    if profile.insurers:
        parts.append(_("Takes %(names)s") % {"names": joined(list(profile.insurers))})
    elif profile.gives_receipts:
        parts.append(_("Gives receipts you can send to your insurer"))
    return " ".join(f"{part}." for part in parts)


def waiting(profile: Profile) -> str:
    """What is said when there is no open hour."""
    if profile.waiting_weeks is None:
        return _("No hours can be booked at once in the next eight weeks.")
    weeks = profile.waiting_weeks
    return ngettext(
        "The waiting list is about %(weeks)s week.", "The waiting list is about %(weeks)s weeks.", weeks
    ) % {"weeks": weeks}


def confirmed(profile: Profile) -> str:
    """How old the page is."""
    count = (clock.now() - profile.confirmed_at).days
    if count == 0:
        return _("Confirmed today.")
    return ngettext("Confirmed %(n)s day ago.", "Confirmed %(n)s days ago.", count) % {"n": count}


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
            "fee": fee(profile.fee_first_cents),
            "minutes": profile.consultation_minutes,
        }
        session = _("%(fee)s, 50 minutes.") % {"fee": fee(profile.fee_cents)}
        if profile.sliding_from_cents:
            session += " " + ngettext(
                "A sliding scale from %(low)s; %(n)s place is open.",
                "A sliding scale from %(low)s; %(n)s places are open.",
                profile.sliding_open,
            ) % {"low": fee(profile.sliding_from_cents), "n": profile.sliding_open}
        insurance = _("In network with %(names)s.") % {"names": joined(list(profile.insurers))}
        receipts = _("A monthly receipt you can send to your insurer.")
        return cls(first, session, insurance if profile.insurers else receipts)


def shown(profile: Profile, licences: list[Checked]) -> str:
    """Why a page that its owner wants shown is not found; empty when it is found, or not wanted."""
    if not profile.is_listed:
        return ""
    if not profile.has_room:
        return _("Nobody finds it: you said that you have no room.")
    if profile.is_full:
        return _("Nobody finds it: your caseload is full. It opens again when a treatment has ended.")
    if all(one.has_expired for one in licences):
        return _("Nobody finds it: no license on it is valid today.")
    if profile.confirmed_at < clock.now() - CONFIRMED_FOR:
        return _("Nobody finds it: you last confirmed it more than 90 days ago. Keep it once more.")
    return ""


SAME = ("licence_kind", "statement", "approaches", "concerns", "places", "formats", "ages", "accessibility",
        "consultation_minutes", "sliding_open", "gives_receipts", "has_room", "most_clients", "is_intake",
        "waiting_weeks", "npi", "taxonomy")  # fmt: skip
"""Fields that the form shows as the row keeps them."""


def typed(profile: Profile | None) -> dict[str, Any] | None:
    """A profile as its form shows it."""
    if profile is None:
        return None
    values: dict[str, Any] = {name: getattr(profile, name) for name in SAME}
    for name in ("fee_first", "fee", "sliding_from", "sliding_to"):
        cents = getattr(profile, f"{name}_cents")
        values[name] = None if cents is None else f"{cents / 100:.2f}".removesuffix(".00")
    return values | {
        "languages": ", ".join(profile.languages),
        "insurers": ", ".join(profile.insurers),
        "training": "\n".join(profile.training),
    }
