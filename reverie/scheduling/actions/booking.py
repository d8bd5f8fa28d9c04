"""Booking: locks in one order, one transaction, the database's constraint as the backstop."""

from datetime import datetime

from django.utils.translation import gettext as _

from reverie.accounts.actions import register_client
from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock, jobs, trips
from reverie.core.policy import Actor
from reverie.scheduling import events, locks, neighbours, planes
from reverie.scheduling.actions import letters
from reverie.scheduling.actions.refusals import CannotBook
from reverie.scheduling.actions.wish import Wish, clear_way, in_words, refuse_wish, save_or_refuse
from reverie.scheduling.models import Appointment, Room

LAPSE = "scheduling.lapse_hold"


def book_appointment(
    *,
    therapist: Therapist,
    client: Client,
    start_at: datetime,
    minutes: int = 50,
    place: str = "office",
    kind: str = "session",
    room: Room | None = None,
    partner: Client | None = None,
    is_told: bool = False,
    by: Actor,
) -> Appointment:
    """Book an hour at once, for one client or for two who come together.

    `is_told`: they are written to. Raises CannotBook when it is not free for therapist, client, partner or
    room.
    """
    wish = Wish(therapist, client, start_at, minutes, place, kind, room, partner=partner)

    def act() -> Appointment:
        row = arrange(wish, Appointment.CONFIRMED, by=by)
        if is_told:
            letters.tell_change(row, "booked")
        return row

    return locks.in_one_transaction(act)


def book_caller(
    *,
    therapist: Therapist,
    name: str,
    phone: str = "",
    email: str = "",
    start_at: datetime,
    minutes: int = 50,
    place: str = "office",
    kind: str = "consultation",
    room: Room | None = None,
    is_told: bool = False,
    by: Actor,
) -> Appointment:
    """Book an hour for somebody who calls and has no account; they can be asked in later.

    Client and hour are one act. Raises CannotBook without a name or a way to reach them, or when the hour
    is not free.
    """
    name, phone, email = name.strip(), phone.strip(), email.strip()
    if not name or not (phone or email):
        raise CannotBook(_("Write down a name, and a phone number or an e-mail address."))

    def act() -> Appointment:
        locks.take(therapist.practice_id, [("therapist", therapist.id)])
        client = register_client(
            practice=therapist.practice, name=name, phone=phone, email=email,
            zone=therapist.practice.zone, by=by,
        )  # fmt: skip
        return book_appointment(
            therapist=therapist, client=client, start_at=start_at, minutes=minutes, place=place, kind=kind,
            room=room, is_told=is_told, by=by,
        )  # fmt: skip

    return locks.in_one_transaction(act)


def hold_appointment(
    *,
    therapist: Therapist,
    client: Client,
    start_at: datetime,
    until: datetime,
    minutes: int = 50,
    place: str = "office",
    kind: str = "session",
    room: Room | None = None,
    partner: Client | None = None,
    is_told: bool = False,
    by: Actor,
) -> Appointment:
    """Keep an hour for a client until a moment; it falls open by itself when nobody confirms it.

    `is_told`: they are written to. Raises CannotBook.
    """
    if not clock.now() < until <= start_at:
        raise CannotBook(_("An hour can be held only until a later moment, and before it begins."))
    wish = Wish(therapist, client, start_at, minutes, place, kind, room, partner=partner)

    def act() -> Appointment:
        row = arrange(wish, Appointment.HELD, held_until=until, by=by)
        if is_told:
            letters.tell_change(row, "held")
        return row

    return locks.in_one_transaction(act)


def request_appointment(
    *,
    therapist: Therapist,
    client: Client,
    start_at: datetime,
    minutes: int = 50,
    place: str = "office",
    kind: str = "session",
    by: Actor,
) -> Appointment:
    """Ask for an hour: it is kept free until the therapist confirms or declines."""
    wish = Wish(therapist, client, start_at, minutes, place, kind)
    return locks.in_one_transaction(lambda: arrange(wish, Appointment.REQUESTED, by=by))


def arrange(
    wish: Wish,
    state: str,
    *,
    held_until: datetime | None = None,
    instead_of: Appointment | None = None,
    by: Actor,
) -> Appointment:
    """The one way to a new hour; must run in a transaction. Raises CannotBook, and then nothing is saved."""
    refuse_wish(wish)
    with in_words(), trips.in_few_trips():
        take = locks.ask(wish.therapist.practice_id, wish.things())
        near, block = neighbours.ask(wish.needs(), clock.now()), planes.ask(wish.therapist)
        head, way = take(), clear_way(wish, near())
        row = wish.row(state)
        row.held_until = held_until
        if instead_of is not None:
            row.instead_of, row.standing_hour = instead_of, instead_of.standing_hour
            row.notice_hours = instead_of.notice_hours
        save_or_refuse(row, refills=way.refills)
        block(row.start_at, row.end_at)
        detail = {"state": state, "start": row.start_at.isoformat(), "minutes": row.minutes, "kind": row.kind}
        detail |= way.detail()
        audit.record(by=by, verb="arrange", on=row, client=row.client_id, detail=detail, head=head)
    if held_until is not None:
        payload = {"therapist": str(wish.therapist.id)}
        jobs.enqueue(LAPSE, key=f"lapse:{row.id}", payload=payload, run_at=held_until)
    if state == Appointment.CONFIRMED:
        events.appointment_booked.send(sender=Appointment, appointment=row, by=by)
    return row
