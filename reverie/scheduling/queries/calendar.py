"""A therapist's days and weeks, and a client's coming hours."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.scheduling import planes
from reverie.scheduling.models import (
    Appointment,
    AvailabilityException,
    AvailabilityRule,
    Holiday,
    StandingHour,
)
from reverie.scheduling.queries.open_hours import ask_hours, open_hours, windows_of
from reverie.timetable import walltime
from reverie.timetable.standing import Occurrence, occurrences, shifts_elsewhere

LOOK_BACK = timedelta(days=15)


@dataclass(frozen=True)
class Planned:
    """One hour of the standing week, whatever became of it."""

    standing_hour: StandingHour
    hour: Occurrence


@dataclass
class CalendarDay:
    """One wall day in the therapist's zone.

    `windows` are the open windows as minutes of the day, any mode. `open` can be booked at once, `asked` on
    request.
    """

    day: date
    appointments: list[Appointment] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)
    open: list[datetime] = field(default_factory=list)
    asked: list[datetime] = field(default_factory=list)
    holiday: Holiday | None = None
    windows: list[tuple[int, int]] = field(default_factory=list)


def day_of(therapist: Therapist, day: date, *, minutes: int = 50) -> CalendarDay:
    """One day: appointments in order, the standing hours beneath, open hours, a holiday."""
    return days_of(therapist, [day], minutes=minutes)[0]


def week_of(
    therapist: Therapist, monday: date, *, minutes: int = 50, holidays: Sequence[Holiday] | None = None
) -> list[CalendarDay]:
    """Seven days from `monday`; the same number of queries for any number of years of standing hours."""
    days = [monday + timedelta(days=n) for n in range(7)]
    return days_of(therapist, days, minutes=minutes, holidays=holidays)


def days_of(
    therapist: Therapist,
    days: Sequence[date],
    *,
    minutes: int = 50,
    holidays: Sequence[Holiday] | None = None,
) -> list[CalendarDay]:
    """Days in a row, in the therapist's zone; a cancelled or moved hour stands where it was.

    `holidays` are the therapist's and the practice's, when they are at hand.
    """
    low = walltime.at(days[0], 0, therapist.zone)
    high = walltime.at(days[-1], 1440, therapist.zone)
    found = {day: CalendarDay(day) for day in days}
    for row in _appointments(therapist, low, high):
        found[_day(row.start_at, therapist)].appointments.append(row)
    for planned in _planned(therapist, low, high):
        found[_day(planned.hour.start, therapist)].planned.append(planned)
    windows = windows_of([therapist.id])
    for moment in open_hours([therapist], low, high, minutes=minutes, windows=windows)[therapist.id]:
        found[_day(moment, therapist)].open.append(moment)
    away = planes.holidays_of([therapist], low, high) if holidays is None else holidays
    for moment in ask_hours(therapist, low, high, minutes=minutes, windows=windows, holidays=away):
        found[_day(moment, therapist)].asked.append(moment)
    for holiday in away:
        for day, entry in found.items():
            if holiday.first_day <= day <= holiday.last_day:
                entry.holiday = holiday
    _put_windows(found, windows[0][therapist.id], windows[1][therapist.id])
    return [found[day] for day in days]


def _day(moment: datetime, therapist: Therapist) -> date:
    return moment.astimezone(walltime.zone(therapist.zone)).date()


def _appointments(therapist: Therapist, low: datetime, high: datetime) -> list[Appointment]:
    rows = therapist.appointments.filter(start_at__gte=low, start_at__lt=high).order_by("start_at")
    lapsed = Q(state=Appointment.HELD, held_until__lte=clock.now())
    return list(rows.exclude(lapsed).select_related("client", "partner", "standing_hour", "room", "moved_to"))


def _planned(therapist: Therapist, low: datetime, high: datetime) -> list[Planned]:
    rows = therapist.standing_hours.filter(
        Q(last_day=None) | Q(last_day__gte=low.date() - timedelta(days=1)), first_day__lte=high.date()
    ).select_related("client")
    hours = [Planned(row, hour) for row in rows for hour in occurrences(row.as_standing(), low, high)]
    inside = [planned for planned in hours if low <= planned.hour.start < high]
    return sorted(inside, key=lambda planned: planned.hour.start)


def _put_windows(
    found: dict[date, CalendarDay], rules: list[AvailabilityRule], exceptions: list[AvailabilityException]
) -> None:
    weekly: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for rule in rules:
        weekly[rule.weekday].append((rule.start_minute, rule.end_minute))
    other: dict[date, list[tuple[int, int]]] = defaultdict(list)
    for row in exceptions:
        timed = row.start_minute is not None and row.end_minute is not None
        other[row.day] += [(row.start_minute or 0, row.end_minute or 0)] if timed else []
    for day, entry in found.items():
        entry.windows = sorted(other[day] if day in other else weekly[day.weekday()])


def of_client(client: Client) -> Q:
    """Hours in which this person sits, alone or with another."""
    return Q(client=client) | Q(partner=client)


def next_appointment(client: Client) -> Appointment | None:
    """The client's next hour that is booked and not over; one query."""
    return coming_appointments(client).filter(state=Appointment.CONFIRMED).first()


