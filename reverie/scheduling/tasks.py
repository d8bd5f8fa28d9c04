"""What this room does by itself: the rolling horizon, holds that lapse, planes that move on."""

from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from reverie.accounts.models import Therapist
from reverie.core import clock, jobs
from reverie.core.jobs import job
from reverie.core.policy import Actor
from reverie.scheduling import actions, queries
from reverie.scheduling.actions.booking import LAPSE
from reverie.scheduling.models import Appointment, StandingHour

OFFER = "scheduling.offer_freed_hour"
HORIZON, HORIZON_EVERY = "scheduling.roll_horizon", timedelta(hours=6)
PLANES, PLANES_EVERY = "scheduling.roll_planes", timedelta(hours=3)
SLICE = 500
Row = TypeVar("Row", bound=Model)


def a_slice(rows: QuerySet[Row], name: str, every: timedelta, payload: dict[str, Any]) -> list[Row]:
    """The next rows of a long round; what comes after them is put into the queue, before they are acted on.

    So a worker gives its sign of life and does what is more urgent between two slices, and a slice that
    fails keeps none of the others waiting. One that is done again puts no second one into the queue.
    """
    after, round_ = payload.get("after"), payload.get("round") or jobs.period(every)
    rows = rows.order_by("pk")
    part = list((rows.filter(pk__gt=after) if after else rows)[:SLICE])
    if len(part) == SLICE:
        last = str(part[-1].pk)
        jobs.enqueue(name, key=f"{name}@{round_}>{last}", payload={"round": round_, "after": last})
    return part


@job(HORIZON, every=HORIZON_EVERY, in_transaction=False)
def roll_horizon(payload: dict[str, Any]) -> None:
    """Make the appointments of every standing hour up to the horizon, each series in its own transaction.

    Hours that are there stay as they are, and a series that has them all is not locked for it.
    """
    today = clock.now().date() - timedelta(days=1)
    until = clock.now() + actions.HORIZON
    rows = StandingHour.objects.filter(Q(last_day=None) | Q(last_day__gte=today), first_day__lte=until.date())
    part = a_slice(rows.select_related("therapist"), HORIZON, HORIZON_EVERY, payload)
    for row in queries.lacking(part, until):
        by = Actor.system(HORIZON, row.practice_id)
        actions.materialise(standing_hour=row, until=until, by=by)


@job(PLANES, every=PLANES_EVERY, in_transaction=False)
def roll_planes(payload: dict[str, Any]) -> None:
    """Move every plane on to the present day, and open what a lapsed hold kept; each in its own
    transaction.
    """
    rows = Therapist.objects.filter(ended_at=None, free_plane__isnull=False)
    for therapist in a_slice(rows, PLANES, PLANES_EVERY, payload):
        actions.refresh_plane(therapist=therapist, by=Actor.system(PLANES, therapist.practice_id))


@job("scheduling.remind", every=timedelta(minutes=15), in_transaction=False)
def remind(payload: dict[str, Any]) -> None:
    """Write to everybody whose hour is near; each letter has a key of its own, so that it is written once."""
    actions.remind_of_coming_hours()


@job("scheduling.warn_of_clock_changes", every=timedelta(days=1), in_transaction=False)
def warn_of_clock_changes(payload: dict[str, Any]) -> None:
    """Two weeks before the clocks change, write to who will come at another time by their own clock."""
    actions.warn_of_clock_changes()


@job(OFFER)
def offer_freed_hour(payload: dict[str, Any]) -> None:
    """An hour was given back: whoever has waited longest, and whom it suits, is offered it."""
    row = Appointment.objects.select_related("therapist").get(pk=payload["appointment"])
    actions.offer_freed_hour(appointment=row)


@job(actions.LAPSE_OFFERS, every=timedelta(minutes=10), in_transaction=False)
def lapse_offers(payload: dict[str, Any]) -> None:
    """Offers that nobody answered in time go to the next."""
    actions.lapse_offers()


@job(LAPSE)
def lapse_hold(payload: dict[str, Any]) -> None:
    """The time of a hold is over: the hour shows as open again, if nobody confirmed it."""
    therapist = Therapist.objects.get(pk=payload["therapist"])
    actions.refresh_plane(therapist=therapist, by=Actor.system(LAPSE, therapist.practice_id))
