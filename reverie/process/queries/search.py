"""Finding a passage again: unseal and scan, in memory, each time; there is no index."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain, keychain
from reverie.process.access import moments_visible_to, sheets_visible_to
from reverie.process.models import ProcessSheet
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
    sheets = sheets_visible_to(actor).select_related("client", "session")
    if client is not None:
        sheets = sheets.filter(client=client)
    rows = sorted(sheets, key=day_of, reverse=True)
    if wanted.year:
        rows = [row for row in rows if day_of(row).year == wanted.year]
    chains: dict[UUID, KeyChain] = {}
    for row in rows:
        chains.setdefault(row.client_id, keychain(row.scope()))
    scan = (
        _moments(actor, rows, chains, wanted)
        if wanted.kind or wanted.thread
        else _texts(rows, chains, wanted)
    )
    return [hit for hit, _ in zip(scan, range(MOST), strict=False)]


def _texts(rows: list[ProcessSheet], chains: dict[UUID, KeyChain], wanted: Wanted) -> Iterator[Hit]:
    pattern = re.compile(re.escape(wanted.phrase), re.IGNORECASE)
    for sheet in rows if wanted.phrase else ():
        words = sheet.words(chains[sheet.client_id])
        for name in ("body", "carry_over", "reactions"):
            text = str(words.get(name, ""))
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
    for moment in moments_visible_to(actor).filter(sheet__in=rows).order_by("created_at"):
        marked[moment.sheet_id].append((moment.id, moment.words(chains[moment.client_id])))
    for sheet in rows:
        for moment_id, words in marked[sheet.id]:
            if _fits(words, wanted):
                anchor = words["anchors"][0]
                yield Hit(sheet, anchor["before"], anchor["quote"], anchor["after"], moment_id, words["kind"])


def _fits(words: dict[str, Any], wanted: Wanted) -> bool:
    text = " ".join([words["note"], *[anchor["quote"] for anchor in words["anchors"]]])
    return (
        (not wanted.kind or words["kind"] == wanted.kind)
        and (wanted.thread is None or str(wanted.thread) in words["threads"])
        and wanted.phrase.casefold() in text.casefold()
    )
