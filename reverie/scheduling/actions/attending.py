"""Who came: the hour's own state, and apart from it each person's part."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from reverie.core import clock
from reverie.core.policy import Actor
from reverie.scheduling import events, locks
from reverie.scheduling.actions.changing import locked, save
from reverie.scheduling.actions.refusals import CannotChange
from reverie.scheduling.models import Appointment, Attendance

ATTENDED = [Appointment.TOOK_PLACE, Appointment.CLIENT_ABSENT, Appointment.THERAPIST_ABSENT]
LATEST = 240


def record_attendance(*, appointment: Appointment, state: str, by: Actor) -> Appointment:
    """Say how a booked hour went: took_place, client_absent or clinician_absent; may be corrected later."""
    return locks.in_one_transaction(lambda: _record(locked(appointment), state, by))


def record_who_came(
    *, appointment: Appointment, people: Mapping[UUID, tuple[str, int]], by: Actor
) -> Appointment:
    """Say who came, person by person: client id -> (present, excused or absent; minutes late).

    The hour took place when somebody came. May be corrected later. Raises CannotChange.
    """

    def act() -> Appointment:
        row = locked(appointment)
        _refuse(row, people)
        here = any(how == Attendance.PRESENT for how, _late in people.values())
        row = _record(row, Appointment.TOOK_PLACE if here else Appointment.CLIENT_ABSENT, by)
        for client, (how, late) in people.items():
            facts = {
                "how": how, "minutes_late": late, "noted_at": clock.now(), "noted_by": by.user_id,
            }  # fmt: skip
            Attendance.objects.update_or_create(appointment=row, client_id=client, defaults=facts)
        return row

    return locks.in_one_transaction(act)


def _refuse(row: Appointment, people: Mapping[UUID, tuple[str, int]]) -> None:
    if set(people) != set(row.people_ids):
        raise CannotChange(_("Say of everybody of this hour whether they came."))
    if any(how not in Attendance.HOW for how, _late in people.values()):
        raise CannotChange(_("Somebody came, was excused, or was absent. Choose one of them."))
    if any(not 0 <= late <= LATEST for _how, late in people.values()):
        raise CannotChange(_("Give the minutes somebody came late as a number from 0 to 240."))


def _record(row: Appointment, state: str, by: Actor) -> Appointment:
    if state not in ATTENDED:
        raise CannotChange(_("Say whether the hour took place, or who was absent."))
    if row.state not in {Appointment.CONFIRMED, *ATTENDED}:
        raise CannotChange(_("Only an hour that was booked can be attended or missed."))
    if not row.has_begun(clock.now()):
        raise CannotChange(_("This hour has not begun yet."))
    before, row.state = row.state, state
    save(row, "record_attendance", by, before=before, state=state)
    events.attendance_recorded.send(sender=Appointment, appointment=row, by=by)
    return row
