"""Free hours for people who look for one.

Read from the planes, offered on the grid of the therapist's windows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from reverie.accounts.models import Therapist
from reverie.core import clock
from reverie.scheduling import planes
from reverie.scheduling.models import AvailabilityException, AvailabilityRule, FreePlane
from reverie.scheduling.models.availability import ASK, ONLINE
from reverie.timetable import walltime
from reverie.timetable.plane import QUARTER, free_bits, quarters_of, run_starts

Rule = AvailabilityRule | AvailabilityException
Row = TypeVar("Row", AvailabilityRule, AvailabilityException)
Windows = tuple[dict[UUID, list[AvailabilityRule]], dict[UUID, list[AvailabilityException]]]


def open_hours(
    therapists: Iterable[Therapist],
    from_utc: datetime,
    to_utc: datetime,
    *,
    minutes: int | Mapping[UUID, int],
    windows: Windows | None = None,
) -> dict[UUID, list[datetime]]:
    """Starts (aware UTC, sorted) at which so many minutes can be booked online, by therapist id.

    `minutes` may be a number for each therapist, by id; `windows` are those of `windows_of`, when at hand.

    A start lies in [from, to), in the future, within eight weeks, on the grid that begins with each open
    window. Three queries for any number of therapists; a therapist with nothing open has an empty list.
    """
    ids = [therapist.id for therapist in therapists]
    found: dict[UUID, list[datetime]] = {one: [] for one in ids}
    low = max(from_utc, clock.now())
    rules, exceptions = windows or windows_of(ids)
    for plane in FreePlane.objects.filter(therapist__in=ids):
        length = minutes if isinstance(minutes, int) else minutes[plane.therapist_id]
        free = run_starts(planes.bits_of(plane), quarters_of(length))
        if free:
            grid = _grid(rules[plane.therapist_id], exceptions[plane.therapist_id], low, to_utc, ONLINE)
            starts = {second for second in grid if _is_free(plane, free, second)}
            found[plane.therapist_id] = [
                moment for moment in map(walltime.instant, sorted(starts)) if low <= moment < to_utc
            ]
    return found


def ask_hours(
    therapist: Therapist,
    from_utc: datetime,
    to_utc: datetime,
    *,
    minutes: int,
    windows: Windows | None = None,
) -> list[datetime]:
    """Starts at which so many minutes can be asked for: in windows on request, free, on their grid.

    Computed from the rows, since the stored planes hold only what can be booked at once. Three queries, and
    two for the windows unless they are at hand.
    """
    axis, low = planes.current_axis(), max(from_utc, clock.now())
    rules, exceptions = windows or windows_of([therapist.id])
    mine = rules[therapist.id], exceptions[therapist.id]
    if not any(row.mode == ASK for rows in mine for row in rows):
        return []
    weeks = planes.weeks_of(*mine, planes.holidays_of([therapist], axis.begin, axis.end), mode=ASK)
    taken = planes.booked(therapist.id, axis.begin, axis.end)
    taken += planes.busy_elsewhere(therapist, axis.begin, axis.end)
    free = run_starts(free_bits(axis, weeks, taken), quarters_of(minutes))
    seconds = {one for one in _grid(*mine, low, to_utc, ASK) if _bit(free, one // QUARTER - axis.first)}
    moments = map(walltime.instant, sorted(seconds))
    return [moment for moment in moments if low <= moment < to_utc]


def _bit(bits: int, position: int) -> bool:
    return position >= 0 and bool(bits >> position & 1)


def windows_of(ids: Sequence[UUID]) -> Windows:
    """The weekly windows and the other days, by therapist id; two queries."""
    return _by_therapist(AvailabilityRule, ids), _by_therapist(AvailabilityException, ids)


def _by_therapist(model: type[Row], ids: Sequence[UUID]) -> dict[UUID, list[Row]]:
    grouped: dict[UUID, list[Row]] = defaultdict(list)
    for row in model.objects.filter(therapist__in=ids):
        grouped[row.therapist_id].append(row)
    return grouped


def _is_free(plane: FreePlane, free: int, second: int) -> bool:
    return _bit(free, second // QUARTER - plane.first_quarter)


def _grid(
    rules: Sequence[AvailabilityRule],
    exceptions: Sequence[AvailabilityException],
    low: datetime,
    high: datetime,
    mode: str,
) -> Iterator[int]:
    """UTC seconds at which the windows of these days would let a meeting begin."""
    replaced: dict[date, list[Rule]] = defaultdict(list)
    for row in exceptions:
        replaced[row.day].append(row)
    first = low.date() - timedelta(days=1)
    last = min(high, low + timedelta(weeks=9)).date() + timedelta(days=1)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        weekly: list[Rule] = [row for row in rules if row.weekday == day.weekday()]
        for window in replaced.get(day, weekly):
            if window.mode == mode and window.start_minute is not None and window.end_minute is not None:
                for minute in range(window.start_minute, window.end_minute, window.grid_minutes):
                    yield walltime.to_utc(walltime.wall_seconds(day, minute), window.zone)
