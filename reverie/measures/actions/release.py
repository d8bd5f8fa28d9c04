"""Who may look at what: figures for the client, the alliance check for the therapist."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.measures.models import HELD_BY_CLIENT, Administration


class CannotRelease(Exception):
    """One plain sentence for the person who shows something."""


def release_scores(*, administrations: Iterable[Administration], by: Actor) -> int:
    """Let the client see the figures of these forms; returns how many are new to them."""
    with transaction.atomic():
        rows = [row for row in administrations if row.instrument not in HELD_BY_CLIENT]
        return sum(_release(row, by) for row in rows)


def show_to_therapist(*, administration: Administration, by: Actor) -> Administration:
    """The client shows a form that they hold. Raises CannotRelease when it is not theirs to hold or open."""
    if administration.instrument not in HELD_BY_CLIENT:
        raise CannotRelease(_("Your therapist reads these answers anyway."))
    if administration.state != Administration.COMPLETED:
        raise CannotRelease(_("Finish the form first; then you can show it."))
    with transaction.atomic():
        _release(administration, by)
    return administration


def _release(row: Administration, by: Actor) -> bool:
    if row.released_at is not None or row.state != Administration.COMPLETED:
        return False
    row.released_at, row.released_by = clock.now(), by.user_id
    row.save(update_fields=["released_at", "released_by"])
    audit.record(by=by, verb="release", on=row, client=row.client_id)
    return True
