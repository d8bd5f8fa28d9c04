"""Who sees which front page."""

from django.http import Http404

from reverie.core import policy
from reverie.core.policy import Actor


def require(actor: Actor, action: str, relation: str) -> None:
    """Raise Http404 unless the actor's roles may do `object.verb` under `relation`."""
    if not policy.allows(actor, action, {relation}):
        raise Http404


def may_oversee(actor: Actor) -> bool:
    """True for those who see the practice's overview."""
    return policy.allows(actor, "practice.oversee", {"practice"})
