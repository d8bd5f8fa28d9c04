"""What this room does by itself: climbing the ladder."""

from typing import Any

from reverie.core.jobs import job
from reverie.core.policy import Actor
from reverie.safety import actions
from reverie.safety.actions.concerns import CLIMB
from reverie.safety.models import ConcernStep


@job(CLIMB, tries=20)
def climb(payload: dict[str, Any]) -> None:
    """Tell the rung that is due, unless somebody looks after the concern by now."""
    step = ConcernStep.objects.select_related("concern").get(pk=payload["step"])
    actions.tell_step(step=step, by=Actor.system(CLIMB, step.concern.practice_id))
