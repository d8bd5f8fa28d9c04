"""What becomes of an arranged hour: confirmed, called off, moved, attended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.scheduling import events, locks, neighbours, planes
from reverie.scheduling.actions import letters
from reverie.scheduling.actions.refusals import CannotChange
from reverie.scheduling.actions.wish import Way, Wish, clear_way, refuse_wish, save_or_refuse
from reverie.scheduling.models import Appointment, MeetingLink


def confirm_appointment(*, appointment: Appointment, is_told: bool = False, by: Actor) -> Appointment:
    """A held or requested hour becomes a booked one; the hour that it was asked instead of is given up.

    `is_told`: the client is written to. Raises CannotChange when the hold has lapsed.
    """

    def act() -> Appointment:
        row = locked(appointment)
        if row.state == Appointment.HELD and row.held_until is not None and row.held_until <= clock.now():
            raise CannotChange(_("The time to confirm this hour is over; it is open again. Book it anew."))
        if row.state not in {Appointment.HELD, Appointment.REQUESTED}:
            raise CannotChange(_("Only an hour that is held or asked for can be confirmed."))
        row.state, row.held_until = Appointment.CONFIRMED, None
        save(row, "confirm", by)
        old = _gave_up_old(row, by)
        if old is None:
            events.appointment_booked.send(sender=Appointment, appointment=row, by=by)
        if is_told:
            letters.tell_change(row, "moved" if old else "booked", before=old)
        return row

    return locks.in_one_transaction(act)


def _gave_up_old(row: Appointment, by: Actor) -> Appointment | None:
    """The hour that a client asked to give up for this one is moved here, if it still stands."""
    if row.instead_of_id is None:
        return None
    old = Appointment.objects.select_for_update().get(pk=row.instead_of_id)
    if old.state not in {Appointment.CONFIRMED, Appointment.REQUESTED} or old.has_begun(clock.now()):
        return None
    old.state, old.moved_to = Appointment.MOVED, row
    save(old, "move", by, to=str(row.pk), start=row.start_at.isoformat(), minutes=row.minutes)
    letters.withdraw_reminders(old)
    planes.rebuild(row.therapist)
    MeetingLink.objects.filter(appointment=old).update(appointment=row)
    events.appointment_moved.send(sender=Appointment, appointment=row, before=old, by=by)
    return old


def decline_request(*, appointment: Appointment, is_told: bool = False, by: Actor) -> Appointment:
    """Say no to an hour that a client asked for; what they had before stays. Raises CannotChange when
    nobody asks for it any more.
    """

    def act() -> Appointment:
        row = locked(appointment)
        if row.state != Appointment.REQUESTED:
            raise CannotChange(_("Nobody asks for this hour any more."))
        call_off(row, side="therapist", by=by, reason="declined")
        planes.rebuild(row.therapist)
        if is_told:
            letters.tell_change(row, "declined")
        return row

    return locks.in_one_transaction(act)


def cancel_appointment(
    *, appointment: Appointment, side: str, is_told: bool = False, by: Actor
) -> Appointment:
    """Call an hour off; the row stays. `side` is client, therapist or practice.

    `is_told`: the client is written to. Raises CannotChange when it was called off or moved already, or has
    been attended.
    """

    def act() -> Appointment:
        row = locked(appointment)
        if row.state not in Appointment.OPEN:
            raise CannotChange(
                _("This hour cannot be called off any more: it was called off, moved or held.")
            )
        if by.is_signed_in and not by.is_staff and row.has_begun(clock.now()):
            raise CannotChange(_("This hour has already begun. Speak with your therapist about it."))
        call_off(row, side=side, by=by)
        planes.rebuild(row.therapist)
        if is_told:
            letters.tell_change(row, "cancelled")
        return row

    return locks.in_one_transaction(act)


def call_off(row: Appointment, *, side: str, by: Actor, reason: str = "") -> None:
    """Mark one locked row as called off, audit and tell; the caller looks after the plane."""
    _mark_called_off(row, side, by)
    letters.withdraw_reminders(row)
    save(row, "cancel", by, side=side, in_notice=row.is_in_notice, reason=reason)
    events.appointment_cancelled.send(sender=Appointment, appointment=row, by=by)


def _mark_called_off(row: Appointment, side: str, by: Actor) -> None:
    now = clock.now()
    row.state, row.held_until = Appointment.CANCELLED, None
    row.cancelled_at, row.cancelled_by, row.cancelled_side = now, by.user_id, side
    row.is_in_notice = row.start_at - now >= timedelta(hours=row.notice_hours)


def call_off_all(rows: Sequence[Appointment], *, side: str, by: Actor) -> None:
    """Mark locked rows of one series as called off, in as many questions for many as for one.

    Who, when and in notice stands on each row; the audit link of the act that calls this names them.
    """
    for row in rows:
        _mark_called_off(row, side, by)
        row.sequence += 1
    fields = ["state", "held_until", "cancelled_at", "cancelled_by", "cancelled_side", "is_in_notice"]
    Appointment.objects.bulk_update(rows, [*fields, "sequence"])
    letters.withdraw_reminders(*rows)
    events.series_called_off.send(sender=Appointment, appointments=rows, by=by)


def move_appointment(
    *,
    appointment: Appointment,
    start_at: datetime,
    minutes: int | None = None,
    is_told: bool = False,
    by: Actor,
) -> Appointment:
    """Move this one hour; the old row points to the new one. Returns the new row.

    `is_told`: the client is written to. Raises CannotBook when the new hour is not free, CannotChange when
    the old one is not open any more.
    """

    def act() -> Appointment:
        row = locked(appointment)
        if row.state not in {Appointment.CONFIRMED, Appointment.REQUESTED} or row.has_begun(clock.now()):
            raise CannotChange(_("Only an hour that is still to come can be moved."))
        wish = Wish(
            row.therapist, row.client, start_at, minutes or row.minutes, row.place, row.kind, row.room,
            row.zone, row.partner,
        )  # fmt: skip
        refuse_wish(wish)
        near = neighbours.near(wish.needs(), clock.now())
        new = _moved(row, wish, clear_way(wish, near, apart_from=row), by)
        if is_told:
            letters.tell_change(new, "moved", before=row)
        return new

    return locks.in_one_transaction(act)


def _moved(row: Appointment, wish: Wish, way: Way, by: Actor) -> Appointment:
    new = wish.row(row.state)
    new.standing_hour, new.notice_hours = row.standing_hour, row.notice_hours
    row.state = Appointment.MOVED
    row.sequence += 1
    row.save()
    letters.withdraw_reminders(row)
    save_or_refuse(new, refills=way.refills)
    row.moved_to = new
    row.save(update_fields=["moved_to"])
    MeetingLink.objects.filter(appointment=row).update(appointment=new)
    planes.rebuild(row.therapist)
    detail = {"to": str(new.pk), "start": new.start_at.isoformat(), "minutes": new.minutes}
    audit.record(by=by, verb="move", on=row, client=row.client_id, detail=detail | way.detail())
    events.appointment_moved.send(sender=Appointment, appointment=new, before=row, by=by)
    return new


def locked(appointment: Appointment, further: Sequence[tuple[str, UUID | None]] = ()) -> Appointment:
    """The row as it is now, under the locks of its people and room, and of `further` things."""
    things = [
        ("therapist", appointment.therapist_id),
        ("client", appointment.client_id),
        ("client", appointment.partner_id),
        ("room", appointment.room_id),
        *further,
    ]
    locks.take(appointment.practice_id, things)
    rows = Appointment.objects.select_related("therapist", "client", "partner", "room", "standing_hour")
    return rows.select_for_update(of=("self",)).get(pk=appointment.pk)


def save(row: Appointment, verb: str, by: Actor, **detail: object) -> None:
    row.sequence += 1
    row.save()
    audit.record(by=by, verb=verb, on=row, client=row.client_id, detail=detail)
