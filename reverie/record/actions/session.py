"""Opening a session and keeping its facts, until the note under it is signed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import audit, clock, dates
from reverie.core.policy import Actor
from reverie.record.models import Session
from reverie.record.queries.participants import members_of, who_came
from reverie.scheduling import actions as calendar
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

LONGEST_HOURS = 12
ATTENDED = {
    Session.PRESENT: Appointment.TOOK_PLACE,
    Session.LATE: Appointment.TOOK_PLACE,
    Session.ABSENT: Appointment.CLIENT_ABSENT,
    Session.THERAPIST_ABSENT: Appointment.THERAPIST_ABSENT,
}
FACTS = ("started_at", "stopped_at", "place", "attendance", "late_minutes", "participants")


class CannotOpenSession(Exception):
    """One plain sentence for the user: why this session cannot be opened."""


class CannotChangeSession(Exception):
    """One plain sentence for the user: why the facts cannot be changed."""


@dataclass(frozen=True)
class Facts:
    """What happened: actual start and stop (aware), place, who came, how late, who else took part.

    `participants`: kinds of Session.OTHERS, and ids of the people of a couple, family or group.
    """

    started_at: datetime
    stopped_at: datetime
    place: str = "office"
    attendance: str = Session.PRESENT
    late_minutes: int = 0
    participants: tuple[str, ...] = ()


@transaction.atomic
def open_session(
    *, treatment: Treatment, facts: Facts, appointment: Appointment | None = None, by: Actor
) -> Session:
    """Open the next session of a treatment, from an appointment or freely; numbers run from 1.

    Raises CannotOpenSession when the facts do not fit or the appointment has its session already.
    """
    rows = Treatment.objects.select_related("client", "therapist")
    treatment = rows.select_for_update(of=("self",)).get(pk=treatment.pk)
    trouble = _trouble(facts) or _after_its_end(treatment, facts) or _stranger(treatment.client, facts)
    if trouble:
        raise CannotOpenSession(trouble)
    if appointment is not None:
        _refuse_appointment(treatment, appointment)
    last = treatment.sessions.aggregate(last=Max("number"))["last"] or 0
    session = Session(
        practice_id=treatment.practice_id,
        treatment=treatment,
        client=treatment.client,
        therapist=treatment.therapist,
        appointment=appointment,
        number=last + 1,
        zone=treatment.therapist.zone,
    )
    _put(session, facts)
    session.save(force_insert=True)
    _tell_calendar(session, by, CannotOpenSession)
    detail = {"number": session.number, "appointment": str(appointment.pk) if appointment else ""}
    audit.record(by=by, verb="open_session", on=session, client=session.client_id, detail=detail)
    return session


def open_from_appointment(*, appointment: Appointment, treatment: Treatment, by: Actor) -> Session:
    """Open the session of an appointment with the arranged times as facts, to be corrected by hand."""
    there = tuple(str(person) for person in who_came(appointment, treatment.client))
    facts = Facts(
        started_at=appointment.start_at,
        stopped_at=appointment.end_at,
        place=appointment.place,
        participants=there,
    )
    return open_session(treatment=treatment, facts=facts, appointment=appointment, by=by)


@transaction.atomic
def write_facts(*, session: Session, facts: Facts, by: Actor) -> Session:
    """Correct the facts of a session that is not yet signed. Raises CannotChangeSession."""
    rows = Session.objects.select_related("appointment", "client", "treatment__therapist")
    session = rows.select_for_update(of=("self",)).get(pk=session.pk)
    if session.is_locked:
        raise CannotChangeSession(_("This session is signed. Correct its facts in an addendum."))
    trouble = _trouble(facts) or _after_its_end(session.treatment, facts) or _stranger(session.client, facts)
    if trouble:
        raise CannotChangeSession(trouble)
    _put(session, facts)
    session.save()
    _tell_calendar(session, by, CannotChangeSession)
    detail: dict[str, Any] = {name: str(getattr(session, name)) for name in FACTS}
    audit.record(by=by, verb="write_facts", on=session, client=session.client_id, detail=detail)
    return session


def _tell_calendar(session: Session, by: Actor, refusal: type[Exception]) -> None:
    """The appointment that the session came of took place, or one side was absent."""
    booked = session.appointment
    state = ATTENDED[session.attendance]
    if booked is None or booked.state == state:
        return
    try:
        calendar.record_attendance(appointment=booked, state=state, by=by)
    except calendar.CannotChange as trouble:
        raise refusal(str(trouble)) from None


def _put(session: Session, facts: Facts) -> None:
    for name in FACTS:
        setattr(session, name, getattr(facts, name))
    session.participants = sorted(set(facts.participants))


def _stranger(client: Client, facts: Facts) -> str:
    """Why somebody named as taking part cannot be; empty when all can."""
    people = set(facts.participants) - set(Session.OTHERS)
    if people and people - {str(member.person_id) for member in members_of(client)}:
        return _("Choose who took part from the list.")
    return ""


def _after_its_end(treatment: Treatment, facts: Facts) -> str:
    """Why the hour is none of this treatment; empty when it is one. Its last day still belongs to it."""
    zone, ended = treatment.therapist.zone, treatment.ended_on
    if ended is None or dates.local(facts.started_at, zone).date() <= ended:
        return ""
    said = _("This treatment ended on {day}. What was later is no session of it.")
    return said.format(day=dates.day(ended, zone))


def _trouble(facts: Facts) -> str:
    if facts.stopped_at <= facts.started_at:
        return _("The session cannot stop before it started.")
    if (facts.stopped_at - facts.started_at).total_seconds() > LONGEST_HOURS * 3600:
        return _("A session does not last longer than twelve hours. Look at the times again.")
    if facts.started_at > clock.now():
        return _("This session has not begun yet.")
    if facts.attendance not in Session.ATTENDANCES:
        return _("Choose who was there.")
    if facts.place not in Session.PLACES:
        return _("Choose where it was: in the office, online or by phone.")
    if facts.attendance == Session.LATE and not facts.late_minutes:
        return _("Write down how many minutes late it began.")
    return ""


def _refuse_appointment(treatment: Treatment, appointment: Appointment) -> None:
    if (appointment.client_id, appointment.therapist_id) != (treatment.client_id, treatment.therapist_id):
        raise CannotOpenSession(_("This appointment belongs to other people."))
    if appointment.state in {Appointment.CANCELLED, Appointment.MOVED, Appointment.HELD}:
        raise CannotOpenSession(_("This hour was called off, moved or never confirmed."))
    if Session.objects.filter(appointment=appointment).exists():
        raise CannotOpenSession(_("This appointment has its session already."))
