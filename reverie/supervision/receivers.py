"""What this room does when somebody leaves the practice."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from reverie.accounts import events
from reverie.core.policy import Actor
from reverie.supervision import actions


@receiver(events.member_off_boarded)
def end_supervisions(practice_id: UUID, user_id: UUID, by: Actor, **rest: Any) -> None:
    """Every supervision of who leaves ends with them, and its copies close; in the same transaction."""
    actions.end_supervisions_of(user_id=user_id, practice_id=practice_id, by=by)
