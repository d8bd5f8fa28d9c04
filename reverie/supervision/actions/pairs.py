"""A supervision is begun by who brings their work, and ended by either; its end closes every copy of it."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice, User
from reverie.core import audit, clock, keyring, policy
from reverie.core.policy import Actor
from reverie.supervision.access import supervisors_for
from reverie.supervision.models import KINDS, PresentedCopy, Supervision


class CannotSupervise(Exception):
    """One plain sentence for the user: why this supervision cannot begin or end."""


@transaction.atomic
def begin_supervision(*, supervisor: User, kind: str, starts_on: date, by: Actor) -> Supervision:
    """The actor chooses a supervisor of their practice; nothing is shown by that. Raises CannotSupervise."""
    if not policy.allows(by, "supervision.begin", {"own"}):
        raise CannotSupervise(_("Only who treats clients here can bring their work to a supervisor."))
    if supervisor.pk == by.user_id:
        raise CannotSupervise(_("Choose somebody else: nobody supervises their own work."))
    if not supervisors_for(by).filter(pk=supervisor.pk).exists():
        raise CannotSupervise(_("Choose a supervisor of this practice."))
    if kind not in KINDS:
        raise CannotSupervise(_("Choose whether this is supervision in training or consultation."))
    Practice.objects.select_for_update().get(pk=by.practice_id)
    pair = {"practice_id": by.practice_id, "supervisee_id": by.user_id, "supervisor": supervisor}
    if Supervision.objects.filter(**pair, ended_at=None).exists():
        raise CannotSupervise(_("You bring your work to this supervisor already."))
    row = Supervision.objects.create(**pair, kind=kind, starts_on=starts_on)
    detail = {"supervisor": str(supervisor.pk), "kind": kind, "from": str(starts_on)}
    audit.record(by=by, verb="begin_supervision", on=row, detail=detail)
    return row


@transaction.atomic
def end_supervision(*, supervision: Supervision, by: Actor) -> Supervision:
    """From now on the supervisor opens no copy of it; its author keeps them. Raises CannotSupervise."""
    row = Supervision.objects.select_for_update().get(pk=supervision.pk)
    if by.user_id not in {row.supervisee_id, row.supervisor_id}:
        raise CannotSupervise(_("Only the two of you can end this supervision."))
    if row.ended_at is not None:
        raise CannotSupervise(_("This supervision has ended already."))
    return _end(row, by)


@transaction.atomic
def end_supervisions_of(*, user_id: UUID, practice_id: UUID, by: Actor) -> int:
    """Somebody left the practice: every supervision of theirs ends. The number of them."""
    rows = Supervision.objects.select_for_update().filter(practice_id=practice_id, ended_at=None)
    held = [row for row in rows.order_by("pk") if user_id in {row.supervisee_id, row.supervisor_id}]
    for row in held:
        _end(row, by)
    return len(held)


def _end(row: Supervision, by: Actor) -> Supervision:
    row.ended_at, row.ended_by = clock.now(), by.user_id or row.practice_id
    row.save(update_fields=["ended_at", "ended_by"])
    copies = list(PresentedCopy.objects.filter(supervision=row))
    keys = sum(keyring.withdraw(copy.scope(), row.supervisor_id) for copy in copies)
    audit.record(
        by=by, verb="end_supervision", on=row, practice=row.practice_id, detail={"copies_closed": keys}
    )
    return row
