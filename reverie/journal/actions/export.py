"""Everything the client wrote, to take along."""

from django.db import transaction

from reverie.accounts.models import Client
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.journal import archive, queries


def export_pages(*, client: Client, by: Actor) -> bytes:
    """A zip of all pages and drafts of the client who asks, as text and as JSON; the export is audited."""
    pages = queries.everything(by)
    with transaction.atomic():
        detail = {"pages": len(pages), "format": "zip"}
        audit.record(by=by, verb="export", on=client, client=client.id, detail=detail)
    return archive.build(pages, clock.now())
