"""What this room does by itself: climbing the ladder, and keeping the help page true."""

from datetime import timedelta
from typing import Any

from reverie.accounts.models import Practice
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


@job("safety.publish_help", every=timedelta(minutes=10))
def publish_help(payload: dict[str, Any]) -> None:
    """Bring the help page up to what the practices say now, whoever changed it."""
    practice = Practice.objects.order_by("created_at").first()
    if practice is not None:
        by = Actor.system("safety.publish_help", practice.id)
        actions.publish_help_lines(practice=practice, by=by)
