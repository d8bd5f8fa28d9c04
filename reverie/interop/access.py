"""Who may take a copy of whose record, and who may bring over what another system kept."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from reverie.accounts.models import Client, Practice
from reverie.core import policy
from reverie.core.policy import Actor
from reverie.interop.models import MoveIn
from reverie.treatment import access as treatments


def get_client_for_export(actor: Actor, client_id: UUID) -> Client:
    """A client whom the actor treats. Raises Http404 when invisible, PermissionDenied when refused."""
    client = treatments.get_treatment_for(actor, client_id, "treatment.open").client
    if not policy.allows(actor, "export.make", {"treating"}):
        raise PermissionDenied
    return client


def get_own_client(actor: Actor) -> Client:
    """The client who asks for their own copy. Raises Http404 for anybody else."""
    return treatments.get_own_treatment(actor).client


def moves_visible_to(actor: Actor) -> QuerySet[MoveIn]:
    """What the practice has brought over, the newest first, for its owner and front desk."""
    if not policy.allows(actor, "move_in.keep", {"practice"}):
        return MoveIn.objects.none()
    return MoveIn.objects.filter(practice=actor.practice_id).order_by("-created_at")


def get_move(actor: Actor, move_id: UUID) -> MoveIn:
    """One of them. Raises Http404 when invisible."""
    row = moves_visible_to(actor).select_related("practice", "file").filter(pk=move_id).first()
    if row is None:
        raise Http404
    return row


def get_practice_for_moving(actor: Actor) -> Practice:
    """The practice into which somebody brings things. Raises Http404 for everybody else."""
    if not policy.allows(actor, "move_in.keep", {"practice"}):
        raise Http404
    return Practice.objects.get(pk=actor.practice_id)
