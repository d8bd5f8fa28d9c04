"""What the directory does when an hour that somebody asked for is answered in the calendar."""

from typing import Any

from django.dispatch import receiver

from reverie.core.policy import Actor
from reverie.directory import actions
from reverie.scheduling import events
from reverie.scheduling.models import Appointment

FIRST_MEETING = "consultation"


@receiver(events.appointment_booked)
def settle_request(appointment: Appointment, by: Actor, **rest: Any) -> None:
    """A first consultation was confirmed, that somebody may have asked for."""
    if appointment.kind == FIRST_MEETING and appointment.sequence:  # a new row was not asked for
        actions.settle_request(appointment=appointment, by=by)


@receiver(events.appointment_cancelled)
def close_request(appointment: Appointment, by: Actor, **rest: Any) -> None:
    """It was declined or called off."""
    if appointment.kind == FIRST_MEETING:
        actions.close_request(appointment=appointment, by=by)


@receiver(events.appointment_moved)
def follow_request(appointment: Appointment, before: Appointment, **rest: Any) -> None:
    """It was moved before it was answered."""
    if appointment.kind == FIRST_MEETING:
        actions.follow_request(before=before, now=appointment)
