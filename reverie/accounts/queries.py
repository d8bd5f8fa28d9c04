"""Reads about people."""

from typing import Any

from reverie.accounts.models import Client, Membership
from reverie.core.policy import ANONYMOUS, Actor


def actor_of(user: Any) -> Actor:
    """The actor that a signed-in user is: roles of the practice they work in, or a client's."""
    if not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    held = list(Membership.objects.filter(user=user, ended_at=None).order_by("created_at"))
    client = Client.objects.filter(user=user).order_by("created_at").first() if not held else None
    practice = held[0].practice_id if held else (client.practice_id if client else None)
    roles = {row.role for row in held if row.practice_id == practice}
    if client is not None:
        roles.add("client")
    return Actor(
        user_id=user.pk,
        practice_id=practice,
        roles=frozenset(roles),
        has_second_factor=True,
        name=user.name,
    )
