"""The client lets a therapist read a page, and takes it back."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from reverie.accounts.models import Therapist
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.journal.events import entry_shared, entry_taken_back
from reverie.journal.models import Entry, Share
from reverie.safety.queries.looking import declares_cover
from reverie.treatment.models import Treatment


class CannotShare(Exception):
    """One plain sentence for the person who shares."""


class CannotTakeBack(Exception):
    """One plain sentence for the person who takes a page back."""


def share_entry(
    *, entry: Entry, therapist: Therapist, mode: str, shared_at: datetime | None = None, by: Actor
) -> Share:
    """Let `therapist` read the page, from the next hour on or now; an earlier share is replaced.

    Raises CannotShare with somebody who does not treat the client, and for `now` where the practice does
    not declare that somebody is there after hours.
    """
    _check(entry, therapist, mode)
    with transaction.atomic():
        now = shared_at or clock.now()
        _open_shares(entry, therapist).update(withdrawn_at=now, withdrawn_by=by.user_id)
        share = Share.objects.create(
            practice_id=entry.practice_id,
            client_id=entry.client_id,
            entry=entry,
            therapist=therapist,
            mode=mode,
            shared_at=now,
        )
        detail = {"therapist": str(therapist.id), "mode": mode, "digest": entry.digest()}
        audit.record(by=by, verb="share", on=entry, client=entry.client_id, detail=detail)
        entry_shared.send(sender=Share, share=share, by=by)
    return share


def take_back(*, share: Share, taken_at: datetime | None = None, by: Actor) -> Share:
    """End the reading at the next request; what was read stays in the audit. Raises CannotTakeBack."""
    with transaction.atomic():
        row = Share.objects.select_for_update().get(pk=share.pk)
        if row.withdrawn_at is not None:
            raise CannotTakeBack(_("This page is taken back already."))
        row.withdrawn_at, row.withdrawn_by = taken_at or clock.now(), by.user_id
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        detail = {"therapist": str(row.therapist_id), "was_read": row.read_at is not None}
        audit.record(by=by, verb="take_back", on=share.entry, client=row.client_id, detail=detail)
        entry_taken_back.send(sender=Share, share=row, by=by)
    return row


def _open_shares(entry: Entry, therapist: Therapist) -> QuerySet[Share]:
    return Share.objects.filter(entry=entry, therapist=therapist, withdrawn_at=None)


def _check(entry: Entry, therapist: Therapist, mode: str) -> None:
    if mode not in Share.MODES:
        raise CannotShare(_("Choose who can read this page, and from when."))
    treats = Treatment.objects.filter(client_id=entry.client_id, therapist=therapist)
    if not treats.exclude(state=Treatment.ARCHIVED).exists():
        raise CannotShare(_("{name} is not your therapist.").format(name=therapist.name))
    if mode == Share.NOW and not declares_cover(therapist.practice):
        raise CannotShare(
            _(
                "The practice declares nobody who covers after hours, so a page can be shared from the next "
                "hour on."
            )
        )
