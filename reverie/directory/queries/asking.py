"""Inquiries: how they stand, why a therapist said no, and whom else one might ask."""

import tomllib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.db.models import Case, Q, QuerySet, Value, When

from reverie.accounts.models import Practice
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.directory.access import inquiries_visible_to
from reverie.directory.models import Inquiry, Profile
from reverie.directory.queries.finding import WEEKS, Listing, all_listings
from reverie.scheduling.queries import ask_hours, hours_to_choose

DATA = Path(__file__).parent.parent / "data"
ANSWER_WITHIN = timedelta(days=3)
LAST_DAY = timedelta(days=1)
"""A reminder goes out this long before an answer is due."""
FORGET_AFTER = timedelta(days=30)
"""Words of somebody who did not become a client are gone this long after the end."""
TIME_TO_ANSWER, BEFORE_IT_BEGINS = timedelta(hours=12), timedelta(hours=2)
"""An hour on request is not shown nearer than the one; it is kept until the other before it begins."""
ASKED = "directory.asked"
"""The salt of the signed word that opens the page of one inquiry."""


def answer_by(start_at: datetime) -> datetime:
    """Until when an hour on request is kept for who asked: three days, and well before it begins."""
    return min(clock.now() + ANSWER_WITHIN, start_at - BEFORE_IT_BEGINS)


def hours_on_request(profile: Profile) -> tuple[datetime, ...]:
    """Starts (UTC) of a first consultation that the therapist wants to be asked for."""
    low, high = clock.now() + TIME_TO_ANSWER, clock.now() + timedelta(weeks=WEEKS)
    if not profile.takes_people:
        return ()
    return tuple(ask_hours(profile.therapist, low, high, minutes=profile.consultation_minutes))


def hours_to_show(profile: Profile) -> tuple[tuple[datetime, ...], tuple[datetime, ...]]:
    """(starts that can be booked at once, starts on request) of a first consultation."""
    now = clock.now()
    if not profile.has_room:
        return (), ()
    until, minutes = now + timedelta(weeks=WEEKS), profile.consultation_minutes
    at_once, asked = hours_to_choose(profile.therapist, now, until, minutes=minutes)
    return tuple(at_once), tuple(one for one in asked if one >= now + TIME_TO_ANSWER)


def is_on_request(profile: Profile, start_at: datetime) -> bool:
    """True when that hour is open to be asked for now."""
    return start_at in hours_on_request(profile)


@cache
def reasons() -> dict[str, str]:
    """Code -> the words in which a person reads why."""
    raw = tomllib.loads((DATA / "reasons.toml").read_text(encoding="utf-8"))
    return {code: entry["words"] for code, entry in raw.items()}


def inquiries(actor: Actor) -> QuerySet[Inquiry]:
    """What was asked: what waits for an answer first, by when it is due, then the rest, newest first."""
    rank = Case(When(state__in=Inquiry.UNANSWERED, then=Value(0)), default=Value(1))
    rows = inquiries_visible_to(actor).annotate(rank=rank)
    return rows.select_related("profile__therapist", "appointment").order_by("rank", "due_at", "-created_at")


def words_of(inquiry: Inquiry) -> dict[str, str]:
    """Name, address, words and answer; empty once they are forgotten. The caller has audited the read."""
    found: dict[str, str] = inquiry.words(keychain(inquiry.scope()))
    return found


def alternatives(profile: Profile, limit: int = 3) -> list[Listing]:
    """Others with open hours whom somebody who asked `profile` might ask: the most alike first."""
    wanted = set(profile.concerns) | set(profile.approaches) | set(profile.places)
    others = [one for one in all_listings() if one.hours and one.profile.pk != profile.pk]

    def likeness(one: Listing) -> int:
        return len(wanted & {*one.profile.concerns, *one.profile.approaches, *one.profile.places})

    return sorted(others, key=lambda one: (-likeness(one), one.hours[0]))[:limit]


def due_for_care() -> list[Inquiry]:
    """Inquiries to which time does something now: overdue, due within a day, or closed for thirty days."""
    now = clock.now()
    soon = Q(state__in=Inquiry.UNANSWERED, reminded_at=None, due_at__lte=now + LAST_DAY)
    late = Q(state__in=Inquiry.OPEN, due_at__lte=now)
    old = Q(client=None, forgotten_at=None, closed_at__lte=now - FORGET_AFTER)
    return list(Inquiry.objects.filter(soon | late | old).order_by("created_at"))


def zone_of(actor: Actor) -> str:
    """The zone in which somebody on the desk reads times: the practice's."""
    rows = Practice.objects.filter(id=actor.practice_id) if actor.practice_id else Practice.objects.none()
    return rows.values_list("zone", flat=True).first() or "UTC"
