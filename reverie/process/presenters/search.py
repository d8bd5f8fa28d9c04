"""Passages found, in words."""

from typing import Any

from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import dates
from reverie.process.models.kinds import kinds
from reverie.process.queries.search import MOST, Hit
from reverie.process.queries.sheets import day_of


def search_context(form: Any, hits: list[Hit] | None, client: Client | None) -> dict[str, Any]:
    """What search.html shows; `hits` is None before anything was looked for."""
    return {
        "form": form,
        "client": client,
        "asked": hits is not None,
        "found": [(hit, where(hit), _(kinds()[hit.kind].name) if hit.kind else "") for hit in hits or ()],
        "is_cut": hits is not None and len(hits) == MOST,
        "most": MOST,
    }


def where(hit: Hit) -> str:
    """ "Elena Marsh, session 35, Tuesday, June 9"."""
    day = dates.day(day_of(hit.sheet), hit.sheet.client.zone)
    number = _("session %s") % hit.sheet.session.number if hit.sheet.session else _("a free sheet")
    return f"{hit.sheet.client.name}, {number}, {day}"
