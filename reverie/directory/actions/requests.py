"""An hour on request: somebody asks for it, it is kept for them, and the therapist says yes or no.

The inquiry carries the words, a requested appointment keeps the hour. Whoever answers, on the page of the
inquiry or in the calendar, answers both.
"""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.actions import forget_contact, invite_client
from reverie.accounts.models import User
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.directory.actions.booking import CannotBook, client_of
from reverie.directory.actions.telling import tell_person, tell_therapist
from reverie.directory.models import Inquiry, Profile
from reverie.directory.queries.asking import answer_by, is_on_request
from reverie.scheduling import actions as calendar
from reverie.scheduling.models import Appointment
from reverie.treatment.actions import CannotStep, open_consultation


@transaction.atomic
def ask_for_hour(
    *, profile: Profile, start_at: datetime, place: str, person: dict[str, str], user: User | None, by: Actor
) -> Inquiry:
    """Ask for a first consultation in an hour on request: nothing is booked, and nobody else gets the hour.

    `person`: name, email, phone, words. Raises CannotBook when the hour is not open on request any more.
    """
    if place not in profile.places:
        raise CannotBook(_("This therapist does not meet that way. Choose the other place."))
    if not is_on_request(profile, start_at):
        raise CannotBook(_("That hour is not open any more. Choose another; nothing was sent."))
    client = client_of(profile, user, person["name"], person["email"], person["phone"], by)
    try:
        hour = calendar.request_appointment(
            therapist=profile.therapist, client=client, start_at=start_at, place=place, kind="consultation",
            minutes=profile.consultation_minutes, by=by,
        )  # fmt: skip
    except calendar.CannotBook as refusal:
        raise CannotBook(str(refusal)) from None
    inquiry = Inquiry(
        practice_id=profile.practice_id, profile=profile, person=client.pk, user=user, appointment=hour,
        due_at=answer_by(start_at),
    )  # fmt: skip
    inquiry.seal_words(keychain(inquiry.scope()), person)
    inquiry.save(force_insert=True)
    audit.record(by=by, verb="ask", on=inquiry, client=client.pk, detail={"words": inquiry.digest()})
    tell_therapist(inquiry, "new")
    return inquiry


@transaction.atomic
def settle_request(*, appointment: Appointment, by: Actor) -> None:
    """The hour was confirmed: the first meetings begin, and whoever asked is told and may open an account."""
    row = _open_request(appointment)
    if row is None:
        return
    row.state, row.client_id, row.closed_at, row.due_at = Inquiry.SCHEDULED, row.person, clock.now(), None
    _answered_by(row, by)
    row.save()
    client = appointment.client
    with suppress(CannotStep):  # the two know each other
        open_consultation(
            client=client, therapist=appointment.therapist, started_on=appointment.wall_day, by=by
        )
    if client.user_id is None and client.email:
        invite_client(client=client, by=by)
    audit.record(by=by, verb="schedule", on=row, client=row.client_id)
    tell_person(row, "scheduled")


@transaction.atomic
def close_request(*, appointment: Appointment, by: Actor) -> None:
    """The hour was declined in the calendar, or its client took it back: so is the inquiry."""
    row = _open_request(appointment)
    if row is None:
        return
    row.closed_at, row.due_at = clock.now(), None
    if appointment.cancelled_side == "client":
        row.state, row.forgotten_at = Inquiry.WITHDRAWN, clock.now()
        row.seal_words(keychain(row.scope()), {})
    else:
        row.state, row.reason = Inquiry.DECLINED, "other"
        _answered_by(row, by)
        tell_person(row, row.state)
    row.save()
    audit.record(by=by, verb="answer", on=row, client=row.person, detail={"state": row.state})


@transaction.atomic
def follow_request(*, before: Appointment, now: Appointment) -> None:
    """A requested hour was moved in the calendar; the inquiry speaks of the new one."""
    Inquiry.objects.filter(appointment=before, state__in=Inquiry.OPEN).update(appointment=now)


def give_hour_back(row: Inquiry, side: str, by: Actor) -> None:
    """The hour that an inquiry kept is free again; the inquiry itself is closed already."""
    if row.appointment is not None and row.appointment.state in Appointment.OPEN:
        calendar.cancel_appointment(appointment=row.appointment, side=side, by=by)


def forget_who_asked(row: Inquiry, by: Actor) -> None:
    """With the words goes the name in the calendar, unless the person became a client."""
    if row.appointment is not None and row.client_id is None:
        forget_contact(client=row.appointment.client, by=by)


def _open_request(appointment: Appointment) -> Inquiry | None:
    rows = Inquiry.objects.filter(appointment=appointment, state__in=Inquiry.OPEN)
    return rows.select_related("profile__therapist__user").select_for_update(of=("self",)).first()


def _answered_by(row: Inquiry, by: Actor) -> None:
    if row.answered_at is None and by.user_id is not None:
        row.answered_at, row.answered_by = clock.now(), by.user_id
