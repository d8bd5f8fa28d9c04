"""Standing hours: started, ended, changed from a day on; and the appointments that come of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock
from reverie.core.models import AuditHead
from reverie.core.policy import Actor
from reverie.scheduling import events, locks, planes
from reverie.scheduling.actions import letters
from reverie.scheduling.actions.changing import call_off_all
from reverie.scheduling.actions.clashes import morning_of, refuse_clash, refuse_terms
from reverie.scheduling.actions.refusals import CannotHoldHours
from reverie.scheduling.actions.wish import wall_of
from reverie.scheduling.models import Appointment, Holiday, MeetingLink, Room, StandingHour
from reverie.scheduling.queries import horizon
from reverie.timetable.standing import Occurrence

HORIZON = timedelta(weeks=13)
"""How far ahead a standing hour stands as appointments; further ahead it is computed."""


@dataclass(frozen=True)
class Made:
    """What a run of `materialise` did: hours made, and planned days that something else lies on."""

    hours: tuple[Appointment, ...] = ()
    clashes: tuple[date, ...] = ()

    @property
    def made(self) -> int:
        """How many hours."""
        return len(self.hours)


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
        made = _begin(row, _take(row), by)
        if is_told and made.hours:
            letters.tell_change(made.hours[0], "booked")
        return row

    return locks.in_one_transaction(act)


def _begin(row: StandingHour, head: AuditHead | None, by: Actor) -> Made:
    """Under the locks: a new series and its hours up to the horizon. Raises CannotHoldHours."""
    refuse_clash(row)
    row.save(force_insert=True)
    low, high = morning_of(row), clock.now() + HORIZON
    away = planes.holidays_of([row.therapist], min(low, clock.now()), high)
    made = _made(_wanted(row, low, high, away))
    planes.rebuild(row.therapist, holidays=away)
    detail = {"first": str(row.first_day), "minute": row.start_minute, "step": row.step_days}
    detail |= {"made": made.made}
    audit.record(by=by, verb="start_standing_hour", on=row, client=row.client_id, detail=detail, head=head)
    return made


def end_standing_hour(
    *, standing_hour: StandingHour, last_day: date, side: str = "practice", is_told: bool = False, by: Actor
) -> StandingHour:
    """Give the hour back after `last_day`: later appointments are called off by `side`, none is deleted.

    The past, and hours that were attended, are never touched. `is_told`: the client is written to, once.
    """

    def act() -> StandingHour:
        row, head = _locked(standing_hour)
        if row.last_day is not None and row.last_day <= last_day:
            raise CannotHoldHours(_("This hour has already been given back."))
        called_off = _end(row, last_day, head, by)
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
        row, head = _locked(standing_hour)
        until = from_day or first_day - timedelta(days=first_day.weekday())
        later = _end(row, until - timedelta(days=1), head, by)
        left = [one for one in later if one.state == Appointment.CONFIRMED]
        Appointment.objects.filter(pk__in=[one.pk for one in left]).update(
            state=Appointment.MOVED, sequence=F("sequence") + 1
        )
        new = StandingHour(
            practice_id=row.practice_id, therapist=row.therapist, client=row.client, partner=row.partner,
            room=row.room, first_day=first_day, start_minute=start_minute, minutes=minutes or row.minutes,
            step_days=row.step_days, zone=row.zone, place=place or row.place, notice_hours=row.notice_hours,
        )  # fmt: skip
        refuse_terms(new)
        made = _begin(new, head, by)
        _point_to(row, made, left, by)
        events.standing_hour_changed.send(sender=StandingHour, standing_hour=new, before=row, by=by)
        if is_told and made.hours:
            letters.tell_change(made.hours[0], "series")
        return new

    return locks.in_one_transaction(act)


def _point_to(before: StandingHour, made: Made, left: Sequence[Appointment], by: Actor) -> None:
    """Each hour that was left says to which of the same week it went; one question for all."""
    by_week = {_week_of(row): row for row in reversed(made.hours)}
    for row in left:
        row.state, row.sequence = Appointment.MOVED, row.sequence + 1
        row.moved_to = by_week.pop(_week_of(row), None)
    Appointment.objects.bulk_update(left, ["moved_to"])
    _carry_places(before, left)
    letters.withdraw_reminders(*left)
    moves = [(row, row.moved_to) for row in left if row.moved_to is not None]
    events.series_moved.send(sender=Appointment, moves=moves, by=by)


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
        row, head = _locked(standing_hour)
        made = _make(row, clock.now(), until)
        if made.made:
            if any(one.start_at < planes.current_axis().end for one in made.hours):
                planes.rebuild(row.therapist)
            detail = {"made": made.made, "clashes": [str(day) for day in made.clashes]}
            audit.record(by=by, verb="materialise", on=row, client=row.client_id, detail=detail, head=head)
        return made

    return locks.in_one_transaction(act)


def _make(row: StandingHour, low: datetime, high: datetime) -> Made:
    """The missing appointments between two instants; holidays are left out, clashes are named."""
    there, away = horizon.planned_since([row], low)[row.pk], planes.holidays_of([row.therapist], low, high)
    return _made(_wanted(row, low, high, away, there))


def _wanted(
    row: StandingHour,
    low: datetime,
    high: datetime,
    away: Sequence[Holiday],
    there: Collection[date | None] = (),
) -> list[Appointment]:
    return [_appointment(row, hour) for hour in horizon.missing(row, low, high, away, there)]


def _made(wanted: Sequence[Appointment]) -> Made:
    try:
        with transaction.atomic():
            Appointment.objects.bulk_create(wanted)
            return Made(tuple(wanted))
    except IntegrityError:  # something lies on one of the days: one by one, and say on which
        hours = tuple(one for one in wanted if _is_made(one))
        return Made(hours, tuple(one.planned_day for one in wanted if one.planned_day and one not in hours))


def _is_made(one: Appointment) -> bool:
    try:
        with transaction.atomic():
            one.save(force_insert=True)
        return True
    except IntegrityError:
        return False


def _appointment(row: StandingHour, hour: Occurrence) -> Appointment:
    return Appointment(
        practice_id=row.practice_id, therapist_id=row.therapist_id, client_id=row.client_id,
        partner_id=row.partner_id, room_id=row.room_id,
        standing_hour=row, planned_day=hour.day, state=Appointment.CONFIRMED,
        wall_start=wall_of(hour.start, row.zone), zone=row.zone, minutes=row.minutes, start_at=hour.start,
        end_at=hour.end, place=row.place, notice_hours=row.notice_hours,
    )  # fmt: skip


def _end(row: StandingHour, last_day: date, head: AuditHead | None, by: Actor) -> list[Appointment]:
    """The series ends; the open appointments that lie after it, for the caller to deal with."""
    row.last_day = last_day
    row.sequence += 1
    row.save(update_fields=["last_day", "sequence"])
    # An hour that was moved has no planned day of its own: its day on the wall counts.
    after = Q(planned_day__gt=last_day) | Q(planned_day=None, wall_start__date__gt=last_day)
    later = row.appointments.filter(after, state__in=Appointment.OPEN, start_at__gt=clock.now())
    found = list(later.select_related("therapist", "client", "partner").order_by("start_at"))
    detail = {"last": str(last_day), "later": [str(one.pk) for one in found]}
    audit.record(by=by, verb="end_standing_hour", on=row, client=row.client_id, detail=detail, head=head)
    return found


def _take(row: StandingHour) -> AuditHead | None:
    people = [("client", row.client_id), ("client", row.partner_id)]
    things = [("therapist", row.therapist_id), *people, ("room", row.room_id)]
    return locks.take(row.practice_id, things)


def _locked(standing_hour: StandingHour) -> tuple[StandingHour, AuditHead | None]:
    """The series as it is now, and the head of the chain."""
    head = _take(standing_hour)
    rows = StandingHour.objects.select_related("therapist", "client", "partner", "room")
    return rows.select_for_update(of=("self",)).get(pk=standing_hour.pk), head
