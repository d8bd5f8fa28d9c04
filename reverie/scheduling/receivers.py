"""What this room does when another one below it, or it itself, has acted."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from reverie.accounts import events
from reverie.core import clock, jobs
from reverie.core.policy import Actor
from reverie.scheduling import actions
from reverie.scheduling import events as hours
from reverie.scheduling.models import Appointment, Wait


@receiver(events.member_off_boarded)
def end_feeds(practice_id: UUID, user_id: UUID, by: Actor, **rest: Any) -> None:
    """Who leaves the practice no longer reads its calendar; in the transaction of the leaving."""
    actions.end_feeds_of(user_id=user_id, practice_id=practice_id, by=by)


@receiver(hours.appointment_booked)
def end_offer_of_booked(appointment: Appointment, by: Actor, **rest: Any) -> None:
    """An offered hour that somebody confirms on the desk is a yes."""
    if appointment.sequence:  # not new: out of a hold
        actions.settle_offer(appointment=appointment, by=by)


@receiver(hours.appointment_cancelled)
def offer_what_was_called_off(appointment: Appointment, by: Actor, **rest: Any) -> None:
    """An hour that its client gave back is offered to who waits; one the therapist gave up is not."""
    if appointment.standing_hour_id is None:  # an offer is no hour of a series
        actions.settle_offer(appointment=appointment, by=by)
    if appointment.cancelled_side == "client":
        _offer_later([appointment])


@receiver(hours.series_called_off)
def offer_what_was_called_off_at_once(appointments: Sequence[Appointment], **rest: Any) -> None:
    """As for one hour; and an offer is no hour of a series."""
    _offer_later([one for one in appointments if one.cancelled_side == "client"])


@receiver(hours.appointment_moved)
def offer_what_was_left(appointment: Appointment, before: Appointment, by: Actor, **rest: Any) -> None:
    """An hour that a client moved away from, or asked to leave, is offered to who waits."""
    if not by.is_staff or appointment.instead_of_id == before.pk:
        _offer_later([before])


@receiver(hours.series_moved)
def offer_what_a_series_left(
    moves: Sequence[tuple[Appointment, Appointment]], by: Actor, **rest: Any
) -> None:
    """As for one hour."""
    if not by.is_staff:
        _offer_later([before for before, _now in moves])


def _offer_later(rows: Sequence[Appointment]) -> None:
    coming = [row for row in rows if row.start_at > clock.now()]
    if coming and Wait.objects.filter(practice=coming[0].practice_id, ended_at=None).exists():
        work = {f"offer-freed:{row.pk}:{row.sequence}": {"appointment": str(row.pk)} for row in coming}
        jobs.enqueue_all("scheduling.offer_freed_hour", work)
