"""What this room does by itself: the rolling horizon, holds that lapse, planes that move on."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from reverie.accounts.models import Therapist
from reverie.core import clock
from reverie.core.jobs import job
from reverie.core.policy import Actor
from reverie.scheduling import actions
from reverie.scheduling.actions.booking import LAPSE
from reverie.scheduling.models import Appointment, StandingHour

OFFER = "scheduling.offer_freed_hour"
SLICE = 500
Row = TypeVar("Row", bound=Model)


def in_slices(rows: QuerySet[Row]) -> Iterator[Row]:
    """The rows, so many read at a time; no question stays open between, so each may be acted on."""
    rows = rows.order_by("pk")
    part = list(rows[:SLICE])
    while part:
        yield from part
        part = list(rows.filter(pk__gt=part[-1].pk)[:SLICE])


@job("scheduling.roll_horizon", every=timedelta(hours=6), lease=timedelta(minutes=30), in_transaction=False)
def roll_horizon(payload: dict[str, Any]) -> None:
    """Make the appointments of every standing hour up to the horizon, each series in its own transaction.

    Hours that are there stay as they are.
    """
    today = clock.now().date() - timedelta(days=1)
    until = clock.now() + actions.HORIZON
    rows = StandingHour.objects.filter(Q(last_day=None) | Q(last_day__gte=today), first_day__lte=until.date())
    for row in in_slices(rows):
        by = Actor.system("scheduling.roll_horizon", row.practice_id)
        actions.materialise(standing_hour=row, until=until, by=by)


@job("scheduling.roll_planes", every=timedelta(hours=3), lease=timedelta(minutes=30), in_transaction=False)
def roll_planes(payload: dict[str, Any]) -> None:
    """Move every plane on to the present day, and open what a lapsed hold kept; each in its own
    transaction.
    """
    for therapist in in_slices(Therapist.objects.filter(ended_at=None, free_plane__isnull=False)):
        actions.refresh_plane(
            therapist=therapist, by=Actor.system("scheduling.roll_planes", therapist.practice_id)
        )


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
