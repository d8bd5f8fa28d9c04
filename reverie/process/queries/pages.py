"""Pages that a client shares, beside the author's own sheets: which belong together is the author's alone."""

from dataclasses import dataclass
from uuid import UUID

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.journal import queries as journal
from reverie.process.access import scope_of
from reverie.process.models import ProcessSheet
from reverie.process.queries.sheets import sheets_of

OFFERED = 40
"""Latest sheets to choose from; a page is written between hours that are near."""


@dataclass(frozen=True)
class PageBeside:
    """A page while it is shared, the sheets that it is tied to, and others to tie it to, latest first."""

    page: journal.SharedPage
    tied: list[ProcessSheet]
    others: list[ProcessSheet]


def page_beside(actor: Actor, client: Client, entry: UUID) -> PageBeside | None:
    """One page that the client shares; None when it is not shared, or no longer."""
    page = next((row for row in journal.shared_by(actor, client.id) if row.entry_id == entry), None)
    if page is None:
        return None
    chain = keychain(scope_of(actor, client.id))
    rows = list(sheets_of(actor, client))
    tied = [row for row in rows if str(entry) in row.words(chain).get("pages", [])]
    return PageBeside(page, tied, [row for row in rows if row not in tied][:OFFERED])


def pages_of(actor: Actor, sheet: ProcessSheet, held: list[str]) -> list[journal.SharedPage]:
    """The pages tied to a sheet that are still shared; no query when none is."""
    rows = journal.shared_by(actor, sheet.client_id) if held else []
    return [row for row in rows if str(row.entry_id) in held]
