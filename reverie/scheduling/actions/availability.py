"""When a therapist can be booked, and the days on which nobody is seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Q
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice, Therapist
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.scheduling import events, locks, planes
from reverie.scheduling.actions import letters
from reverie.scheduling.actions.changing import call_off
from reverie.scheduling.actions.refusals import CannotSetHours
from reverie.scheduling.actions.wish import let_lapse
from reverie.scheduling.models import Appointment, AvailabilityException, AvailabilityRule, Holiday
from reverie.scheduling.models.availability import MODES, ONLINE
from reverie.timetable import walltime

LONGEST_HOLIDAY = timedelta(days=370)


@dataclass(frozen=True)
class OpenWindow:
    """A weekly window: weekday (0 is Monday), start and end as minutes of the day, in quarter hours."""

    weekday: int
    start_minute: int
    end_minute: int
    mode: str = ONLINE
    grid_minutes: int = 60


def set_availability(
    *, therapist: Therapist, windows: Sequence[OpenWindow], zone: str = "", by: Actor
) -> list[AvailabilityRule]:
    """Replace the weekly hours.

    Raises CannotSetHours for windows that overlap or are not on quarter hours.
    """
    zone = zone or therapist.zone
    _refuse_windows(windows, zone)

    def act() -> list[AvailabilityRule]:
        locks.take(therapist.practice_id, [("therapist", therapist.id)])
        therapist.availability_rules.all().delete()
        rows = [
            AvailabilityRule(
                therapist=therapist, weekday=one.weekday, start_minute=one.start_minute, mode=one.mode,
                end_minute=one.end_minute, grid_minutes=one.grid_minutes, zone=zone,
            )
            for one in windows
        ]  # fmt: skip
        AvailabilityRule.objects.bulk_create(rows)
        planes.rebuild(therapist, windows_changed=True)
        audit.record(
            by=by, verb="set_availability", on=therapist, detail={"windows": len(rows), "zone": zone}
        )
        return rows

    return locks.in_one_transaction(act)


def set_day(*, therapist: Therapist, day: date, windows: Sequence[OpenWindow], by: Actor) -> None:
    """Other hours on one day, in place of the weekly ones; none at all closes it."""
    on_that_day = [
        OpenWindow(day.weekday(), one.start_minute, one.end_minute, one.mode, one.grid_minutes)
        for one in windows
    ]
    _refuse_windows(on_that_day, therapist.zone)

    def act() -> None:
        locks.take(therapist.practice_id, [("therapist", therapist.id)])
        therapist.availability_exceptions.filter(day=day).delete()
        closed = [AvailabilityException(therapist=therapist, day=day, zone=therapist.zone)]
        rows = [
            AvailabilityException(
                therapist=therapist, day=day, start_minute=one.start_minute, end_minute=one.end_minute,
                grid_minutes=one.grid_minutes, mode=one.mode, zone=therapist.zone,
            )
            for one in on_that_day
        ]  # fmt: skip
        AvailabilityException.objects.bulk_create(rows or closed)
        planes.rebuild(therapist, windows_changed=True)
        audit.record(by=by, verb="set_day", on=therapist, detail={"day": str(day), "windows": len(rows)})

    locks.in_one_transaction(act)


def clear_day(*, therapist: Therapist, day: date, by: Actor) -> None:
    """Let the weekly hours hold on that day again."""

    def act() -> None:
        locks.take(therapist.practice_id, [("therapist", therapist.id)])
        therapist.availability_exceptions.filter(day=day).delete()
        planes.rebuild(therapist, windows_changed=True)
        audit.record(by=by, verb="clear_day", on=therapist, detail={"day": str(day)})

    locks.in_one_transaction(act)


def announce_holiday(
    *,
    practice: Practice,
    therapist: Therapist | None,
    first_day: date,
    last_day: date,
    is_told: bool = False,
    by: Actor,
) -> Holiday:
    """No hours from `first_day` to `last_day`, both included; everybody whose hour lies in it is told by
    one event.

    `therapist` None closes the whole practice. Hours already arranged in these days are called off by the
    practice; past ones stay. `is_told`: each client is written to, once. Raises CannotSetHours for days that
    cannot be or lie in another holiday.
    """
    _refuse_days(practice, therapist, first_day, last_day)

    def act() -> Holiday:
        therapists = [therapist] if therapist else list(practice.therapists.filter(ended_at=None))
        locks.take(practice.id, [("therapist", one.id) for one in therapists])
        holiday = Holiday.objects.create(
            practice=practice, therapist=therapist, first_day=first_day, last_day=last_day,
            announced_at=clock.now(), announced_by=by.user_id,
        )  # fmt: skip
        called_off = _call_off_in(holiday, therapists, by)
        for one in therapists:
            planes.rebuild(one)
        detail = {"first": str(first_day), "last": str(last_day), "called_off": len(called_off)}
        audit.record(by=by, verb="announce_holiday", on=holiday, practice=practice.id, detail=detail)
        if is_told:
            _tell(holiday, called_off)
        clients = sorted({row.client_id for row in called_off})
        events.holiday_announced.send(sender=Holiday, holiday=holiday, clients=clients, by=by)
        return holiday

    return locks.in_one_transaction(act)


def withdraw_holiday(*, holiday: Holiday, by: Actor) -> None:
    """These days are worked after all, and open again; what was called off stays so, for people were told.

    Raises CannotSetHours when they are over.
    """
    if holiday.last_day < clock.today(holiday.practice.zone):
        raise CannotSetHours(_("These days are over. They stay as they were announced."))

    def act() -> None:
        rows = holiday.practice.therapists.filter(ended_at=None)
        therapists = list(rows.filter(pk=holiday.therapist_id) if holiday.therapist_id else rows)
        locks.take(holiday.practice_id, [("therapist", one.id) for one in therapists])
        detail = {"first": str(holiday.first_day), "last": str(holiday.last_day)}
        audit.record(by=by, verb="withdraw_holiday", on=holiday, practice=holiday.practice_id, detail=detail)
        Holiday.objects.filter(pk=holiday.pk).delete()
        for one in therapists:
            planes.rebuild(one)

    locks.in_one_transaction(act)


def _tell(holiday: Holiday, called_off: Sequence[Appointment]) -> None:
    people = {one.pk: one for row in called_off for one in row.people}
    for one in people.values():
        letters.tell_break(one, holiday)


def _call_off_in(holiday: Holiday, therapists: Sequence[Therapist], by: Actor) -> list[Appointment]:
    rows = Appointment.objects.select_related("therapist", "client__user", "partner__user").filter(
        therapist__in=therapists,
        state__in=Appointment.OPEN,
        start_at__gt=clock.now(),
        wall_start__date__gte=holiday.first_day,
        wall_start__date__lte=holiday.last_day,
    )
    called_off = list(rows)
    for row in called_off:
        call_off(row, side="practice", by=by, reason="holiday")
    return called_off


def _refuse_windows(windows: Sequence[OpenWindow], zone: str) -> None:
    try:
        walltime.require_place(zone)
    except walltime.UnknownZone as error:
        raise CannotSetHours(str(error)) from None
    if not all(0 <= one.weekday <= 6 and one.mode in MODES and one.grid_minutes >= 5 for one in windows):
        raise CannotSetHours(_("Choose a day of the week and how these hours can be booked."))
    if not all(0 <= one.start_minute < one.end_minute <= 1440 for one in windows):
        raise CannotSetHours(_("Open hours end after they start, on the same day."))
    if any(one.start_minute % 15 or one.end_minute % 15 for one in windows):
        raise CannotSetHours(_("Open hours start and end on a quarter of an hour, such as 9:00 or 9:15."))
    ordered = sorted(windows, key=lambda one: (one.weekday, one.start_minute))
    for before, after in pairwise(ordered):
        if before.weekday == after.weekday and after.start_minute < before.end_minute:
            raise CannotSetHours(_("Two of these open hours lie over each other. Join them, or move one."))


def _refuse_days(practice: Practice, therapist: Therapist | None, first_day: date, last_day: date) -> None:
    if last_day < first_day:
        raise CannotSetHours(_("The last day lies before the first."))
    if last_day - first_day > LONGEST_HOLIDAY:
        raise CannotSetHours(_("That is longer than a year. Announce a shorter time."))
    rows = Holiday.objects.filter(
        practice=practice, therapist=therapist, first_day__lte=last_day, last_day__gte=first_day
    )
    if rows.exists():
        raise CannotSetHours(_("There is a holiday in these days already."))


def refresh_plane(*, therapist: Therapist, by: Actor) -> None:
    """Build the therapist's plane anew: a derived row, which is not audited.

    Lapsed holds are given back first, and those are.
    """

    def act() -> None:
        locks.take(therapist.practice_id, [("therapist", therapist.id)])
        lapsed = let_lapse(Q(therapist=therapist), clock.now())
        if lapsed:
            detail = {"lapsed": [str(one) for one in lapsed]}
            audit.record(by=by, verb="let_lapse", on=therapist, practice=therapist.practice_id, detail=detail)
        planes.rebuild(therapist)

    locks.in_one_transaction(act)
