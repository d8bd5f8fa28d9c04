"""Which hours of a series are still to be made, for one series and for many at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from reverie.core import clock
from reverie.scheduling import planes
from reverie.scheduling.models import Appointment, Holiday, StandingHour
from reverie.timetable.standing import Occurrence, occurrences


def missing(
    row: StandingHour,
    low: datetime,
    high: datetime,
    away: Sequence[Holiday],
    there: Collection[date | None] = (),
) -> list[Occurrence]:
    """The hours of a series between two instants, but for holidays and the planned days that are `there`."""
    return [
        hour
        for hour in occurrences(row.as_standing(), low, high)
        if hour.day not in there and not any(one.first_day <= hour.day <= one.last_day for one in away)
    ]


def planned_since(rows: Sequence[StandingHour], low: datetime) -> dict[UUID | None, set[date | None]]:
    """Series -> its days that stand as appointments, whatever became of them, from about `low` on."""
    found: dict[UUID | None, set[date | None]] = defaultdict(set)
    near = Appointment.objects.filter(standing_hour__in=rows, planned_day__gte=low.date() - timedelta(days=2))
    for series, day in near.values_list("standing_hour", "planned_day"):
        found[series].add(day)
    return found


def lacking(rows: Sequence[StandingHour], until: datetime) -> list[StandingHour]:
    """Those of which an hour between now and `until` is to be made; two questions, however many they are.

    The series come with their therapists.
    """
    low = clock.now()
    there, away = planned_since(rows, low), defaultdict(list)
    for one in planes.holidays_of({row.therapist for row in rows}, low, until):
        away[one.therapist_id or one.practice_id].append(one)
    return [
        row
        for row in rows
        if missing(row, low, until, away[row.therapist_id] + away[row.practice_id], there[row.pk])
    ]
