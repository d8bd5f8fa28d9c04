"""Papers of the record: handed in, shown to the client, taken out; never deleted."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import audit, clock
from reverie.core.files import CannotKeep, keep_file
from reverie.core.policy import Actor
from reverie.core.sealing import ClientScope
from reverie.record.models import Paper


class CannotKeepPaper(Exception):
    """One plain sentence for the user: why this paper is not kept, shown or taken out."""


@transaction.atomic
def add_paper(*, client: Client, title: str, name: str, content: bytes, is_shown: bool, by: Actor) -> Paper:
    """Keep a paper in the client's record; what a client hands in is always theirs to see.

    Raises CannotKeepPaper.
    """
    if not title.strip():
        raise CannotKeepPaper(_("Give the paper a name by which you both find it."))
    try:
        scope = ClientScope(client.practice_id, client.pk, "record")
        stored = keep_file(content=content, name=name, scope=scope, by=by)
    except CannotKeep as refusal:
        raise CannotKeepPaper(str(refusal)) from None
    is_own = by.user_id is not None and by.user_id == client.user_id
    row = Paper(practice_id=client.practice_id, client=client, stored=stored, is_from_client=is_own)
    row.added_by, row.shown_at = by.user_id, clock.now() if is_shown or is_own else None
    row.seal_words(row.chain(), {"title": title.strip()})
    row.save(force_insert=True)
    detail = {"file": str(stored.pk), "words": row.digest()}
    audit.record(by=by, verb="add_paper", on=row, client=client.pk, detail=detail)
    return row


@transaction.atomic
def show_paper(*, paper: Paper, by: Actor) -> Paper:
    """Let the client read a paper. Raises CannotKeepPaper."""
    row = _current(paper.pk)
    if row.shown_at is not None:
        raise CannotKeepPaper(_("The client can read this paper already."))
    row.shown_at = clock.now()
    row.save(update_fields=["shown_at"])
    audit.record(by=by, verb="show_paper", on=row, client=row.client_id)
    return row


@transaction.atomic
def take_out_paper(*, paper: Paper, by: Actor) -> Paper:
    """Take a paper out of the lists: it is kept as long as the record is, and in every copy of it."""
    row = _current(paper.pk)
    row.taken_out_at, row.taken_out_by = clock.now(), by.user_id
    row.save(update_fields=["taken_out_at", "taken_out_by"])
    audit.record(by=by, verb="take_out_paper", on=row, client=row.client_id)
    return row


def _current(paper_id: UUID) -> Paper:
    row = Paper.objects.select_for_update().get(pk=paper_id)
    if row.taken_out_at is not None:
        raise CannotKeepPaper(_("This paper was taken out."))
    return row
