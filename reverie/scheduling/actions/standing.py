"""Standing hours: started, ended, changed from a day on; and the appointments that come of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.scheduling import events, locks, planes
from reverie.scheduling.actions import letters
from reverie.scheduling.actions.changing import call_off_all
from reverie.scheduling.actions.clashes import morning_of, refuse_clash, refuse_terms
from reverie.scheduling.actions.refusals import CannotHoldHours
from reverie.scheduling.actions.wish import wall_of
from reverie.scheduling.models import Appointment, Holiday, MeetingLink, Room, StandingHour
from reverie.scheduling.queries.calendar import first_hour_of
from reverie.timetable.standing import Occurrence, occurrences

HORIZON = timedelta(weeks=13)
"""How far ahead a standing hour stands as appointments; further ahead it is computed."""


@dataclass(frozen=True)
class Made:
    """What a run of `materialise` did: hours made, and planned days that something else lies on."""

    made: int
    clashes: tuple[date, ...] = ()


def start_standing_hour(
    *,
    therapist: Therapist,
    client: Client,
    first_day: date,
    start_minute: int,
    minutes: int = 50,
    step_days: int = 7,
    zone: str = "",
    place: str = "office",
    room: Room | None = None,
    partner: Client | None = None,
    notice_hours: int = 48,
    last_day: date | None = None,
    is_told: bool = False,
    by: Actor,
) -> StandingHour:
    """Hold an hour of the week, and make its appointments up to the horizon; `is_told`: write to the client.

    Raises CannotHoldHours when the wall time does not exist on the first day, or when anybody or the room
    has something else on any of its days within a year (announced holidays apart).
    """
    row = StandingHour(
        practice_id=therapist.practice_id, therapist=therapist, client=client, partner=partner, room=room,
        first_day=first_day, last_day=last_day, step_days=step_days, start_minute=start_minute,
        minutes=minutes, zone=zone or therapist.zone, place=place, notice_hours=notice_hours,
    )  # fmt: skip
    refuse_terms(row)

    def act() -> StandingHour:
        _take(row)
        refuse_clash(row)
        row.save(force_insert=True)
        made = _make(row, morning_of(row), clock.now() + HORIZON)
        planes.rebuild(therapist)
        return _started(row, made, is_told, by)

    return locks.in_one_transaction(act)


def _started(row: StandingHour, made: Made, is_told: bool, by: Actor) -> StandingHour:
    """Write to the client where that is wanted, and into the audit."""
    if is_told and (first := first_hour_of(row)):
        letters.tell_change(first, "booked")
    detail = {"first": str(row.first_day), "minute": row.start_minute, "step": row.step_days}
    detail |= {"made": made.made}
    audit.record(by=by, verb="start_standing_hour", on=row, client=row.client_id, detail=detail)
    return row


def end_standing_hour(
    *, standing_hour: StandingHour, last_day: date, side: str = "practice", is_told: bool = False, by: Actor
) -> StandingHour:
    """Give the hour back after `last_day`: later appointments are called off by `side`, none is deleted.

    The past, and hours that were attended, are never touched. `is_told`: the client is written to, once.
    """

    def act() -> StandingHour:
        row = _locked(standing_hour)
        if row.last_day is not None and row.last_day <= last_day:
            raise CannotHoldHours(_("This hour has already been given back."))
        called_off = _end(row, last_day, by)
        call_off_all(called_off, side=side, by=by)
        if is_told and called_off:
            letters.tell_change(called_off[0], "ended")
        planes.rebuild(row.therapist)
        return row

    return locks.in_one_transaction(act)


def change_standing_hour(
    *,
    standing_hour: StandingHour,
    first_day: date,
    start_minute: int,
    minutes: int | None = None,
    place: str | None = None,
    from_day: date | None = None,
    is_told: bool = False,
    by: Actor,
) -> StandingHour:
    """This hour and all that follow: another weekday, time, length or place.

    The old series ends before `from_day` (without one, before the week of `first_day`), a new one begins on
    `first_day`. What was arranged after is moved, week by week; the past, what was attended and what was
    called off stays. Raises CannotHoldHours, and then nothing is changed.
    """

    def act() -> StandingHour:
        row = _locked(standing_hour)
        until = from_day or first_day - timedelta(days=first_day.weekday())
        left = [one for one in _end(row, until - timedelta(days=1), by) if one.state == Appointment.CONFIRMED]
        Appointment.objects.filter(pk__in=[one.pk for one in left]).update(
            state=Appointment.MOVED, sequence=F("sequence") + 1
        )
        new = start_standing_hour(
            therapist=row.therapist, client=row.client, first_day=first_day, start_minute=start_minute,
            minutes=minutes or row.minutes, step_days=row.step_days, zone=row.zone, place=place or row.place,
            room=row.room, partner=row.partner, notice_hours=row.notice_hours, by=by,
        )  # fmt: skip
        _point_to(row, new, left, by)
        events.standing_hour_changed.send(sender=StandingHour, standing_hour=new, before=row, by=by)
        if is_told and (first := new.appointments.order_by("start_at").first()) is not None:
            letters.tell_change(first, "series")
        return new

    return locks.in_one_transaction(act)


def _point_to(before: StandingHour, new: StandingHour, left: Sequence[Appointment], by: Actor) -> None:
    """Each hour that was left says to which of the same week it went; one question for all."""
    by_week = {_week_of(row): row for row in new.appointments.order_by("-start_at")}
    for row in left:
        row.state, row.sequence = Appointment.MOVED, row.sequence + 1
        row.moved_to = by_week.pop(_week_of(row), None)
    Appointment.objects.bulk_update(left, ["moved_to"])
    _carry_places(before, left)
    letters.withdraw_reminders(*left)
    for row in left:
        if row.moved_to is not None:
            events.appointment_moved.send(sender=Appointment, appointment=row.moved_to, before=row, by=by)


def _carry_places(before: StandingHour, left: Sequence[Appointment]) -> None:
    """What was to be online or by phone, unlike its series, stays so; a link of its own goes along."""
    goes_to: dict[UUID | None, Appointment] = {
        row.pk: row.moved_to for row in left if row.moved_to is not None
    }
    apart = [row for row in left if row.pk in goes_to and row.place not in {before.place, "office"}]
    for row in apart:
        goes_to[row.pk].place, goes_to[row.pk].room = row.place, None
    if apart:
        Appointment.objects.bulk_update([goes_to[row.pk] for row in apart], ["place", "room"])
    links = list(MeetingLink.objects.filter(appointment__in=goes_to))
    for link in links:
        link.appointment = goes_to[link.appointment_id]
    MeetingLink.objects.bulk_update(links, ["appointment"])


def _week_of(row: Appointment) -> tuple[int, int]:
    year, week, _day = row.wall_day.isocalendar()
    return year, week


def materialise(*, standing_hour: StandingHour, until: datetime, by: Actor) -> Made:
    """Make the appointments of a standing hour that are missing between today and `until`; each day once."""

    def act() -> Made:
        row = _locked(standing_hour)
        made = _make(row, clock.now(), until)
        if made.made:
            planes.rebuild(row.therapist)
            detail = {"made": made.made, "clashes": [str(day) for day in made.clashes]}
            audit.record(by=by, verb="materialise", on=row, client=row.client_id, detail=detail)
        return made

    return locks.in_one_transaction(act)


def _make(row: StandingHour, low: datetime, high: datetime) -> Made:
    """The missing appointments between two instants; holidays are left out, clashes are named."""
    near = row.appointments.filter(planned_day__gte=low.date() - timedelta(days=2))
    there = set(near.values_list("planned_day", flat=True))
    away = planes.holidays_of([row.therapist], low, high)
    wanted = [
        _appointment(row, hour)
        for hour in occurrences(row.as_standing(), low, high)
        if hour.day not in there and not _is_away(away, hour.day)
    ]
    try:
        with transaction.atomic():
            Appointment.objects.bulk_create(wanted)
            return Made(len(wanted))
    except IntegrityError:  # something lies on one of the days: one by one, and say on which
        clashes = [one.planned_day for one in wanted if one.planned_day and not _is_made(one)]
        return Made(len(wanted) - len(clashes), tuple(clashes))


def _is_made(one: Appointment) -> bool:
    try:
        with transaction.atomic():
            one.save(force_insert=True)
        return True
    except IntegrityError:
        return False


def _is_away(away: Sequence[Holiday], day: date) -> bool:
    return any(holiday.first_day <= day <= holiday.last_day for holiday in away)


def _appointment(row: StandingHour, hour: Occurrence) -> Appointment:
    return Appointment(
        practice_id=row.practice_id, therapist_id=row.therapist_id, client_id=row.client_id,
        partner_id=row.partner_id, room_id=row.room_id,
        standing_hour=row, planned_day=hour.day, state=Appointment.CONFIRMED,
        wall_start=wall_of(hour.start, row.zone), zone=row.zone, minutes=row.minutes, start_at=hour.start,
        end_at=hour.end, place=row.place, notice_hours=row.notice_hours,
    )  # fmt: skip


def _end(row: StandingHour, last_day: date, by: Actor) -> list[Appointment]:
    """The series ends; the open appointments that lie after it, for the caller to deal with."""
    row.last_day = last_day
    row.sequence += 1
    row.save(update_fields=["last_day", "sequence"])
    # An hour that was moved has no planned day of its own: its day on the wall counts.
    after = Q(planned_day__gt=last_day) | Q(planned_day=None, wall_start__date__gt=last_day)
    later = row.appointments.filter(after, state__in=Appointment.OPEN, start_at__gt=clock.now())
    found = list(later.select_related("therapist", "client", "partner").order_by("start_at"))
    detail = {"last": str(last_day), "later": [str(one.pk) for one in found]}
    audit.record(by=by, verb="end_standing_hour", on=row, client=row.client_id, detail=detail)
    return found


def _take(row: StandingHour) -> None:
    people = [("client", row.client_id), ("client", row.partner_id)]
    things = [("therapist", row.therapist_id), *people, ("room", row.room_id)]
    locks.take(row.practice_id, things)


def _locked(standing_hour: StandingHour) -> StandingHour:
    _take(standing_hour)
    rows = StandingHour.objects.select_related("therapist", "client", "partner", "room")
    return rows.select_for_update(of=("self",)).get(pk=standing_hour.pk)
