"""The dream book: dreams told in the hours, with what came to mind, and pages that the client shares."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain, keychain
from reverie.journal import queries as journal
from reverie.process.access import moments_visible_to, scope_of, sheets_visible_to
from reverie.process.models import DreamReport, Moment
from reverie.process.queries.summary import Entry, summaries_of

EMPTY: dict[str, Any] = {"entry": None, "residue": "", "associations": [], "codes": []}


@dataclass(frozen=True)
class ToldDream:
    """A dream moment with its report, and the free associations marked in the same hour."""

    entry: Entry
    words: dict[str, Any]
    report: dict[str, Any]
    came: list[tuple[UUID, str]]


@dataclass(frozen=True)
class DreamBook:
    """Dreams told, latest first; pages of dreams that the client shares; titles of threads."""

    told: list[ToldDream]
    shared: list[journal.SharedPage]
    threads: dict[UUID, str]


def dream_book(actor: Actor, client: Client) -> DreamBook:
    """The author's dream book of a client; four queries besides the key's."""
    scope = scope_of(actor, client.id)
    chain = keychain(scope)
    entries, threads = summaries_of(scope, chain)
    dreams = [entry for entry in entries if entry.kind == "dream"]
    here = {entry.sheet for entry in dreams}
    wanted = [e.moment for e in entries if e.sheet in here and e.kind in {"dream", "free_association"}]
    rows = {key: row.words(chain) for key, row in moments_visible_to(actor).in_bulk(wanted).items()}
    sheets = sheets_visible_to(actor).filter(client=client)
    reports = [row.words(chain) for row in DreamReport.objects.filter(sheet__in=sheets)]
    by_moment = {UUID(words["moment"]): words for words in reports}
    told = [
        ToldDream(entry, rows[entry.moment], by_moment.get(entry.moment, EMPTY), _came(entry, entries, rows))
        for entry in reversed(dreams)
        if entry.moment in rows
    ]
    pages = [page for page in journal.shared_by(actor, client.id) if page.kind == "dream"]
    return DreamBook(told, pages, {key: str(words["title"]) for key, words in threads.items()})


def _came(dream: Entry, entries: list[Entry], rows: dict[UUID, dict[str, Any]]) -> list[tuple[UUID, str]]:
    return [
        (entry.moment, rows[entry.moment]["anchors"][0]["quote"])
        for entry in entries
        if entry.sheet == dream.sheet and entry.kind == "free_association" and entry.moment in rows
    ]


def report_of(moment: Moment, chain: KeyChain | None = None) -> DreamReport | None:
    """The report of a dream moment, if there is one."""
    chain = chain or keychain(moment.scope())
    rows = DreamReport.objects.filter(sheet_id=moment.sheet_id, author_id=moment.author_id)
    return next((row for row in rows if row.words(chain)["moment"] == str(moment.id)), None)


def report_words(moment: Moment, chain: KeyChain) -> dict[str, Any]:
    """Its words; empty ones without a report."""
    row = report_of(moment, chain)
    return row.words(chain) if row else EMPTY
