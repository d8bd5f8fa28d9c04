"""Who may take a copy of whose record."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from reverie.accounts.models import Client
from reverie.core import policy
from reverie.core.policy import Actor
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