def coming_appointments(client: Client) -> QuerySet[Appointment]:
    """The client's hours that are not over: booked, asked for, or held for them; earliest first."""
    now = clock.now()
    rows = Appointment.objects.filter(of_client(client), state__in=Appointment.OPEN, end_at__gt=now)
    rows = rows.exclude(state=Appointment.HELD, held_until__lte=now)
    return rows.select_related("therapist", "standing_hour").order_by("start_at")


def standing_hours_of(client: Client) -> list[StandingHour]:
    """The hours of the week that are held for the client now, in the order of the week."""
    today = clock.today(client.zone)
    rows = StandingHour.objects.filter(of_client(client), Q(last_day=None) | Q(last_day__gte=today))
    rows = rows.select_related("therapist", "client")
    return sorted(rows, key=lambda row: (row.weekday, row.start_minute))


def therapists_of(client: Client) -> list[Therapist]:
    """The therapists with whom the client has, or had, hours."""
    hours = Appointment.objects.filter(of_client(client)).order_by().values("therapist").distinct()
    standing = StandingHour.objects.filter(of_client(client)).order_by().values("therapist").distinct()
    rows = Therapist.objects.filter(Q(pk__in=hours) | Q(pk__in=standing), ended_at=None)
    return list(rows.order_by("name"))


def holidays_for(client: Client, therapists: Sequence[Therapist] | None = None) -> list[Holiday]:
    """Announced days without hours of the client's therapists (read, unless at hand) that are not over."""
    today = clock.today(client.zone)
    therapists = therapists_of(client) if therapists is None else therapists
    rows = Holiday.objects.filter(
        Q(therapist__in=therapists) | Q(therapist=None, practice=client.practice_id), last_day__gte=today
    )
    return list(rows.select_related("therapist"))


def clock_shifts(
    client: Client, standing: Sequence[StandingHour] | None = None, *, zone: str = ""
) -> list[tuple[StandingHour, Occurrence, int]]:
    """Standing hours whose time on the client's clock changes within 14 days, though the therapist's does
    not.

    Each with the first hour at the new time, and that minute of the day in the client's zone (or in
    `zone`, where they are now).
    """
    now = clock.now()
    found = []
    for row in standing_hours_of(client) if standing is None else standing:
        shifts = shifts_elsewhere(
            row.as_standing(), zone or client.zone, now - LOOK_BACK, now + timedelta(days=14)
        )
        found += [(row, hour, minute) for hour, minute in shifts[:1] if hour.start > now]
    return found


def minute_before_shift(row: Appointment, zone: str) -> int | None:
    """The minute of the day, by the clock of `zone`, at which this hour of the week began until lately.

    None when the clocks of both places have not moved apart within the four weeks before it.
    """
    if row.zone == zone or row.standing_hour_id is None:
        return None
    minute = row.wall_start.hour * 60 + row.wall_start.minute
    now = walltime.local_minute(row.start_at, zone)
    for weeks in range(1, 5):
        before = walltime.at(row.wall_day - timedelta(weeks=weeks), minute, row.zone)
        if walltime.local_minute(before, zone) != now:
            return walltime.local_minute(before, zone)
    return None


def concerned_by_holiday(practice: Practice, first_day: date, last_day: date) -> list[Appointment]:
    """The hours still to come that days without hours would call off, for everybody of the practice."""
    rows = Appointment.objects.filter(
        practice=practice, state__in=Appointment.OPEN, start_at__gt=clock.now(),
        wall_start__date__gte=first_day, wall_start__date__lte=last_day, therapist__ended_at=None,
    )  # fmt: skip
    return list(rows.select_related("client", "partner", "therapist").order_by("start_at"))


def first_hour_of(row: StandingHour) -> Appointment | None:
    """The first that stands as an appointment; none when the series begins beyond the horizon."""
    return Appointment.objects.filter(standing_hour=row).order_by("start_at").first()
