"""The only doors to concerns.

`treating` is the therapist whom the concern names; `covering` is whoever its ladder has told. Everything
outside the actor's practice is invisible.
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Client, Practice
from reverie.core import audit, policy
from reverie.core.policy import Actor
from reverie.safety.models import Concern, ConcernStep


def concerns_visible_to(actor: Actor) -> QuerySet[Concern]:
    """The concerns that name the actor as therapist, or whose ladder has told the actor."""
    if actor.practice_id is None:
        return Concern.objects.none()
    seen = Q(pk__in=[])
    if policy.roles_for(actor, "concern.read", "treating"):
        seen |= Q(therapist__user_id=actor.user_id)
    if policy.roles_for(actor, "concern.read", "covering"):
        told = ConcernStep.objects.filter(concern=OuterRef("pk"), user=actor.user_id, told_at__isnull=False)
        seen |= Q(Exists(told))
    return Concern.objects.filter(seen, practice_id=actor.practice_id).select_related("client", "therapist")


def get_concern_for_reading(actor: Actor, concern_id: UUID) -> Concern:
    """The concern, and one audited read. Raises Http404 when it is not the actor's to see."""
    concern = concerns_visible_to(actor).filter(pk=concern_id).first()
    if concern is None:
        raise Http404
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=concern, client=concern.client_id)
    return concern


def get_concern_for(actor: Actor, concern_id: UUID, action: str) -> Concern:
    """The concern for `concern.verb`. Raises Http404 when invisible, PermissionDenied when refused."""
    concern = concerns_visible_to(actor).filter(pk=concern_id).first()
    if concern is None:
        raise Http404
    if not policy.allows(actor, action, relations_to(actor, concern)):
        raise PermissionDenied("Only a clinician can close a concern.")
    return concern


def relations_to(actor: Actor, concern: Concern) -> set[str]:
    """`treating` for its therapist, `covering` for whoever was told."""
    told = concern.steps.filter(user=actor.user_id, told_at__isnull=False).exists()
    return ({"treating"} if concern.therapist.user_id == actor.user_id else set()) | (
        {"covering"} if told else set()
    )


def own_client(actor: Actor) -> Client:
    """The client who asks about themselves. Raises Http404 for anybody else."""
    client = (
        Client.objects.filter(user=actor.user_id, practice=actor.practice_id)
        .select_related("practice")
        .first()
    )
    if client is None or not policy.roles_for(actor, "help.read_after_answer", "own"):
        raise Http404
    return client


def practice_of_owner(actor: Actor) -> Practice:
    """The practice whose wording the actor may record as approved. Raises Http404 for anybody else."""
    if actor.practice_id is None or not policy.roles_for(actor, "crisis_wording.approve", "practice"):
        raise Http404
    return Practice.objects.get(pk=actor.practice_id)


def may_clear(actor: Actor, relations: set[str]) -> bool:
    """True for a clinician who may close a concern."""
    return policy.allows(actor, "concern.clear", relations)
