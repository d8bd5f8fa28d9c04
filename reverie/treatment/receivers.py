"""What this room does when another one below it has acted."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from reverie.core.policy import Actor
from reverie.scheduling import events
from reverie.scheduling.models import Holiday, StandingHour
from reverie.treatment import actions


@receiver(events.holiday_announced)
def plan_breaks(holiday: Holiday, clients: list[UUID], by: Actor, **rest: Any) -> None:
    """Days off become a break of each treatment whose hours lie in them; telling the client comes later."""
    actions.plan_breaks_of_holiday(holiday=holiday, clients=clients, by=by)


@receiver(events.standing_hour_changed)
def propose_changed_frame(standing_hour: StandingHour, before: StandingHour, by: Actor, **rest: Any) -> None:
    """An hour of the frame that is moved for good is a new version, for both to agree to."""
    actions.propose_moved_hour(now=standing_hour, before=before, by=by)
