"""One hour in words: when, for whom, where, how it stands, what became of it."""

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from reverie.core import clock, dates, zones
from reverie.scheduling import queries
from reverie.scheduling.models import Appointment, labels
from reverie.scheduling.presenters import words
from reverie.scheduling.queries import WhereToJoin

ATTENDED = ("took_place", "client_absent", "clinician_absent")


def names(row: Appointment, *, initials: bool = False) -> str:
    """ "Anders Holm and Jo Park", or "AH and JP"."""
    return _(" and ").join(one.initials if initials else one.name for one in row.people)


def hour(row: Appointment, zone: str) -> dict[str, Any]:
    """One hour for the desk: when (in each client's zone where it differs), where, what can be done."""
    now = clock.now()
    is_open = row.state in Appointment.OPEN
    return {
        "row": row,
        "who": names(row),
        "when": dates.day_and_time(row.start_at, zone),
        "until": dates.time(row.end_at, zone),
        "minutes": row.minutes,
        "elsewhere": elsewhere(row, zone),
        "place": labels.PLACES.get(row.place, row.place),
        "kind": labels.KINDS.get(row.kind, row.kind),
        "state": words.state_line(row, zone),
        "standing": words.standing_line(row.standing_hour) if row.standing_hour else "",
        "became": became(row, zone),
        "can_confirm": row.state in {Appointment.HELD, Appointment.REQUESTED},
        "can_decline": row.state == Appointment.REQUESTED,
        "can_change": is_open and row.start_at > now,
        "again": again(row) if row.state == Appointment.CANCELLED and row.start_at > now else "",
        "can_attend": row.has_begun(now) and row.state in {Appointment.CONFIRMED, *ATTENDED},
        "attended": [(state, labels.STATES[state]) for state in ATTENDED],
    }


def again(row: Appointment) -> str:
    """The query that fills the form for a new hour with one that was called off; empty when it is given."""
    if row.refilled_by_id is not None or row.cancelled_side == "system":
        return ""
    facts = {"client": row.client_id, "minutes": row.minutes, "place": row.place}
    return urlencode({"therapist": row.therapist_id, "start": words.stamp(row.start_at), **facts})


def elsewhere(row: Appointment, zone: str) -> list[tuple[str, str, str]]:
    """For each person in another zone: whose clock, when by it, and the time it began at until lately."""
    found = []
    for one in row.people:
        if one.zone != zone:
            whose = f"{one.name}, {zones.zone_words(one.zone)}"
            found.append((whose, dates.day_and_time(row.start_at, one.zone), shift(row, one.zone)))
    return found


def shift(row: Appointment, zone: str) -> str:
    """ "1:00 pm until the clocks changed"; empty when they did not move apart lately."""
    minute = queries.minute_before_shift(row, zone)
    return "" if minute is None else words.clock_time(minute)


def became(row: Appointment, zone: str) -> list[tuple[str, str, str]]:
    """What happened around the hour: (words, when, id of the other hour)."""
    found = []
    if row.refilled_by is not None:
        found.append((_("Given to somebody else"), "", str(row.refilled_by_id)))
    elif row.state == Appointment.CANCELLED and row.cancelled_side != "system":
        found.append((_("Not given to anybody else"), "", ""))
    if row.moved_to is not None:
        found.append((_("Moved to"), dates.day_and_time(row.moved_to.start_at, zone), str(row.moved_to_id)))
    before: Appointment | None = getattr(row, "moved_from", None)
    if row.instead_of is not None and before is None:
        when = dates.day_and_time(row.instead_of.start_at, zone)
        found.append((_("Asked for instead of"), when, str(row.instead_of_id)))
    if before is not None:
        found.append((_("Moved from"), dates.day_and_time(before.start_at, zone), str(before.pk)))
    return found


def came(row: Appointment) -> dict[str, Any]:
    """What was said of each person, as the form takes it."""
    found: dict[str, Any] = {}
    for one in row.attendances.all():
        found |= {f"how-{one.client_id}": one.how, f"late-{one.client_id}": one.minutes_late}
    return found


def place_of(row: Appointment, where: WhereToJoin) -> dict[str, Any]:
    """Place, room and own link, as the form takes them."""
    return {"place": row.place, "room": row.room_id, "link": where.link if where.is_own else ""}
