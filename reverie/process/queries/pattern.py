"""What the marked moments add up to: relationships, defenses, interventions, resistance."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.instruments import ccrt, defenses, interventions
from reverie.process.access import moments_visible_to, scope_of
from reverie.process.models.kinds import level_of
from reverie.process.queries.summary import Entry, summaries_of
from reverie.record.models import Session
from reverie.scheduling.models import Appointment

CLUSTERS = (
    ("W", "wish_cluster", ""),
    ("RO", "ro_cluster", "valence_ro"),
    ("RS", "rs_cluster", "valence_rs"),
)
QUARTERS = 16
"""Stretches of three months shown at most, the latest."""


@dataclass(frozen=True)
class Episode:
    """A relationship episode with the words of its moment."""

    entry: Entry
    words: dict[str, Any]


@dataclass(frozen=True)
class Quarter:
    """Defensive functioning of three months."""

    first: date
    profile: defenses.Profile


@dataclass(frozen=True)
class Adding:
    """Everything of the page."""

    episodes: list[Episode]
    left_out: int
    pattern: ccrt.Pattern
    shift: dict[str, dict[str, float | None]]
    quarters: list[Quarter]
    whole: defenses.Profile
    acts: interventions.InterventionProfile
    answers: interventions.Sequences
    resistance: Counter[str]
    late: int
    missed: int


def adding_up(actor: Actor, client: Client) -> Adding:
    """The author's moments with a client, added up; six queries besides the client's."""
    scope = scope_of(actor, client.id)
    chain = keychain(scope)
    entries = summaries_of(scope, chain)[0]
    told = [entry for entry in entries if entry.kind == "relationship_episode"]
    kept = kept_episodes(entries)
    rows = moments_visible_to(actor).in_bulk([entry.moment for entry in kept])
    coded = [entry for entry in entries if entry.kind == "defense" and code_of(entry) is not None]
    acts = [entry.codes for entry in entries if entry.kind == "intervention" and entry.codes.get("type")]
    late, missed = _calendar(actor, client)
    return Adding(
        episodes=[Episode(entry, rows[entry.moment].words(chain)) for entry in kept if entry.moment in rows],
        left_out=len(told) - len(kept),
        pattern=pattern_of(kept),
        shift=ccrt.change(pattern_of(kept[: len(kept) // 2]), pattern_of(kept[len(kept) // 2 :])),
        quarters=_quarters(coded),
        whole=_profile(coded),
        acts=interventions.profile(codes["type"] for codes in acts),
        answers=interventions.sequences((c["type"], c["response"]) for c in acts if c.get("response")),
        resistance=Counter(e.codes.get("marker", "") for e in entries if e.kind == "resistance"),
        late=late,
        missed=missed,
    )


def kept_episodes(entries: Sequence[Entry]) -> list[Entry]:
    """The relationship episodes that are told completely enough to count."""
    told = [entry for entry in entries if entry.kind == "relationship_episode"]
    return [entry for entry in told if ccrt.complete_enough(entry.codes.get("completeness"))]


def pattern_of(episodes: Sequence[Entry]) -> ccrt.Pattern:
    """The relationship theme of some episodes."""
    rows = [
        ccrt.Component(str(entry.moment), name, str(entry.codes[cluster]), entry.codes.get(valence, ""))
        for entry in episodes
        for name, cluster, valence in CLUSTERS
        if entry.codes.get(cluster)
    ]
    return ccrt.pattern(rows, episodes=[str(entry.moment) for entry in episodes])


def code_of(entry: Entry) -> str | int | None:
    """The defense's name, or its level where only that was coded."""
    return entry.codes.get("defense") or level_of(entry.codes)


def _profile(coded: Sequence[Entry]) -> defenses.Profile:
    codes = [code for entry in coded if (code := code_of(entry)) is not None]
    return defenses.profile(codes, denominator="defenses")


def _quarters(coded: Sequence[Entry]) -> list[Quarter]:
    held: dict[date, list[Entry]] = {}
    for entry in coded:
        month = entry.on.month - (entry.on.month - 1) % 3
        held.setdefault(date(entry.on.year, month, 1), []).append(entry)
    return [Quarter(first, _profile(held[first])) for first in sorted(held)][-QUARTERS:]


def _calendar(actor: Actor, client: Client) -> tuple[int, int]:
    """From the record and the calendar: hours that began late, hours missed by the client."""
    ours = Q(client=client, therapist__user_id=actor.user_id)
    found = Session.objects.filter(ours).aggregate(
        late=Count("id", filter=Q(late_minutes__gt=0)),
        missed=Count("id", filter=Q(attendance=Session.ABSENT)),
    )
    unwritten = Appointment.objects.filter(ours, state=Appointment.CLIENT_ABSENT, session=None).count()
    return found["late"], found["missed"] + unwritten


def evidence_of(adding: Adding, component: str, category: str) -> list[UUID]:
    """The moments whose episode holds a category of a component."""
    cluster = next(cluster for name, cluster, _valence in CLUSTERS if name == component)
    return [
        episode.entry.moment
        for episode in adding.episodes
        if str(episode.entry.codes.get(cluster, "")) == category
    ]
