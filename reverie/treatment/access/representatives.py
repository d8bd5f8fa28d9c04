"""The doors of somebody who acts for a client, and of the members of a couple, a family or a group."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Representative
from reverie.core import audit, clock, policy
from reverie.core.policy import Actor
from reverie.treatment.models import CopyAsked, Treatment, UnitMember, latest_first


def representations_of(actor: Actor) -> QuerySet[Representative]:
    """For whom the actor acts today in this practice, with what they may do."""
    today = clock.now().date()
    rows = Representative.objects.filter(
        user=actor.user_id, client__practice_id=actor.practice_id, ended_at=None
    )
    if not policy.allows(actor, "representative.act", {"acting"}):
        return rows.none()
    return rows.filter(starts_on__lte=today, expires_on__gt=today).select_related("client__practice")


def get_representation(actor: Actor, client_id: UUID, scope: str = "") -> Representative:
    """The actor acts for this client today, perhaps for `scope`; one audited read. Raises Http404."""
    rows = representations_of(actor).filter(client_id=client_id).order_by("-created_at")
    found = next((row for row in rows if not scope or scope in row.scope), None)
    if found is None:
        raise Http404
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=found, client=client_id)
    return found


def unit_memberships_of(actor: Actor) -> QuerySet[UnitMember]:
    """The couples, families and groups to which the actor belongs, or whose plan they may still read."""
    if not policy.allows(actor, "unit.read", {"member"}):
        return UnitMember.objects.none()
    today = clock.now().date()
    here = Q(left_on=None) | Q(left_on__gt=today) | Q(may_read_on=True)
    rows = UnitMember.objects.filter(here, person__user_id=actor.user_id, joined_on__lte=today)
    return rows.filter(person__practice_id=actor.practice_id).select_related("unit__client")


def treatment_of_unit(actor: Actor, member: UnitMember) -> Treatment | None:
    """The joint treatment, and one audited read; None when none was begun."""
    rows = Treatment.objects.filter(client=member.unit.client_id).select_related("client", "therapist")
    treatment = latest_first(rows).first()
    if treatment is not None:
        with transaction.atomic():
            audit.record(by=actor, verb="read", on=treatment, client=treatment.client_id)
    return treatment


def get_copy_to_answer(actor: Actor, asked_id: UUID) -> tuple[CopyAsked, UnitMember]:
    """A copy that waits, of a unit to which the actor belongs today, and their place there; else Http404."""
    asked = CopyAsked.objects.filter(pk=asked_id, closed_at=None).select_related("unit__client").first()
    if asked is None or not policy.allows(actor, "unit.answer", {"member"}):
        raise Http404
    member = unit_memberships_of(actor).filter(unit=asked.unit_id, left_on=None).first()
    if member is None:
        raise Http404
    return asked, member
