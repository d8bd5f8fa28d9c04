"""What this room does by itself: the rolling horizon, holds that lapse, planes that move on."""

from datetime import timedelta
from typing import Any

from django.db.models import Q

from reverie.accounts.models import Therapist
from reverie.core import clock
from reverie.core.jobs import job
from reverie.core.policy import Actor
from reverie.scheduling import actions
from reverie.scheduling.actions.booking import LAPSE
from reverie.scheduling.models import StandingHour


@job("scheduling.roll_horizon", every=timedelta(hours=6), lease=timedelta(minutes=30))
def roll_horizon(payload: dict[str, Any]) -> None:
    """Make the appointments of every standing hour up to the horizon.

    Hours that are there stay as they are.
    """
    today = clock.now().date() - timedelta(days=1)
    until = clock.now() + actions.HORIZON
    rows = StandingHour.objects.filter(Q(last_day=None) | Q(last_day__gte=today), first_day__lte=until.date())
    for row in rows.select_related("practice").iterator():
        by = Actor.system("scheduling.roll_horizon", row.practice_id)
        actions.materialise(standing_hour=row, until=until, by=by)


@job("scheduling.roll_planes", every=timedelta(hours=3))
def roll_planes(payload: dict[str, Any]) -> None:
    """Move every plane on to the present day, and open what a lapsed hold kept."""
    for therapist in Therapist.objects.filter(ended_at=None, free_plane__isnull=False):
        actions.refresh_plane(
            therapist=therapist, by=Actor.system("scheduling.roll_planes", therapist.practice_id)
        )


@job(LAPSE)
def lapse_hold(payload: dict[str, Any]) -> None:
    """The time of a hold is over: the hour shows as open again, if nobody confirmed it."""
    therapist = Therapist.objects.get(pk=payload["therapist"])
    actions.refresh_plane(therapist=therapist, by=Actor.system(LAPSE, therapist.practice_id))
