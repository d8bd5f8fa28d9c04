"""What this room does when rooms below it have acted: in the calendar, in a treatment, among people."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models.signals import post_save
from django.dispatch import receiver

from reverie.accounts import events as people
from reverie.core.policy import Actor
from reverie.directory import actions
from reverie.directory.models import Profile
from reverie.scheduling import events
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

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


@receiver(events.series_called_off)
def close_requests(appointments: Sequence[Appointment], by: Actor, **rest: Any) -> None:
    """A first consultation that became the first hour of a series was called off with it."""
    for one in appointments:
        close_request(appointment=one, by=by)


@receiver(people.member_off_boarded)
@receiver(people.hours_given_up)
def take_page_away(practice_id: UUID, user_id: UUID, by: Actor, **rest: Any) -> None:
    """Who leaves, or holds no hours any more, is no longer shown; who asked them is let go with others."""
    for profile in Profile.objects.filter(practice=practice_id, therapist__user=user_id):
        if profile.is_listed:
            actions.list_profile(profile=profile, is_listed=False, by=by)
        actions.let_go(profile=profile, by=by)


@receiver(post_save, sender=Treatment)
def look_at_the_caseload(instance: Treatment, raw: bool = False, **rest: Any) -> None:
    """A treatment has begun or moved on: the page of its therapist closes or opens with it."""
    if not raw:
        by = Actor.system("directory.follow_caseload", instance.practice_id)
        actions.follow_caseload(therapist=instance.therapist, by=by)
