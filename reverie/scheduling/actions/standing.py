"""Standing hours: started, ended, changed from a day on; and the appointments that come of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.scheduling import locks, planes
from reverie.scheduling.actions.changing import call_off
from reverie.scheduling.actions.refusals import CannotHoldHours
from reverie.scheduling.actions.wish import LONGEST, wall_of
from reverie.scheduling.models import Appointment, Holiday, Room, StandingHour
from reverie.scheduling.no_overlap import BUSY, overlapping
from reverie.timetable import walltime
from reverie.timetable.standing import Occurrence, occurrences

HORIZON = timedelta(weeks=13)
"""How far ahead a standing hour stands as appointments; further ahead it is computed."""
LOOK_AHEAD = timedelta(days=371)
"""How far two standing hours are compared before one is taken up: a year and the odd days."""


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
    by: Actor,
) -> StandingHour:
    """Hold an hour of the week for a client from `first_day` on, and make its appointments up to the
    horizon.

    Raises CannotHoldHours when the wall time does not exist on the first day, or when therapist, client or
    room has something else on any of its days within a year (announced holidays apart).
    """
    row = StandingHour(
        practice_id=therapist.practice_id, therapist=therapist, client=client, partner=partner, room=room,
        first_day=first_day, last_day=last_day, step_days=step_days, start_minute=start_minute,
        minutes=minutes, zone=zone or therapist.zone, place=place, notice_hours=notice_hours,
    )  # fmt: skip
    _refuse_terms(row)

    def act() -> StandingHour:
        _take(row)
        _refuse_clash(row)
        row.save(force_insert=True)
        made = _make(row, _morning_of(row), clock.now() + HORIZON)
        planes.rebuild(therapist)
        detail = {"first": str(first_day), "minute": start_minute, "step": step_days, "made": made.made}
        audit.record(by=by, verb="start_standing_hour", on=row, client=row.client_id, detail=detail)
        return row

    return locks.in_one_transaction(act)


def end_standing_hour(*, standing_hour: StandingHour, last_day: date, by: Actor) -> StandingHour:
    """Give the hour back after `last_day`: later appointments are called off by the practice, none is
    deleted.

    The past, and hours that were attended, are never touched.
    """

    def act() -> StandingHour:
        row = _locked(standing_hour)
        if row.last_day is not None and row.last_day <= last_day:
            raise CannotHoldHours(_("This hour has already been given back."))
        _end(row, last_day, by)
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
    by: Actor,
) -> StandingHour:
    """This hour and all that follow.

    The old series ends before the week of `first_day`, a new one begins on it.
    """

    def act() -> StandingHour:
        row = _locked(standing_hour)
        monday = first_day - timedelta(days=first_day.weekday())
        _end(row, monday - timedelta(days=1), by)
        return start_standing_hour(
            therapist=row.therapist, client=row.client, first_day=first_day, start_minute=start_minute,
            minutes=minutes or row.minutes, step_days=row.step_days, zone=row.zone, place=place or row.place,
            room=row.room, partner=row.partner, notice_hours=row.notice_hours, by=by,
        )  # fmt: skip

    return locks.in_one_transaction(act)


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


def _refuse_terms(row: StandingHour) -> None:
    try:
        walltime.require_place(row.zone)
        row.as_standing()
        walltime.require_real(row.first_day, row.start_minute, row.zone)
    except ValueError as error:
        raise CannotHoldHours(str(error)) from None
    if row.minutes > LONGEST:
        raise CannotHoldHours(_("A meeting lasts at most 8 hours."))
    practices = {one.practice_id for one in (row.client, row.partner, row.room) if one is not None}
    if practices != {row.therapist.practice_id}:
        raise CannotHoldHours(_("Therapist, client and room must belong to one practice."))


def _refuse_clash(row: StandingHour) -> None:
    """Nothing else may lie on any day of the series within a year, appointment or other standing hour."""
    low = max(_morning_of(row), clock.now())
    high = low + LOOK_AHEAD
    mine = occurrences(row.as_standing(), low, high)
    others = StandingHour.objects.filter(_same(row), Q(last_day=None) | Q(last_day__gte=low.date()))
    series = {other.pk: other.as_standing() for other in others.exclude(pk=row.pk)}
    made = set(
        Appointment.objects.filter(
            standing_hour__in=series, planned_day__gte=low.date() - timedelta(days=2)
        ).values_list("standing_hour", "planned_day")
    )
    taken = [
        hour
        for key, standing in series.items()
        for hour in occurrences(standing, low, high)
        if (key, hour.day) not in made
    ]
    booked = Appointment.objects.filter(_same(row), overlapping(low, high), state__in=BUSY)
    busy = sorted([*((one.start, one.end) for one in taken), *booked.values_list("start_at", "end_at")])
    clash = _first_overlap(mine, busy)
    if clash is not None:
        day = clash.start.astimezone(walltime.zone(row.zone))
        raise CannotHoldHours(
            _(
                "On {day} there is something else at that time. Choose another hour, or free that day first."
            ).format(day=f"{day:%A, %B} {day.day}")
        )


def _first_overlap(
    mine: Sequence[Occurrence], busy: Sequence[tuple[datetime, datetime]]
) -> Occurrence | None:
    """The first hour of a sorted series that overlaps a sorted list of busy times."""
    position = 0
    for hour in mine:
        while position < len(busy) and busy[position][1] <= hour.start:
            position += 1
        if position < len(busy) and busy[position][0] < hour.end:
            return hour
    return None


def _same(row: StandingHour) -> Q:
    people = [one for one in (row.client_id, row.partner_id) if one is not None]
    same = Q(therapist=row.therapist_id) | Q(client__in=people) | Q(partner__in=people)
    return same | Q(room=row.room_id) if row.room_id else same


def _make(row: StandingHour, low: datetime, high: datetime) -> Made:
    """The missing appointments between two instants; holidays are left out, clashes are named."""
    near = row.appointments.filter(planned_day__gte=low.date() - timedelta(days=2))
    there = set(near.values_list("planned_day", flat=True))
    away = planes.holidays_of([row.therapist], low, high)
    made, clashes = 0, []
    for hour in occurrences(row.as_standing(), low, high):
        if hour.day in there or _is_away(away, hour.day):
            continue
        try:
            with transaction.atomic():
                _appointment(row, hour).save(force_insert=True)
            made += 1
        except IntegrityError:
            clashes.append(hour.day)
    return Made(made, tuple(clashes))


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


def _end(row: StandingHour, last_day: date, by: Actor) -> None:
    row.last_day = last_day
    row.sequence += 1
    row.save(update_fields=["last_day", "sequence"])
    # An hour that was moved has no planned day of its own: its day on the wall counts.
    after = Q(planned_day__gt=last_day) | Q(planned_day=None, wall_start__date__gt=last_day)
    later = row.appointments.filter(after, state__in=Appointment.OPEN, start_at__gt=clock.now())
    called_off = list(later.select_related("therapist", "client"))
    for appointment in called_off:
        call_off(appointment, side="practice", by=by, reason="standing_hour_ended")
    detail = {"last": str(last_day), "called_off": len(called_off)}
    audit.record(by=by, verb="end_standing_hour", on=row, client=row.client_id, detail=detail)


def _morning_of(row: StandingHour) -> datetime:
    return datetime(row.first_day.year, row.first_day.month, row.first_day.day, tzinfo=UTC) - timedelta(
        days=1
    )


def _take(row: StandingHour) -> None:
    people = [("client", row.client_id), ("client", row.partner_id)]
    things = [("therapist", row.therapist_id), *people, ("room", row.room_id)]
    locks.take(row.practice_id, things)


def _locked(standing_hour: StandingHour) -> StandingHour:
    _take(standing_hour)
    rows = StandingHour.objects.select_related("therapist", "client", "partner", "room")
    return rows.select_for_update(of=("self",)).get(pk=standing_hour.pk)
