"""What the public pages read: words of the search, and therapists in the order of their next open hour."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from reverie.core import clock
from reverie.directory.access import listed_profiles
from reverie.directory.models import Profile
from reverie.scheduling.queries import open_hours

DATA = Path(__file__).parent.parent / "data"
WEEKS = 8
PARTS_OF_DAY = {"morning": (0, 12), "midday": (11, 15), "evening": (17, 24)}
"""Local hours [from, to) in which a start counts as morning, middle of the day or evening."""


@dataclass(frozen=True)
class Search:
    """What a visitor asked for; empty means anything. `most_cents` is the most they would pay."""

    concerns: tuple[str, ...] = ()
    approaches: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    insurer: str = ""
    language: str = ""
    state: str = ""
    most_cents: int | None = None
    when: tuple[str, ...] = ()

    def without(self, facet: str) -> "Search":
        """The same search with one facet left open."""
        return replace(self, **{facet: getattr(Search(), facet)})

    def asked(self) -> list[str]:
        """The facets that were asked for, those first that most often leave nobody."""
        order = ("when", "most_cents", "insurer", "language", "state", "places", "approaches", "concerns")
        return [facet for facet in order if getattr(self, facet)]


@dataclass(frozen=True)
class Listing:
    """A therapist as found: the profile and the next open hours (UTC, earliest first)."""

    profile: Profile
    hours: tuple[datetime, ...]


@dataclass(frozen=True)
class Found:
    """The answer to a search; `relaxed` names the facet that had to be left open to find anybody."""

    listings: tuple[Listing, ...]
    relaxed: str = ""


@cache
def concerns() -> dict[str, str]:
    """Code -> plain words, in the order in which they are asked."""
    raw = tomllib.loads((DATA / "concerns.toml").read_text())
    return {code: entry["words"] for code, entry in raw.items()}


@cache
def approaches() -> dict[str, dict[str, str]]:
    """Code -> name and plain words of the seven ways of working."""
    return tomllib.loads((DATA / "approaches.toml").read_text())


def find(search: Search, zone: str, profiles: Sequence[Profile] | None = None) -> Found:
    """Therapists that fit, by their next open hour; when nobody fits, those who fit all but one facet.

    `profiles` are the listed ones with their credentials, when they are at hand.
    """
    everybody = all_listings(profiles)
    found = _matching(everybody, search, zone)
    if found:
        return Found(found)
    for facet in search.asked():
        nearby = _matching(everybody, search.without(facet), zone)
        if nearby:
            return Found(nearby, relaxed=facet)
    return Found(_matching(everybody, Search(), zone), relaxed="everything")


def all_listings(profiles: Sequence[Profile] | None = None) -> list[Listing]:
    """Every listed profile with its open hours over the next eight weeks; five queries for any number."""
    profiles = list(listed_profiles().prefetch_related("credentials")) if profiles is None else profiles
    hours = hours_of(profiles)
    return [Listing(profile, hours.get(profile.pk, ())) for profile in profiles]


def hours_of(profiles: Iterable[Profile]) -> dict[object, tuple[datetime, ...]]:
    """profile id -> open starts (UTC) of a first consultation over the next eight weeks."""
    profiles = list(profiles)
    start = clock.now()
    lengths = {profile.therapist_id: profile.consultation_minutes for profile in profiles}
    therapists = [profile.therapist for profile in profiles]
    starts = open_hours(therapists, start, start + timedelta(weeks=WEEKS), minutes=lengths)
    return {
        profile.pk: tuple(starts.get(profile.therapist_id, ())) if profile.has_room else ()
        for profile in profiles
    }


def _matching(everybody: list[Listing], search: Search, zone: str) -> tuple[Listing, ...]:
    fitting = [listing for listing in everybody if _fits(listing.profile, search)]
    timed = [Listing(one.profile, _in_parts(one.hours, search.when, zone)) for one in fitting]
    if search.when:
        timed = [listing for listing in timed if listing.hours]
    never = datetime.max.replace(tzinfo=ZoneInfo("UTC"))
    return tuple(sorted(timed, key=lambda one: (one.hours[0] if one.hours else never, one.profile.slug)))


def _in_parts(hours: tuple[datetime, ...], when: tuple[str, ...], zone: str) -> tuple[datetime, ...]:
    if not when:
        return hours
    spans = [PARTS_OF_DAY[part] for part in when]
    local = ZoneInfo(zone)
    return tuple(
        hour for hour in hours if any(low <= hour.astimezone(local).hour < high for low, high in spans)
    )


def _fits(profile: Profile, search: Search) -> bool:
    today = clock.now().date()
    states = {row.jurisdiction for row in profile.credentials.all() if row.valid_until >= today}
    lowest = min(profile.fee_cents, profile.sliding_from_cents or profile.fee_cents)
    return all(
        (
            not search.concerns
            or "not-sure" in search.concerns
            or set(search.concerns) & set(profile.concerns),
            not search.approaches or set(search.approaches) & set(profile.approaches),
            not search.places or set(search.places) & set(profile.places),
            not search.insurer or search.insurer in profile.insurers,
            not search.language or search.language in profile.languages,
            not search.state or search.state in states,
            search.most_cents is None or lowest <= search.most_cents,
        )
    )
