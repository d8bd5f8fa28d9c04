"""Reads about sheets. Words are unsealed here and go to the page, nowhere else."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from reverie.accounts.models import Client
from reverie.core import policy
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain, keychain
from reverie.process.access import scope_of, sheets_visible_to, threads_visible_to
from reverie.process.models import Moment, ProcessSheet, SheetDraft, SheetVersion, Thread
from reverie.process.models.moment import GONE
from reverie.record.models import Session


@dataclass(frozen=True)
class SheetPage:
    """A sheet unsealed: its words, its moments' words by id, the titles of the client's threads by id."""

    sheet: ProcessSheet
    words: dict[str, Any]
    moments: dict[UUID, dict[str, Any]]
    threads: dict[UUID, str]
    has_draft: bool
    before: ProcessSheet | None = None
    after: ProcessSheet | None = None


def sheet_page(sheet: ProcessSheet) -> SheetPage:
    """Everything the reading page shows; four queries besides the key's."""
    chain = keychain(sheet.scope())
    threads = Thread.objects.filter(
        practice_id=sheet.practice_id, author_id=sheet.author_id, client_id=sheet.client_id
    )
    before, after = neighbors(sheet)
    return SheetPage(
        sheet=sheet,
        words=sheet.words(chain),
        moments=_marks(sheet, chain),
        threads=_titles(threads.order_by("created_at"), chain),
        has_draft=SheetDraft.objects.filter(sheet=sheet).exists(),
        before=before,
        after=after,
    )


def marked_page(sheet: ProcessSheet) -> SheetPage:
    """Words and marks alone, without what is around them; one query besides the key's."""
    chain = keychain(sheet.scope())
    return SheetPage(sheet, sheet.words(chain), _marks(sheet, chain), {}, False)


def _marks(sheet: ProcessSheet, chain: KeyChain) -> dict[UUID, dict[str, Any]]:
    rows = Moment.objects.filter(sheet=sheet).order_by("created_at", "id")
    return {row.id: words for row in rows if not (words := row.words(chain)).get(GONE)}


def taken_away(sheet: ProcessSheet, moment: str) -> UUID | None:
    """The moment's id, when its mark was taken away from this sheet and can be brought back."""
    try:
        row = Moment.objects.filter(sheet=sheet, pk=UUID(moment)).first()
    except ValueError:
        return None
    return row.id if row is not None and row.words(keychain(row.scope())).get(GONE) else None


def neighbors(sheet: ProcessSheet) -> tuple[ProcessSheet | None, ProcessSheet | None]:
    """The author's sheets of the sessions before and after, if there are any."""
    if sheet.session is None:
        return None, None
    number = sheet.session.number
    rows = ProcessSheet.objects.filter(
        author_id=sheet.author_id,
        session__treatment_id=sheet.session.treatment_id,
        session__number__in=[number - 1, number + 1],
    ).select_related("session")
    found = {row.session.number: row for row in rows if row.session}
    return found.get(number - 1), found.get(number + 1)


def draft_words(sheet: ProcessSheet, chain: KeyChain) -> tuple[dict[str, Any], int]:
    """The words to go on with and the draft's version; those of the sheet and 0 without a draft."""
    draft = SheetDraft.objects.filter(sheet=sheet).first()
    if draft is None:
        return sheet.words(chain), 0
    return {**sheet.words(chain), **draft.words(chain)}, draft.version


def versions_of(sheet: ProcessSheet) -> list[tuple[int, datetime, dict[str, Any]]]:
    """Earlier versions of a sheet, latest first: number, when it was put aside, words."""
    chain = keychain(sheet.scope())
    rows = SheetVersion.objects.filter(sheet=sheet).order_by("-number")
    return [(row.number, row.created_at, row.words(chain)) for row in rows]


def sheets_of(actor: Actor, client: Client) -> QuerySet[ProcessSheet]:
    """The actor's sheets about a client, latest hour first."""
    rows = sheets_visible_to(actor).filter(client=client).select_related("session", "client")
    return rows.order_by("-session__started_at", "-created_at")


def hours_without_sheet(actor: Actor, client: Client) -> list[tuple[UUID, int, date]]:
    """Sessions that a transcript may be about, latest first: id, number, day."""
    written = ProcessSheet.objects.filter(session=OuterRef("pk"), author_id=actor.user_id)
    ours = Q(client=client, therapist__user_id=actor.user_id)
    rows = Session.objects.filter(ours, ~Exists(written)).order_by("-started_at")[:MOST_HOURS]
    return [(row.id, row.number, row.started_at.astimezone(ZoneInfo(row.zone)).date()) for row in rows]


MOST_HOURS = 300


def day_of(sheet: ProcessSheet) -> date:
    """The day a sheet is about, in the session's or the client's zone."""
    if sheet.session is not None:
        return sheet.session.started_at.astimezone(ZoneInfo(sheet.session.zone)).date()
    return sheet.created_at.astimezone(ZoneInfo(sheet.client.zone)).date()


def thread_titles(actor: Actor, client_id: UUID, chain: KeyChain | None = None) -> dict[UUID, str]:
    """Titles of the actor's threads with a client, by id, oldest first; `chain` when it is open already.

    A thread that runs on in another is not among them: nothing can be tied to it any more.
    """
    chain = chain or keychain(scope_of(actor, client_id))
    rows = threads_visible_to(actor).filter(client_id=client_id).order_by("created_at")
    return _titles(rows, chain)


def _titles(rows: QuerySet[Thread], chain: KeyChain) -> dict[UUID, str]:
    words = {row.id: row.words(chain) for row in rows}
    return {key: held["title"] for key, held in words.items() if not held.get("merged_into")}


def sheet_counts(actor: Actor) -> list[tuple[str, int]]:
    """For owner and administrator: how many sheets each author keeps, and nothing else about them."""
    if not policy.roles_for(actor, "process_sheet.count", "practice"):
        return []
    rows = (
        ProcessSheet.objects.filter(Q(practice_id=actor.practice_id))
        .values_list("author__name")
        .annotate(count=Count("id"))
        .order_by("author__name")
    )
    return [(name, count) for name, count in rows]
