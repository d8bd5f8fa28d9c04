"""What becomes of an arranged hour: confirmed, called off, moved, attended."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.scheduling import events, locks, planes
from reverie.scheduling.actions import letters
from reverie.scheduling.actions.refusals import CannotChange
from reverie.scheduling.actions.wish import Wish, clear_way, refuse_wish, save_or_refuse
from reverie.scheduling.models import Appointment, MeetingLink

ATTENDED = [Appointment.TOOK_PLACE, Appointment.CLIENT_ABSENT, Appointment.THERAPIST_ABSENT]


def confirm_appointment(*, appointment: Appointment, by: Actor) -> Appointment:
    """A held or requested hour becomes a booked one. Raises CannotChange when the hold has lapsed."""

    def act() -> Appointment:
        row = _locked(appointment)
        if row.state == Appointment.HELD and row.held_until is not None and row.held_until <= clock.now():
            raise CannotChange(_("The time to confirm this hour is over; it is open again. Book it anew."))
        if row.state not in {Appointment.HELD, Appointment.REQUESTED}:
            raise CannotChange(_("Only an hour that is held or asked for can be confirmed."))
        row.state, row.held_until = Appointment.CONFIRMED, None
        _save(row, "confirm", by)
        events.appointment_booked.send(sender=Appointment, appointment=row, by=by)
        return row

    return locks.in_one_transaction(act)


def cancel_appointment(*, appointment: Appointment, side: str, by: Actor) -> Appointment:
    """Call an hour off; the row stays. `side` is client, therapist or practice.

    Raises CannotChange when it was called off or moved already, or has been attended.
    """

    def act() -> Appointment:
        row = _locked(appointment)
        if row.state not in Appointment.OPEN:
            raise CannotChange(
                _("This hour cannot be called off any more: it was called off, moved or held.")
            )
        if by.is_signed_in and not by.is_staff and row.has_begun(clock.now()):
            raise CannotChange(_("This hour has already begun. Speak with your therapist about it."))
        call_off(row, side=side, by=by)
        planes.rebuild(row.therapist)
        return row

    return locks.in_one_transaction(act)


def call_off(row: Appointment, *, side: str, by: Actor, reason: str = "") -> None:
    """Mark one locked row as called off, audit and tell; the caller looks after the plane."""
    now = clock.now()
    row.state, row.held_until = Appointment.CANCELLED, None
    row.cancelled_at, row.cancelled_by, row.cancelled_side = now, by.user_id, side
    row.is_in_notice = row.start_at - now >= timedelta(hours=row.notice_hours)
    letters.withdraw_reminders(row)
    _save(row, "cancel", by, side=side, in_notice=row.is_in_notice, reason=reason)
    events.appointment_cancelled.send(sender=Appointment, appointment=row, by=by)


def move_appointment(
    *, appointment: Appointment, start_at: datetime, minutes: int | None = None, by: Actor
) -> Appointment:
    """Move this one hour; the old row points to the new one. Returns the new row.

    Raises CannotBook when the new hour is not free, CannotChange when the old one is not open any more.
    """

    def act() -> Appointment:
        row = _locked(appointment)
        if row.state not in {Appointment.CONFIRMED, Appointment.REQUESTED} or row.has_begun(clock.now()):
            raise CannotChange(_("Only an hour that is still to come can be moved."))
        wish = Wish(
            row.therapist, row.client, start_at, minutes or row.minutes, row.place, row.kind, row.room,
            row.zone, row.partner,
        )  # fmt: skip
        refuse_wish(wish)
        return _moved(row, wish, clear_way(wish, apart_from=row), by)

    return locks.in_one_transaction(act)


def _moved(row: Appointment, wish: Wish, refills: list[UUID], by: Actor) -> Appointment:
    new = wish.row(row.state)
    new.standing_hour, new.notice_hours = row.standing_hour, row.notice_hours
    row.state = Appointment.MOVED
    row.sequence += 1
    row.save()
    letters.withdraw_reminders(row)
    save_or_refuse(new, refills=refills)
    row.moved_to = new
    row.save(update_fields=["moved_to"])
    MeetingLink.objects.filter(appointment=row).update(appointment=new)
    planes.rebuild(row.therapist)
    detail = {"to": str(new.pk), "start": new.start_at.isoformat(), "minutes": new.minutes}
    audit.record(by=by, verb="move", on=row, client=row.client_id, detail=detail)
    events.appointment_moved.send(sender=Appointment, appointment=new, before=row, by=by)
    return new


def record_attendance(*, appointment: Appointment, state: str, by: Actor) -> Appointment:
    """Say how a booked hour went: took_place, client_absent or clinician_absent; may be corrected later."""

    def act() -> Appointment:
        row = _locked(appointment)
        if state not in ATTENDED:
            raise CannotChange(_("Say whether the hour took place, or who was absent."))
        if row.state not in {Appointment.CONFIRMED, *ATTENDED}:
            raise CannotChange(_("Only an hour that was booked can be attended or missed."))
        if not row.has_begun(clock.now()):
            raise CannotChange(_("This hour has not begun yet."))
        before, row.state = row.state, state
        _save(row, "record_attendance", by, before=before, state=state)
        events.attendance_recorded.send(sender=Appointment, appointment=row, by=by)
        return row

    return locks.in_one_transaction(act)


def _locked(appointment: Appointment) -> Appointment:
    """The row as it is now, under the locks of its people and room."""
    things = [
        ("therapist", appointment.therapist_id),
        ("client", appointment.client_id),
        ("client", appointment.partner_id),
        ("room", appointment.room_id),
    ]
    locks.take(appointment.practice_id, things)
    rows = Appointment.objects.select_related("therapist", "client", "partner", "room", "standing_hour")
    return rows.select_for_update(of=("self",)).get(pk=appointment.pk)


def _save(row: Appointment, verb: str, by: Actor, **detail: object) -> None:
    row.sequence += 1
    row.save()
    audit.record(by=by, verb=verb, on=row, client=row.client_id, detail=detail)
