"""What this room does when another one below it has acted."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from reverie.accounts import events
from reverie.core.policy import Actor
from reverie.scheduling import actions


@receiver(events.member_off_boarded)
def end_feeds(practice_id: UUID, user_id: UUID, by: Actor, **rest: Any) -> None:
    """Who leaves the practice no longer reads its calendar; in the transaction of the leaving."""
    actions.end_feeds_of(user_id=user_id, practice_id=practice_id, by=by)
