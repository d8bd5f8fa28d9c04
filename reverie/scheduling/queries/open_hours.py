"""Free hours for people who look for one.

Read from the planes, offered on the grid of the therapist's windows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from reverie.accounts.models import Therapist
from reverie.core import clock
from reverie.scheduling import planes
from reverie.scheduling.models import AvailabilityException, AvailabilityRule, FreePlane
from reverie.scheduling.models.availability import ONLINE
from reverie.timetable import walltime
from reverie.timetable.plane import QUARTER, quarters_of, run_starts

Rule = AvailabilityRule | AvailabilityException


def open_hours(
    therapists: Iterable[Therapist], from_utc: datetime, to_utc: datetime, *, minutes: int
) -> dict[UUID, list[datetime]]:
    """Starts (aware UTC, sorted) at which so many minutes can be booked online, by therapist id.

    A start lies in [from, to), in the future, within eight weeks, on the grid that begins with each open
    window. Three queries for any number of therapists; a therapist with nothing open has an empty list.
    """
    ids = [therapist.id for therapist in therapists]
    found: dict[UUID, list[datetime]] = {one: [] for one in ids}
    low = max(from_utc, clock.now())
    rules, exceptions = _by_therapist(AvailabilityRule, ids), _by_therapist(AvailabilityException, ids)
    for plane in FreePlane.objects.filter(therapist__in=ids):
        free = run_starts(planes.bits_of(plane), quarters_of(minutes))
        if free:
            grid = _grid(rules[plane.therapist_id], exceptions[plane.therapist_id], low, to_utc)
            starts = {second for second in grid if _is_free(plane, free, second)}
            found[plane.therapist_id] = [
                moment for moment in map(walltime.instant, sorted(starts)) if low <= moment < to_utc
            ]
    return found


def _by_therapist(model: type[Rule], ids: Sequence[UUID]) -> dict[UUID, list[Rule]]:
    grouped: dict[UUID, list[Rule]] = defaultdict(list)
    for row in model.objects.filter(therapist__in=ids):
        grouped[row.therapist_id].append(row)
    return grouped


def _is_free(plane: FreePlane, free: int, second: int) -> bool:
    position = second // QUARTER - plane.first_quarter
    return position >= 0 and bool(free >> position & 1)


def _grid(rules: Sequence[Rule], exceptions: Sequence[Rule], low: datetime, high: datetime) -> Iterator[int]:
    """UTC seconds at which the windows of these days would let a meeting begin."""
    replaced: dict[date, list[Rule]] = defaultdict(list)
    for row in exceptions:
        replaced[row.day].append(row)  # type: ignore[union-attr]
    first = low.date() - timedelta(days=1)
    last = min(high, low + timedelta(weeks=9)).date() + timedelta(days=1)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        weekly = [row for row in rules if row.weekday == day.weekday()]  # type: ignore[union-attr]
        for row in replaced.get(day, weekly):
            if row.mode == ONLINE and row.start_minute is not None and row.end_minute is not None:
                for minute in range(row.start_minute, row.end_minute, row.grid_minutes):
                    yield walltime.to_utc(walltime.wall_seconds(day, minute), row.zone)
