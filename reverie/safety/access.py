"""The only doors to concerns, safety plans and screeners.

`treating` is the therapist whom the concern names, or whose clients a room above names (`provide_treating`);
`covering` is whoever a concern's ladder has told. Everything outside the actor's practice is invisible.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import audit, policy
from reverie.core.policy import Actor
from reverie.safety.models import Concern, ConcernStep, SafetyPlan, Screener


@dataclass(frozen=True)
class Treating:
    """What a room above knows: the clients whom an actor treats, and who treats a client."""

    clients_of: Callable[[Actor], QuerySet[Client]]
    therapist_of: Callable[[Client], Therapist | None]


_treating: list[Treating] = []


def provide_treating(treating: Treating) -> None:
    """Let the room that knows treatments say who treats whom; called once, in its AppConfig.ready."""
    _treating[:] = [treating]


def clients_treated_by(actor: Actor) -> QuerySet[Client]:
    """The clients whom the actor treats."""
    return _treating[0].clients_of(actor) if _treating else Client.objects.none()


def therapist_of(client: Client) -> Therapist | None:
    """Who treats the client now or did last; None when nobody does."""
    return _treating[0].therapist_of(client) if _treating else None


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


def practice_of_owner(actor: Actor) -> Practice:
    """The practice whose wording the actor may record as approved. Raises Http404 for anybody else."""
    if actor.practice_id is None or not policy.roles_for(actor, "crisis_wording.approve", "practice"):
        raise Http404
    return Practice.objects.get(pk=actor.practice_id)


def may_clear(actor: Actor, relations: set[str]) -> bool:
    """True for a clinician who may close a concern."""
    return policy.allows(actor, "concern.clear", relations)


def waiting_concerns_of(actor: Actor) -> QuerySet[Concern]:
    """Concerns of the practice that nobody has taken up, for whoever may know only that one waits."""
    if actor.practice_id is None or not policy.allows(actor, "concern.see_waiting", {"practice"}):
        return Concern.objects.none()
    return Concern.objects.filter(practice_id=actor.practice_id, acknowledged_at=None)


def practice_that_watches(actor: Actor) -> Practice:
    """The practice whose hours and cover the actor may declare. Raises Http404 for anybody else."""
    if actor.practice_id is None or not policy.allows(actor, "watch.declare", {"practice"}):
        raise Http404
    return Practice.objects.get(pk=actor.practice_id)


# -- safety plans and screeners ------------------------------------------------------------------------


def get_client_for(actor: Actor, client_id: UUID, action: str) -> tuple[Client, set[str]]:
    """The client for `object.verb`, and how the actor stands to them. Raises Http404 for everybody else."""
    rows = Client.objects.filter(Q(pk=client_id, practice_id=actor.practice_id)).select_related("practice")
    client = rows.first()
    relations = relations_to_client(actor, client) if client is not None else set()
    if client is None or not policy.allows(actor, action, relations):
        raise Http404
    return client, relations


def may_write_plan(actor: Actor, relations: set[str]) -> bool:
    """True for whoever writes the client's plan with them."""
    return policy.allows(actor, "safety_plan.write", relations)


def therapist_who_asks(actor: Actor) -> Therapist:
    """The actor as a therapist of the practice. Raises Http404 for somebody who is none."""
    theirs = Q(practice_id=actor.practice_id, user_id=actor.user_id, ended_at=None)
    found = Therapist.objects.filter(theirs).first()
    if found is None:
        raise Http404
    return found


def relations_to_client(actor: Actor, client: Client) -> set[str]:
    """`own`, `treating`, or `covering` for whoever was told of a concern of theirs that is still open."""
    if client.user_id is not None and client.user_id == actor.user_id:
        return {"own"}
    if clients_treated_by(actor).filter(pk=client.pk).exists():
        return {"treating"}
    told = ConcernStep.objects.filter(
        concern__client=client, concern__cleared_at=None, user=actor.user_id, told_at__isnull=False
    )
    return {"covering"} if told.exists() else set()


def own_client_for(actor: Actor, action: str) -> Client:
    """The client who asks, for `object.verb`. Raises Http404 for anybody else."""
    client = (
        Client.objects.filter(user=actor.user_id, practice=actor.practice_id)
        .select_related("practice")
        .first()
    )
    if client is None or not policy.roles_for(actor, action, "own"):
        raise Http404
    return client


def read_plan_of(actor: Actor, client: Client, *, how: str = "read") -> SafetyPlan | None:
    """The plan in force of a client whom the actor may read of, and one link in the audit; None without one.

    `how`: `read`, or what takes the words off the screen: `print`, `copy`.
    """
    plan = client.safety_plans.order_by("-number").select_related("written_by").first()
    if plan is not None:
        with transaction.atomic():
            audit.record(by=actor, verb=how, on=plan, client=client.id)
    return plan


def read_screeners_of(actor: Actor, client: Client) -> list[Screener]:
    """What was asked of a client whom the actor may read of, latest first, and one audited read."""
    rows = list(client.screeners.order_by("-asked_at").select_related("therapist"))
    if rows:
        with transaction.atomic():
            detail = {"screeners": len(rows)}
            audit.record(by=actor, verb="read", on=rows[0], client=client.id, detail=detail)
    return rows
