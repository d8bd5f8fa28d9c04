"""The permission matrix: who asks, for whose row, by which method, and what the table says to it.

The relations of each actor to the two owners are written down here by hand, apart from the rooms' code; the
permission table is the oracle. Rows are those of the demonstration practices.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.db.models import Model, QuerySet
from django.urls import URLPattern, URLResolver, get_resolver

from reverie.core import demo_case, policy

OURS, THEIRS = "ours", "theirs"
"""`ours`: rows of Elena Marsh and Hanna Lindqvist in the first practice; `theirs`: those in another one."""


@dataclass(frozen=True)
class Asker:
    """Somebody who asks: roles, and how they stand to the rows of each owner."""

    key: str
    roles: frozenset[str]
    relations: dict[str, frozenset[str]] = field(default_factory=dict)
    is_signed_in: bool = True

    def to(self, owner: str) -> frozenset[str]:
        """The relations to one owner's rows."""
        return self.relations.get(owner, frozenset())


def asker(key: str, *roles: str, ours: str = "", theirs: str = "", signed_in: bool = True) -> Asker:
    """An asker in one line; relations are words with spaces between."""
    relations = {OURS: frozenset(ours.split()), THEIRS: frozenset(theirs.split())}
    return Asker(key, frozenset(roles), relations, signed_in)


THERAPIST_OF = "treating author own shared practice covering"
ASKERS = [
    asker("anonymous", signed_in=False),
    asker("elena", "client", ours="own member"),
    asker("theo", "client", ours="member"),
    asker("hanna", "therapist", ours=THERAPIST_OF),
    asker("hanna without a second factor"),
    asker("mateo", "therapist", ours="practice"),
    asker("naomi", "supervisor", ours="practice presented chosen"),
    asker("oona", "front_desk", ours="practice"),
    asker("owner", "practice_owner", ours="practice"),
    asker("trainee", "trainee", ours="practice"),
    asker("biller", "biller", ours="practice"),
    asker("director", "training_director", ours="practice"),
    asker("researcher", "researcher", ours="practice"),
    asker("administrator", "system_administrator", ours="practice"),
    asker("off-boarded"),
    asker("elena elsewhere", "client", theirs="own member"),
    asker("hanna elsewhere", "therapist", theirs=THERAPIST_OF),
    asker("owner elsewhere", "practice_owner", theirs="practice"),
]


@dataclass(frozen=True)
class Route:
    """One address: its name, its pattern, and the names of what stands in it."""

    name: str
    pattern: str
    arguments: tuple[str, ...]

    @property
    def has_row(self) -> bool:
        """Does a row of somebody stand in the address? Tokens, receipts and kinds are no rows."""
        return any(
            argument not in {"token", "receipt", "slug", "code", "shape"} for argument in self.arguments
        )


def routes() -> list[Route]:
    """Every address of our own rooms; allauth's are tried in accounts."""
    return [route for route in _walk(get_resolver(), "", "") if ":" in route.name]


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Route(f"{space}{entry.name}", pattern, tuple(re.findall(r"<\w+:(\w+)>", pattern)))
        else:
            yield from _walk(entry, pattern, f"{entry.namespace}:" if entry.namespace else space)


def may(who: Asker, owner: str, action: str) -> bool:
    """What the table says: does a role of the asker, in a relation to the owner's rows, may do this?"""
    if action == "public":
        return True
    if action == "signed_in":
        return who.is_signed_in
    return any(role in who.roles and relation in who.to(owner) for role, relation in policy.entitled(action))


def may_somewhere(who: Asker, action: str) -> bool:
    """For addresses without a row: could any relation allow it?"""
    if action in {"public", "signed_in"}:
        return action == "public" or who.is_signed_in
    return any(role in who.roles for role, _ in policy.entitled(action))


def canaries(world: Any) -> list[str]:
    """What must not reach anybody who was denied: names of clients, and sentences of every private text."""
    case = demo_case.case()
    texts = [hour.text for hour in case.hours] + [page.text for page in case.pages]
    texts += [str(hour.facts.get("progress_note", "")) for hour in case.hours]
    texts += [str(hour.facts.get("carry_over", "")) for hour in case.hours]
    texts += [str(moment.get("wish", "")) for hour in case.hours for moment in hour.moments]
    lines = {line.strip() for text in texts for line in re.split(r"[.\n]", text)}
    long = sorted(line for line in lines if len(line) > 30)
    return [*long, "Elena Marsh", "elena.marsh@example.invalid"]


def found_in(text: str, marks: list[str]) -> list[str]:
    """The canaries in a text, percent and HTML escapes undone for what could hide one."""
    plain = unquote(text).replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
    return [mark for mark in marks if mark in plain]


def first(rows: QuerySet[Any]) -> Model:
    """The first row, with a clear failure when the demo made none."""
    row = rows.first()
    assert row is not None, f"the demo has no row for {rows.model.__name__}"
    return row
