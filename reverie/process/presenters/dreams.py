"""The dream book in words."""

from typing import Any

from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import dates
from reverie.journal.queries import SharedPage
from reverie.process.queries.dreams import DreamBook, ToldDream


def dreams_context(client: Client, book: DreamBook) -> dict[str, Any]:
    """What dreams.html shows."""
    pages = {str(page.entry_id): page for page in book.shared}
    linked = {dream.report["entry"] for dream in book.told}
    return {
        "client": client,
        "told": [_dream(dream, book, pages, client.zone) for dream in book.told],
        "written": [
            (page.entry_id, dates.day(page.written_at, client.zone))
            for page in book.shared
            if str(page.entry_id) not in linked
        ],
    }


def page_choices(pages: list[SharedPage], zone: str) -> list[tuple[Any, str]]:
    """Shared dreams to choose from: id and the day on which they were written."""
    return [(page.entry_id, dates.day(page.written_at, zone)) for page in pages if page.kind == "dream"]


def _dream(dream: ToldDream, book: DreamBook, pages: dict[str, SharedPage], zone: str) -> dict[str, Any]:
    page = pages.get(dream.report["entry"] or "")
    number = dream.entry.number
    return {
        "sheet": dream.entry.sheet,
        "moment": dream.entry.moment,
        "quote": dream.words["anchors"][0]["quote"],
        "note": dream.words["note"],
        "where": _("session %s") % number if number else _("a free sheet"),
        "day": dates.day(dream.entry.on, zone),
        "residue": dream.report["residue"],
        "associations": [(row["element"], row["text"]) for row in dream.report["associations"]],
        "codes": ", ".join(row["code"] for row in dream.report["codes"]),
        "came": dream.came,
        "page": (page.entry_id, dates.short_day(page.written_at, zone)) if page else None,
        "threads": [(key, book.threads[key]) for key in dream.entry.threads if key in book.threads],
    }
