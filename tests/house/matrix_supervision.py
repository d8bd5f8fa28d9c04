"""What stands in the addresses of supervision: what Hanna brings to Naomi, open now."""

from datetime import timedelta
from typing import Any

from reverie.core import clock
from reverie.core.demo_case import DemoWorld
from reverie.supervision.actions import begin_supervision, log_hour, present_copy, say_remark
from reverie.supervision.models import CONSULTATION, CopyWords, Line, Supervision

__all__ = ["about_supervision"]


def about_supervision(world: DemoWorld) -> dict[str, Any]:
    """Argument -> row of Hanna's supervision with Naomi."""
    by, pair, today = world.actors["hanna"], supervision(world), clock.today(world.practice.zone)
    words = CopyWords("A title", "A question", (Line("T", "I wonder what was not said that day, in all."),))
    copy = present_copy(supervision=pair, words=words, until=today + timedelta(days=14), by=by)
    return {
        "supervision_id": pair.pk,
        "supervision copy_id": copy.pk,
        "hour_id": log_hour(supervision=pair, held_on=today, minutes=50, by=by).pk,
        "remark_id": say_remark(copy=copy, line=0, quote="", text="So it was.", by=by).pk,
    }


def supervision(world: DemoWorld) -> Supervision:
    """The one that the demonstration began, or one of today."""
    held = Supervision.objects.filter(practice=world.practice, ended_at=None)
    found = held.filter(supervisee=world.users["hanna"], supervisor=world.users["naomi"]).first()
    return found or begin_supervision(
        supervisor=world.users["naomi"],
        kind=CONSULTATION,
        starts_on=clock.today(world.practice.zone),
        by=world.actors["hanna"],
    )
