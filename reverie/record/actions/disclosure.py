"""Writing down that a copy of the record was given out."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.record.models import Disclosure


class CannotDisclose(Exception):
    """One plain sentence for the user: why this cannot be written down."""


@transaction.atomic
def write_disclosure(
    *,
    client: Client,
    kind: str,
    recipient: str,
    purpose: str,
    items: int = 0,
    what: str = "",
    at: datetime | None = None,
    by: Actor,
) -> Disclosure:
    """Write down one copy of the record: `items` rows, for a client's own use or given to somebody.

    What left the practice by hand, by phone or by mail is told in `what`, with its day in `at`.

    Raises CannotDisclose when it is given to somebody who is not named, or for nothing.
    """
    if kind not in Disclosure.KINDS:
        raise CannotDisclose(_("Say whether this is the client’s own copy or is given out."))
    if kind == Disclosure.GIVEN_OUT and not (recipient.strip() and purpose.strip()):
        raise CannotDisclose(_("Write down who gets the copy, and what for."))
    if at is not None and at > clock.now():
        raise CannotDisclose(_("This day is still to come; write it down when it was given out."))
    row = Disclosure(practice_id=client.practice_id, client=client, kind=kind, items=items, by=by.user_id)
    row.at = at or clock.now()
    words = {"recipient": recipient.strip(), "purpose": purpose.strip()}
    row.seal_words(row.chain(), words | ({"what": what.strip()} if what.strip() else {}))
    row.save(force_insert=True)
    verb = "download" if kind == Disclosure.OWN_COPY else "disclose"
    detail = {"kind": kind, "items": items, "words": row.digest()}
    audit.record(by=by, verb=verb, on=row, practice=client.practice_id, client=client.pk, detail=detail)
    return row
