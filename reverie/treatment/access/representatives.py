"""The doors of somebody who acts for a client, and of the members of a couple, a family or a group."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from reverie.accounts.models import Representative
from reverie.core import audit, clock, policy
from reverie.core.policy import Actor
from reverie.treatment.models import CopyAsked, Treatment, UnitMember, latest_first

ABOUT = timedelta(days=1)
"""How far the day of a place may be from the day of the clock that a database compares with."""


def representations_of(actor: Actor) -> list[Representative]:
    """For whom the actor acts here today, by the client's own day, newest first; with what they may do."""
    if not policy.allows(actor, "representative.act", {"acting"}):
        return []
    about = clock.now().date()
    rows = Representative.objects.filter(
        user=actor.user_id, client__practice_id=actor.practice_id, ended_at=None,
        starts_on__lte=about + ABOUT, expires_on__gt=about - ABOUT,
    )  # fmt: skip
    found = rows.select_related("client__practice").order_by("-created_at")
    return [row for row in found if row.starts_on <= clock.today(row.client.zone) < row.expires_on]


def get_representation(actor: Actor, client_id: UUID, scope: str = "") -> Representative:
    """The actor acts for this client today, perhaps for `scope`; one audited read. Raises Http404."""
    rows = [row for row in representations_of(actor) if row.client_id == client_id]
    found = next((row for row in rows if not scope or scope in row.scope), None)
    if found is None:
        raise Http404
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=found, client=client_id)
    return found


def unit_memberships_of(actor: Actor) -> list[UnitMember]:
    """The couples, families and groups to which the actor belongs, or whose plan they may still read."""
    if not policy.allows(actor, "unit.read", {"member"}):
        return []
    about = clock.now().date()
    here = Q(left_on=None) | Q(left_on__gt=about - ABOUT) | Q(may_read_on=True)
    rows = UnitMember.objects.filter(here, person__user_id=actor.user_id, joined_on__lte=about + ABOUT)
    found = rows.filter(person__practice_id=actor.practice_id).select_related("unit__client", "person")
    return [row for row in found if _is_here(row)]


def _is_here(row: UnitMember) -> bool:
    today = clock.today(row.person.zone)
    return row.joined_on <= today and (row.left_on is None or row.may_read_on or row.left_on > today)


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
    here = [row for row in unit_memberships_of(actor) if row.unit_id == asked.unit_id]
    member = next((row for row in here if row.left_on is None), None)
    if member is None:
        raise Http404
    return asked, member
