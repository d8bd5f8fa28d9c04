"""Whether an hour of the week can be held: its terms, and what lies on its days within a year."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from reverie.core import clock
from reverie.scheduling.actions.refusals import CannotHoldHours
from reverie.scheduling.actions.wish import LONGEST
from reverie.scheduling.models import Appointment, StandingHour
from reverie.scheduling.no_overlap import BUSY, overlapping
from reverie.timetable import walltime
from reverie.timetable.standing import Occurrence, occurrences

LOOK_AHEAD = timedelta(days=371)
"""How far two standing hours are compared before one is taken up: a year and the odd days."""


def refuse_terms(row: StandingHour) -> None:
    """What can be said without looking at anybody's calendar. Raises CannotHoldHours."""
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


def refuse_clash(row: StandingHour) -> None:
    """Nothing else may lie on any day of the series within a year, appointment or other standing hour."""
    low = max(morning_of(row), clock.now())
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


def morning_of(row: StandingHour) -> datetime:
    """A moment before the first hour in every zone."""
    return datetime(row.first_day.year, row.first_day.month, row.first_day.day, tzinfo=UTC) - timedelta(
        days=1
    )
