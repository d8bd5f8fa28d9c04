"""Reads about formulations."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain, keychain
from reverie.instruments import ccrt
from reverie.process.access import formulations_visible_to, scope_of, sheets_visible_to
from reverie.process.models import Formulation
from reverie.process.queries.pattern import kept_episodes, pattern_of
from reverie.process.queries.summary import summaries_of
from reverie.process.queries.threads import rows_of

DATA = Path(__file__).parent.parent / "data" / "formulation.toml"


@cache
def form_data() -> dict[str, Any]:
    """Parts with their fields (data/formulation.toml)."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Version:
    """One version unsealed."""

    id: UUID
    number: int
    on: date
    words: dict[str, Any]


def versions_of(actor: Actor, client: Client, chain: KeyChain | None = None) -> list[Version]:
    """The actor's formulations of a client, latest first; `chain` when it is open already."""
    chain = chain or keychain(scope_of(actor, client.id))
    rows = formulations_visible_to(actor).filter(client=client).order_by("-number")
    return [
        Version(row.id, row.number, row.created_at.astimezone(ZoneInfo(client.zone)).date(), row.words(chain))
        for row in rows
    ]


@dataclass(frozen=True)
class Ground:
    """What the moments add up to beside a formulation: the relationship theme, the corners of threads.

    `threads` are those that go on: id, name, how many of their corners rest on a moment.
    """

    theme: ccrt.Pattern
    threads: list[tuple[UUID, str, int]]


def ground_of(actor: Actor, client: Client, chain: KeyChain) -> Ground:
    """The theme of all episodes, and each thread that goes on with its corners; one query."""
    entries, threads = summaries_of(scope_of(actor, client.id), chain)
    rows = [(row.id, row.title, int(row.words.get("resting", 0))) for row in rows_of(threads)]
    return Ground(pattern_of(kept_episodes(entries)), rows)


def latest(actor: Actor, client_id: UUID) -> Formulation | None:
    """The latest version, sealed."""
    return formulations_visible_to(actor).filter(client_id=client_id).order_by("-number").first()


def claims_of(actor: Actor, client_id: UUID, chain: KeyChain | None = None) -> list[str]:
    """The claims of the latest version, in order; empty without one; `chain` when it is open already."""
    row = latest(actor, client_id)
    words = row.words(chain or keychain(row.scope())) if row else {"claims": []}
    return [claim["claim"] for claim in words["claims"]]


def sheets_by_number(actor: Actor, client: Client) -> dict[int, UUID]:
    """Session number -> the actor's sheet, for evidence that is given as numbers."""
    rows = sheets_visible_to(actor).filter(client=client, session__isnull=False)
    return {number: sheet for sheet, number in rows.values_list("id", "session__number")}
