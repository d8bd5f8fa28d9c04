"""Who may do what: reads the permission table, denies by default.

The table (`data/permissions.toml`) is data that people review. A room's access.py works out how the actor
stands to the row (the *relations*: own, treating, author …) and asks `allows`.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

DATA = Path(__file__).parent / "data"
Somebody = UUID | Any
"""A UUID, or None for nobody and for jobs; ask `is_signed_in` before filtering by it."""


@dataclass(frozen=True)
class Actor:
    """Who acts, in which practice and in which roles there. `Actor.system` for jobs, ANONYMOUS for nobody."""

    user_id: Somebody
    practice_id: Somebody
    roles: frozenset[str] = frozenset()
    has_second_factor: bool = False
    name: str = ""
    job: str = ""

    @classmethod
    def system(cls, job: str, practice_id: UUID | None = None) -> "Actor":
        """A job that acts by itself: named in the audit, allowed nothing by the table."""
        return cls(user_id=None, practice_id=practice_id, job=job)

    @property
    def is_signed_in(self) -> bool:
        """True for a person who signed in."""
        return self.user_id is not None

    @property
    def is_staff(self) -> bool:
        """True when any role here is more than a client's."""
        return bool(self.roles - {"client", "representative"})

    @property
    def name_in_audit(self) -> str:
        """The string that the audit chain keeps."""
        return str(self.user_id) if self.user_id else (f"job:{self.job}" if self.job else "")

    @property
    def role_in_audit(self) -> str:
        """The roles, sorted, as one string."""
        return ",".join(sorted(self.roles))[:40] or ("job" if self.job else "none")


ANONYMOUS = Actor(user_id=None, practice_id=None)


@cache
def table() -> dict[str, dict[str, frozenset[tuple[str, str]]]]:
    """object -> verb -> set of (role, relation)."""
    raw = tomllib.loads((DATA / "permissions.toml").read_text())
    return {
        thing: {verb: frozenset(_pair(entry) for entry in entries) for verb, entries in verbs.items()}
        for thing, verbs in raw.items()
    }


def _pair(entry: str) -> tuple[str, str]:
    role, _, relation = entry.partition(":")
    return role, relation


@cache
def routes() -> dict[str, dict[str, str]]:
    """URL name -> method -> `object.verb`, `public` or `signed_in`."""
    raw = tomllib.loads((DATA / "routes.toml").read_text())
    return {
        (f"{room}:{name}" if room != "account" else name): methods
        for room, names in raw.items()
        for name, methods in names.items()
    }


def entitled(action: str) -> frozenset[tuple[str, str]]:
    """The (role, relation) pairs that may do `object.verb`; empty when the table does not name it."""
    thing, _, verb = action.partition(".")
    return table().get(thing, {}).get(verb, frozenset())


def may_ever(actor: Actor, action: str) -> bool:
    """True when some relation would allow the actor's roles to do `action`; the gate's question."""
    return any(role in actor.roles for role, _ in entitled(action))


def allows(actor: Actor, action: str, relations: Iterable[str]) -> bool:
    """True when a role of the actor, in one of `relations` to the row, may do `object.verb`."""
    held = set(relations)
    return any(role in actor.roles and relation in held for role, relation in entitled(action))


def roles_for(actor: Actor, action: str, relation: str) -> frozenset[str]:
    """The actor's roles that may do `action` under `relation`; for querysets of visible rows."""
    return frozenset(role for role, held in entitled(action) if held == relation and role in actor.roles)
