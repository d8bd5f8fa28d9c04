"""What clients do by themselves with open hours, within the therapist's terms: ask, move, ask to move."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.scheduling import locks
from reverie.scheduling.actions.booking import arrange, request_appointment
from reverie.scheduling.actions.changing import locked, move_appointment
from reverie.scheduling.actions.refusals import CannotBook, CannotChange
from reverie.scheduling.actions.wish import Wish
from reverie.scheduling.models import Appointment
from reverie.scheduling.models.availability import ASK, CLOSED, ONLINE
from reverie.scheduling.queries.open_hours import ask_hours, open_hours
from reverie.scheduling.queries.terms import terms_of


def mode_of(therapist: Therapist, start_at: datetime, minutes: int) -> str:
    """Whether an hour is open to book at once, open to ask for, or closed; as it is now."""
    end = start_at + timedelta(minutes=1)
    if start_at in open_hours([therapist], start_at, end, minutes=minutes)[therapist.id]:
        return ONLINE
    return ASK if start_at in ask_hours(therapist, start_at, end, minutes=minutes) else CLOSED


def request_open_hour(*, therapist: Therapist, client: Client, start_at: datetime, by: Actor) -> Appointment:
    """Ask for an hour of 50 minutes that is shown as open; anything else is refused, however it was typed."""
    if mode_of(therapist, start_at, 50) == CLOSED:
        raise CannotBook(_("That hour is not open any more. Choose another; nothing was booked."))
    return request_appointment(therapist=therapist, client=client, start_at=start_at, by=by)


def move_by_client(*, appointment: Appointment, start_at: datetime, by: Actor) -> Appointment:
    """A client takes another open hour instead: at once or as a request, as the therapist's terms say.

    An hour that is open on request stays a request. Returns the row at the new hour; a requested one leaves
    the old hour as it is until the therapist answers. Raises CannotBook, CannotChange.
    """
    terms = terms_of(appointment.therapist)
    mode = mode_of(appointment.therapist, start_at, appointment.minutes)
    if terms.moving == CLOSED:
        raise CannotChange(_("Your therapist moves hours in person. Call it off here, or speak with them."))
    if mode == CLOSED:
        raise CannotBook(_("That hour is not open any more. Choose another; your hour stays as it was."))
    if appointment.start_at - clock.now() < timedelta(hours=appointment.notice_hours):
        raise CannotChange(_("It is too near to be moved here. Speak with your therapist about it."))
    if terms.moving == ONLINE and mode == ONLINE:
        return move_appointment(appointment=appointment, start_at=start_at, by=by)
    return locks.in_one_transaction(lambda: _ask(appointment, start_at, by))


def _ask(appointment: Appointment, start_at: datetime, by: Actor) -> Appointment:
    row = locked(appointment)
    if row.state != Appointment.CONFIRMED:
        raise CannotChange(_("Only an hour that is still to come can be moved."))
    if row.asked_changes.filter(state=Appointment.REQUESTED).exists():
        raise CannotChange(_("You have already asked for another time. Your therapist has yet to answer."))
    wish = Wish(
        row.therapist, row.client, start_at, row.minutes, row.place, row.kind, row.room, row.zone, row.partner
    )
    return arrange(wish, Appointment.REQUESTED, instead_of=row, by=by)
