"""Finding a passage again: unseal and scan, in memory, each time; there is no index."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Coalesce

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain, keychain
from reverie.process.access import moments_visible_to, sheets_visible_to, threads_visible_to
from reverie.process.models import ProcessSheet
from reverie.process.models.moment import GONE
from reverie.process.queries.sheets import day_of

AROUND = 90
"""Characters shown on each side of what was found."""
MOST = 200
"""Passages shown at once."""


@dataclass(frozen=True)
class Wanted:
    """What to look for; empty fields do not narrow."""

    phrase: str = ""
    kind: str = ""
    thread: UUID | None = None
    year: int | None = None
    person: str = ""


@dataclass(frozen=True)
class Hit:
    """A passage found: where, and its words with what stands around them."""

    sheet: ProcessSheet
    before: str
    found: str
    after: str
    moment: UUID | None = None
    kind: str = ""


def search(actor: Actor, client: Client | None, wanted: Wanted) -> list[Hit]:
    """Passages in the actor's own sheets, of one client or of all, latest first; at most MOST."""
    rows = list(_sheets(actor, client, wanted))
    chains = {row.client_id: keychain(row.scope()) for row in rows}
    marked_only = wanted.kind or wanted.thread or wanted.person
    scan = _moments(actor, rows, chains, wanted) if marked_only else _texts(rows, chains, wanted)
    found = list(islice(scan, MOST))
    prefetch_related_objects([hit.sheet for hit in found], "client", "session")
    return [hit for hit in found if not wanted.year or day_of(hit.sheet).year == wanted.year]


def _sheets(actor: Actor, client: Client | None, wanted: Wanted) -> QuerySet[ProcessSheet]:
    """The sheets to read, latest first; of the year wanted and a day on each side, for the zones."""
    rows = sheets_visible_to(actor).annotate(at=Coalesce("session__started_at", "created_at"))
    if client is not None:
        rows = rows.filter(client=client)
    if wanted.year:
        first = datetime(wanted.year, 1, 1, tzinfo=UTC) - timedelta(days=1)
        rows = rows.filter(Q(at__gte=first, at__lt=first + timedelta(days=368)))
    return rows.order_by("-at")


def _texts(rows: list[ProcessSheet], chains: dict[UUID, KeyChain], wanted: Wanted) -> Iterator[Hit]:
    pattern, small = re.compile(re.escape(wanted.phrase), re.IGNORECASE), wanted.phrase.lower()
    for sheet in rows if wanted.phrase else ():
        words = sheet.words(chains[sheet.client_id])
        for text in (words["title"], words["body"], words["carry_over"], words["reactions"]):
            if small in text.lower():  # far cheaper than the pattern, which most sheets never need
                for match in pattern.finditer(text):
                    yield _hit(sheet, text, *match.span())


def _hit(sheet: ProcessSheet, text: str, start: int, end: int) -> Hit:
    return Hit(
        sheet,
        ("…" if start > AROUND else "") + text[max(0, start - AROUND) : start],
        text[start:end],
        text[end : end + AROUND] + ("…" if len(text) > end + AROUND else ""),
    )


def _moments(
    actor: Actor, rows: list[ProcessSheet], chains: dict[UUID, KeyChain], wanted: Wanted
) -> Iterator[Hit]:
    marked: dict[UUID, list[tuple[UUID, dict[str, Any]]]] = defaultdict(list)
    about = _persons(actor, chains) if wanted.person else {}
    for moment in moments_visible_to(actor).filter(sheet__in=rows).order_by("created_at"):
        marked[moment.sheet_id].append((moment.id, moment.words(chains[moment.client_id])))
    for sheet in rows:
        for moment_id, words in marked[sheet.id]:
            if _fits(words, wanted, about):
                anchor = words["anchors"][0]
                yield Hit(sheet, anchor["before"], anchor["quote"], anchor["after"], moment_id, words["kind"])


def _persons(actor: Actor, chains: dict[UUID, KeyChain]) -> dict[str, str]:
    """Thread -> whom it is about."""
    rows = threads_visible_to(actor).filter(client_id__in=chains)
    return {str(row.id): str(row.words(chains[row.client_id]).get("who", "")) for row in rows}


def _fits(words: dict[str, Any], wanted: Wanted, about: dict[str, str] | None = None) -> bool:
    text = " ".join([words["note"], *[anchor["quote"] for anchor in words["anchors"]]])
    return (
        not words.get(GONE)
        and (not wanted.kind or words["kind"] == wanted.kind)
        and (wanted.thread is None or str(wanted.thread) in words["threads"])
        and wanted.phrase.casefold() in text.casefold()
        and (not wanted.person or _is_about(words, wanted.person, about or {}))
    )


def _is_about(words: dict[str, Any], person: str, about: dict[str, str]) -> bool:
    """True when the episode is with that person, or a thread of the moment is about them."""
    named = [str(words["codes"].get("other", "")), *[about.get(key, "") for key in words["threads"]]]
    return any(person.casefold() in name.casefold() for name in named)
