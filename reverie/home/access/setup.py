"""Who may set up: the holder of the one-time link until there is an owner, then the owner."""

import hashlib
import hmac

from django.http import Http404

from reverie.accounts.models import Membership, Practice
from reverie.core import policy
from reverie.core.models import Installation
from reverie.core.policy import Actor


def held_hash(secret: str) -> str:
    """What the installation keeps of the secret that the set-up's browser holds."""
    return hashlib.sha256(f"held:{secret}".encode()).hexdigest()


def is_holder(secret: str) -> bool:
    """True for the browser that opened the latest link, while the set-up is not finished."""
    row = Installation.current()
    if not secret or row.setup_finished_at is not None or row.is_demo:
        return False
    return hmac.compare_digest(row.setup_token_hash, held_hash(secret))


def has_owner() -> bool:
    """True once somebody owns the practice; from then on the link opens nothing."""
    return Membership.objects.filter(role="practice_owner", ended_at=None).exists()


def require_holder(secret: str) -> Practice | None:
    """The practice so far, for the holder of the link before there is an owner; Http404 for anybody else."""
    if has_owner() or not is_holder(secret):
        raise Http404
    return Practice.objects.order_by("created_at").first()


def require_owner(actor: Actor, *, with_factor: bool = True) -> Practice:
    """The practice that its owner is setting up; Http404 for others, and once the set-up is finished."""
    if with_factor and not actor.has_second_factor:
        raise Http404
    if Installation.current().setup_finished_at is not None or actor.practice_id is None:
        raise Http404
    if not policy.allows(actor, "setup.change", {"practice"}):
        raise Http404
    return Practice.objects.get(id=actor.practice_id)
