"""A first consultation is booked: client, appointment, treatment and words in one act."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.actions import invite_client, register_client
from reverie.accounts.models import Client, User
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.directory.models import Inquiry, Profile
from reverie.scheduling.actions import CannotBook as CannotBookHour
from reverie.scheduling.actions import book_appointment
from reverie.scheduling.models import Appointment
from reverie.scheduling.queries import open_hours
from reverie.treatment.actions import CannotStep, open_consultation


class CannotBook(Exception):
    """Why a first consultation cannot be booked, in the visitor's words."""


@dataclass(frozen=True)
class Booking:
    """A first consultation, and the invitation to an account (empty for somebody who has one)."""

    appointment: Appointment
    invitation: str


@transaction.atomic
def book_consultation(
    *,
    profile: Profile,
    start_at: datetime,
    place: str,
    name: str,
    email: str,
    phone: str,
    words: str,
    user: User | None,
    by: Actor,
) -> Booking:
    """A visitor becomes a client with a first appointment and a treatment in consultation, in one act.

    Raises CannotBook when the hour is no longer open or the place is not offered; then nothing is saved.
    """
    if not profile.takes_people:
        raise CannotBook(
            _("This therapist has no room any more. Nothing was booked; others have open hours.")
        )
    person = {"name": name, "email": email, "phone": phone}
    booking = arrange_consultation(
        profile=profile, start_at=start_at, place=place, user=user, person=person, by=by
    )
    _keep_words(profile, booking.appointment, person | {"words": words}, by)
    return booking


def arrange_consultation(
    *,
    profile: Profile,
    start_at: datetime,
    place: str,
    user: User | None,
    person: dict[str, str],
    by: Actor,
) -> Booking:
    """Client, appointment and treatment of a first consultation, inside the caller's transaction."""
    if place not in profile.places:
        raise CannotBook(_("This therapist does not meet that way. Choose the other place."))
    if not is_open(profile, start_at):
        raise CannotBook(_("That hour has just been taken. Choose another; nothing was booked."))
    client = client_of(profile, user, person["name"], person["email"], person["phone"], by)
    try:
        appointment = book_appointment(
            therapist=profile.therapist,
            client=client,
            start_at=start_at,
            minutes=profile.consultation_minutes,
            place=place,
            kind="consultation",
            by=by,
        )
        day = appointment.wall_start.date()
        open_consultation(client=client, therapist=profile.therapist, started_on=day, by=by)
    except (CannotBookHour, CannotStep) as refusal:
        raise CannotBook(str(refusal)) from None
    token = "" if client.user_id else invite_client(client=client, by=by)[1]
    return Booking(appointment, token)


def _keep_words(profile: Profile, appointment: Appointment, said: dict[str, str], by: Actor) -> None:
    inquiry = Inquiry(
        practice_id=profile.practice_id,
        profile=profile,
        person=appointment.client_id,
        client_id=appointment.client_id,
        appointment=appointment,
        state=Inquiry.SCHEDULED,
        closed_at=clock.now(),
    )
    inquiry.seal_words(keychain(inquiry.scope()), said)
    inquiry.save(force_insert=True)
    audit.record(by=by, verb="ask", on=inquiry, client=inquiry.client_id, detail={"words": inquiry.digest()})


def client_of(profile: Profile, user: User | None, name: str, email: str, phone: str, by: Actor) -> Client:
    """The client that a signed-in person is here, or a new one; no account is linked by its address."""
    known = Client.objects.filter(practice=profile.practice, user=user).first() if user else None
    if known is not None:
        return known
    zone = user.zone if user else profile.practice.zone
    return register_client(
        practice=profile.practice, user=user, name=name, email=email, phone=phone, zone=zone, by=by
    )


def is_open(profile: Profile, start_at: datetime) -> bool:
    """True when `start_at` is one of the profile's open hours now, for whoever may still come."""
    if start_at <= clock.now():
        return False
    minutes = profile.consultation_minutes
    end = start_at + timedelta(minutes=minutes)
    return start_at in open_hours([profile.therapist], start_at, end, minutes=minutes)[profile.therapist_id]
