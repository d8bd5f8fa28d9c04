"""The only doors to supervisions, copies, remarks and hours: the two people of the pair.

For everybody else a copy does not exist: the owner, an administrator, a colleague, another supervisor. Its
author reads it always; the supervisor while it is open. Every read by the supervisor is audited.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Membership, Practice, User
from reverie.core import audit, clock, policy
from reverie.core.policy import Actor
from reverie.core.sealing import CopyScope
from reverie.supervision.models import PresentedCopy, Remark, Supervision, SupervisionHour


def here(actor: Actor) -> tuple[str, date]:
    """The zone of the actor's practice, and the date in it."""
    zone = Practice.objects.filter(pk=actor.practice_id).values_list("zone", flat=True).first() or "UTC"
    return zone, clock.today(zone)


def supervisions_visible_to(actor: Actor) -> QuerySet[Supervision]:
    """The supervisions, begun and ended, in which the actor is one of the two."""
    held = Q(pk__in=[])
    if policy.roles_for(actor, "supervision.begin", "own"):
        held |= Q(supervisee_id=actor.user_id)
    if policy.roles_for(actor, "supervision.hold", "chosen"):
        held |= Q(supervisor_id=actor.user_id)
    return Supervision.objects.filter(held, practice_id=actor.practice_id)


def own_supervisions(actor: Actor) -> QuerySet[Supervision]:
    """The supervisions that the actor brings their work to now."""
    return supervisions_visible_to(actor).filter(supervisee_id=actor.user_id, ended_at=None)


def supervisors_for(actor: Actor) -> QuerySet[User]:
    """The supervisors of the practice to whom the actor may bring their work."""
    members = Membership.objects.filter(practice_id=actor.practice_id, role="supervisor", ended_at=None)
    return User.objects.filter(pk__in=members.values("user")).exclude(pk=actor.user_id).order_by("name")


def copies_visible_to(actor: Actor, today: date | None = None) -> QuerySet[PresentedCopy]:
    """The copies that the actor presented, and those open to them now as the chosen reader.

    `today` in the practice's zone, where the caller has asked for it already.
    """
    held = Q(pk__in=[])
    if policy.roles_for(actor, "presented_copy.read", "author"):
        held |= Q(author_id=actor.user_id)
    if policy.roles_for(actor, "presented_copy.read", "presented"):
        held |= Q(
            supervision__supervisor_id=actor.user_id,
            supervision__ended_at=None,
            withdrawn_at=None,
            until__gte=today or here(actor)[1],
        )
    return PresentedCopy.objects.filter(held, practice_id=actor.practice_id)


def get_copy_for_reading(actor: Actor, copy_id: UUID) -> PresentedCopy:
    """The copy with its supervision, and one audited read. Raises Http404 for everybody but the two."""
    copy = get_copy_for(actor, copy_id, "presented_copy.read")
    note_reading(actor, [copy])
    return copy


def get_copy_for(actor: Actor, copy_id: UUID, action: str) -> PresentedCopy:
    """The copy for `object.verb`; what follows is audited by itself.

    Raises Http404 unless visible, PermissionDenied when the table refuses the verb.
    """
    rows = copies_visible_to(actor).select_related(
        "supervision__supervisee", "supervision__supervisor", "practice"
    )
    copy = rows.filter(pk=copy_id).first()
    if copy is None:
        raise Http404
    _ask(actor, action, "author" if copy.author_id == actor.user_id else "presented")
    return copy


def note_reading(actor: Actor, copies: Sequence[PresentedCopy]) -> None:
    """One audited read of each copy whose words a page shows; the digest says which words."""
    with transaction.atomic():
        for copy in copies:
            audit.record(by=actor, verb="read", on=copy, detail={"digest": copy.digest()})


def scope_for(actor: Actor, copy: PresentedCopy) -> CopyScope:
    """The copy's key as the actor asks for it. Raises Http404 for nobody."""
    if actor.user_id is None:
        raise Http404
    return CopyScope(copy.practice_id, copy.author_id, copy.id, actor.user_id)


def get_own_remark(actor: Actor, remark_id: UUID) -> Remark:
    """A remark that the actor made on a copy they still read. Raises Http404."""
    rows = Remark.objects.filter(author_id=actor.user_id, copy__in=copies_visible_to(actor))
    remark = rows.select_related("copy__supervision", "copy__practice").filter(pk=remark_id).first()
    if remark is None:
        raise Http404
    _ask(actor, "presented_copy.take_back_remark", "author")
    return remark


def get_supervision_for(actor: Actor, supervision_id: UUID, action: str) -> Supervision:
    """The supervision for `object.verb`. Raises Http404 unless one of the two, PermissionDenied."""
    rows = supervisions_visible_to(actor).select_related("supervisee", "supervisor", "practice")
    row = rows.filter(pk=supervision_id).first()
    if row is None:
        raise Http404
    _ask(actor, action, _relation(actor, row))
    return row


def hours_visible_to(actor: Actor) -> QuerySet[SupervisionHour]:
    """The hours of the supervisions in which the actor is one of the two."""
    return SupervisionHour.objects.filter(supervision__in=supervisions_visible_to(actor))


def get_hour_for(actor: Actor, hour_id: UUID, action: str) -> SupervisionHour:
    """The hour with its supervision for `object.verb`. Raises Http404, PermissionDenied."""
    row = hours_visible_to(actor).select_related("supervision").filter(pk=hour_id).first()
    if row is None:
        raise Http404
    _ask(actor, action, _relation(actor, row.supervision))
    return row


def hours_of_practice(actor: Actor) -> QuerySet[SupervisionHour]:
    """Every hour of the practice, for who answers for the training; never a copy. Nothing for others."""
    if not policy.roles_for(actor, "supervision_hours.total", "practice"):
        return SupervisionHour.objects.none()
    return SupervisionHour.objects.filter(supervision__practice_id=actor.practice_id)


def _relation(actor: Actor, row: Supervision) -> str:
    return "own" if row.supervisee_id == actor.user_id else "chosen"


def _ask(actor: Actor, action: str, relation: str) -> None:
    if not policy.allows(actor, action, {relation}):
        raise PermissionDenied
