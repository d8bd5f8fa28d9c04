"""The client's own pages beside sheets, in words."""

from typing import Any

from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import dates
from reverie.journal.queries import SharedPage
from reverie.process.models import ProcessSheet
from reverie.process.queries.pages import PageBeside
from reverie.process.queries.sheets import day_of


def page_context(client: Client, found: PageBeside) -> dict[str, Any]:
    """What page.html shows."""
    return {
        "client": client,
        "entry": found.page.entry_id,
        "day": dates.day(found.page.written_at, client.zone),
        "tied": [(row.id, sheet_words(row)) for row in found.tied],
        "others": [(row.id, sheet_words(row)) for row in found.others],
    }


def sheet_words(sheet: ProcessSheet) -> str:
    """A sheet by its session and day."""
    day = dates.short_day(day_of(sheet), sheet.client.zone)
    return _("session %(n)s, %(day)s") % {"n": sheet.session.number, "day": day} if sheet.session else day


def page_lines(pages: list[SharedPage], zone: str) -> list[tuple[Any, str]]:
    """Pages tied to a sheet: id and the day on which each was written."""
    return [(page.entry_id, dates.short_day(page.written_at, zone)) for page in pages]
