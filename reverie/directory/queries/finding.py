"""What the public pages read: words of the search, and therapists in the order of their next open hour."""

import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from reverie.accounts.models import Practice
from reverie.core import clock
from reverie.directory.access import listed_profiles, profiles_in_short
from reverie.directory.models import Credential, Profile
from reverie.directory.queries.shelf import Shelf, shelf_now
from reverie.scheduling.queries import next_hours, this_axis
from reverie.timetable.few_people import Quarters
from reverie.timetable.parts import quarters_in
from reverie.timetable.plane import Axis
from reverie.timetable.search import Filters

DATA = Path(__file__).parent.parent / "data"
WEEKS = 8
ALL = 10_000
PAGE = 20
PARTS_OF_DAY = {"morning": (0, 12), "midday": (11, 15), "evening": (17, 24)}
"""Local hours [from, to) in which a start counts as morning, middle of the day or evening."""


@dataclass(frozen=True)
class Search:
    """What a visitor asked for; empty means anything. `most_cents` is the most they would pay, `days` are
    weekdays (0 is Monday) and `when` parts of the day, in the reader's zone.
    """

    concerns: tuple[str, ...] = ()
    approaches: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    insurer: str = ""
    language: str = ""
    state: str = ""
    format: str = ""
    age: str = ""
    access: str = ""
    most_cents: int | None = None
    when: tuple[str, ...] = ()
    days: tuple[int, ...] = ()

    def without(self, facet: str) -> "Search":
        """The same search with one facet left open."""
        return replace(self, **{facet: getattr(Search(), facet)})

    def asked(self) -> list[str]:
        """The facets that were asked for, those first that most often leave nobody."""
        order = (
            "when",
            "days",
            "most_cents",
            "insurer",
            "language",
            "access",
            "age",
            "format",
            "state",
            "places",
            "approaches",
            "concerns",
        )
        return [facet for facet in order if getattr(self, facet)]


@dataclass(frozen=True)
class Listing:
    """A therapist as found: the profile, the next open hours (UTC, earliest first), and the states of the
    licences that are valid today.
    """

    profile: Profile
    hours: tuple[datetime, ...]
    states: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """The answer to a search: one page of `count` therapists.

    `relaxed` names the facet that had to be left open to find anybody.
    """

    listings: tuple[Listing, ...]
    relaxed: str = ""
    count: int = 0
    page: int = 1

    @property
    def has_more(self) -> bool:
        return self.count > self.page * PAGE


@cache
def concerns() -> dict[str, str]:
    """Code -> plain words, in the order in which they are asked."""
    raw = tomllib.loads((DATA / "concerns.toml").read_text())
    return {code: entry["words"] for code, entry in raw.items()}


@dataclass(frozen=True)
class Graded:
    """How good the evidence is that this kind of therapy helps with a condition: `high` or `moderate`."""

    condition: str
    grade: str
    source: str


@cache
def evidence() -> dict[str, Graded]:
    """Concern -> what a review of reviews says of it; a concern that none has graded is not in it."""
    raw = tomllib.loads((DATA / "concerns.toml").read_text())
    return {
        code: Graded(entry["condition"], entry["grade"], entry["source"])
        for code, entry in raw.items()
        if "grade" in entry
    }


@cache
def facet(name: str) -> dict[str, str]:
    """Code -> words of `formats`, `ages` or `accessibility`."""
    found: dict[str, dict[str, str]] = tomllib.loads((DATA / "facets.toml").read_text())
    return found[name]


@cache
def approaches() -> dict[str, dict[str, str]]:
    """Code -> name and plain words of the seven ways of working."""
    return tomllib.loads((DATA / "approaches.toml").read_text())


def practice_and_intake() -> Practice | None:
    """The practice whose pages a visitor reads; `intake` and `intake_name`: who answers those who do not know
    whom to ask, by address and name (None when nobody does). One question, built once for all searches.
    """
    return next(iter(Practice.objects.raw(*_practice_and_intake())), None)


@cache
def _practice_and_intake() -> tuple[str, tuple[Any, ...]]:
    """The statement, and what is put into it: the same whoever asks."""
    who = Profile.objects.filter(practice=OuterRef("pk"), is_intake=True, therapist__ended_at=None)
    first = who.order_by("slug")
    rows = Practice.objects.annotate(
        intake=Subquery(first.values("slug")[:1]), intake_name=Subquery(first.values("therapist__name")[:1])
    )
    statement, values = rows.order_by("created_at")[:1].query.sql_with_params()
    return statement, tuple(values)


def find(search: Search, zone: str, page: int = 1) -> Found:
    """A page of therapists that fit, by their next open hour in the reader's zone; when nobody fits, those
    who fit all but one facet.
    """
    with shelf_now() as shelf:
        for relaxed in ("", *search.asked(), "everything"):
            asked = Search() if relaxed == "everything" else search.without(relaxed) if relaxed else search
            within = _wanted(shelf.axis, asked, zone)
            ids, count = shelf.find(_filters(shelf, asked), within, (page - 1) * PAGE, page * PAGE)
            if count:
                break
    return Found(_listings(ids, shelf.axis, within), relaxed if count else "everything", count, page)


def _filters(shelf: Shelf, search: Search) -> Filters:
    asked = {
        "concerns": () if "not-sure" in search.concerns else search.concerns,
        "approaches": search.approaches,
        "places": search.places,
        "insurers": (search.insurer,),
        "languages": (search.language,),
        "states": (search.state,),
        "formats": (search.format,),
        "ages": (search.age,),
        "accessibility": (search.access,),
    }
    return shelf.filters({facet: names for facet, names in asked.items() if any(names)}, search.most_cents)


def _wanted(axis: Axis, search: Search, zone: str) -> Quarters | None:
    hours = tuple(PARTS_OF_DAY[part] for part in search.when)
    return wanted_quarters(axis, zone, search.days, hours) if hours or search.days else None


@lru_cache(maxsize=64)
def wanted_quarters(
    axis: Axis, zone: str, days: tuple[int, ...], hours: tuple[tuple[int, int], ...]
) -> Quarters:
    """The quarters of these weekdays and local hours; many people ask for the same."""
    return quarters_in(axis, zone, days, hours)


def _listings(ids: Sequence[UUID], axis: Axis, within: Quarters | None) -> tuple[Listing, ...]:
    """These therapists in this order, with their next wanted hours; five questions for any number.

    That they are shown the shelf has just asked; whose licence has ended since is left out.
    """
    rows = profiles_in_short(ids)
    profiles = {one.pk: one for one in rows} if ids else {}
    states = states_of(profiles)
    lengths = {one.therapist_id: one.consultation_minutes for one in profiles.values()}
    hours = next_hours(lengths, axis, within=within) if lengths else {}
    return tuple(
        Listing(profiles[one], tuple(hours.get(profiles[one].therapist_id, ())), tuple(states[one]))
        for one in ids
        if states.get(one)
    )


def states_of(profiles: Collection[UUID]) -> dict[UUID, list[str]]:
    """profile id -> the states of its licences that are valid today, in the order of their coming."""
    rows = Credential.objects.filter(profile__in=profiles, valid_until__gte=clock.now().date())
    found: dict[UUID, list[str]] = {one: [] for one in profiles}
    for one, state in rows.order_by("created_at").values_list("profile_id", "jurisdiction"):
        found[one].append(state)
    return found


def names_of(*facets: str) -> list[list[str]]:
    """The names that those who are shown give for insurers, languages or states, as of the last search."""
    with shelf_now(is_fresh=False) as shelf:
        return [shelf.names(facet) for facet in facets]


def all_listings(profiles: Sequence[Profile] | None = None) -> list[Listing]:
    """Every listed profile with its open hours over the next eight weeks; five queries for any number."""
    profiles = list(listed_profiles()) if profiles is None else profiles
    hours, states = hours_of(profiles), states_of([profile.pk for profile in profiles])
    return [Listing(one, hours.get(one.pk, ()), tuple(states[one.pk])) for one in profiles]


def hours_of(profiles: Iterable[Profile]) -> dict[object, tuple[datetime, ...]]:
    """profile id -> open starts (UTC) of a first consultation over the next eight weeks."""
    profiles = list(profiles)
    lengths = {one.therapist_id: one.consultation_minutes for one in profiles}
    starts = next_hours(lengths, this_axis(), limit=ALL) if lengths else {}
    return {profile.pk: tuple(starts.get(profile.therapist_id, ())) for profile in profiles}
