"""Free hours for people who look for one.

Read from the planes, offered on the grid of the therapist's windows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeVar
from uuid import UUID

from reverie.accounts.models import Therapist
from reverie.core import clock
from reverie.scheduling import planes
from reverie.scheduling.models import AvailabilityException, AvailabilityRule, FreePlane, Holiday
from reverie.scheduling.models.availability import ASK, ONLINE
from reverie.timetable import walltime
from reverie.timetable.plane import QUARTER, Axis, free_bits, quarters_of, run_starts

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
    holidays: Sequence[Holiday] | None = None,
) -> list[datetime]:
    """Starts at which so many minutes can be asked for: in windows on request, free, on their grid.

    Computed from the rows, since the stored planes hold only what can be booked at once. Two queries for the
    windows, one for the `holidays`, unless they are at hand, and one.
    """
    rules, exceptions = windows or windows_of([therapist.id])
    mine = rules[therapist.id], exceptions[therapist.id]
    if not _has_ask(*mine):
        return []
    rows = _Rows.of(therapist, *mine, holidays)
    return rows.starts(ASK, max(from_utc, clock.now()), to_utc, minutes)


def hours_to_choose(
    therapist: Therapist, from_utc: datetime, to_utc: datetime, *, minutes: int
) -> tuple[list[datetime], list[datetime]]:
    """(what can be booked at once, what can be asked for) of one therapist; three or four queries."""
    windows = windows_of([therapist.id])
    mine = windows[0][therapist.id], windows[1][therapist.id]
    if not _has_ask(*mine):
        found = open_hours([therapist], from_utc, to_utc, minutes=minutes, windows=windows)
        return found[therapist.id], []
    rows, low = _Rows.of(therapist, *mine), max(from_utc, clock.now())
    return rows.starts(ONLINE, low, to_utc, minutes), rows.starts(ASK, low, to_utc, minutes)


def _has_ask(rules: Sequence[AvailabilityRule], exceptions: Sequence[AvailabilityException]) -> bool:
    return any(row.mode == ASK for rows in (rules, exceptions) for row in rows)


class _Rows(NamedTuple):
    """What the starts of one therapist are computed from."""

    rules: Sequence[AvailabilityRule]
    exceptions: Sequence[AvailabilityException]
    axis: Axis
    away: Sequence[Holiday]
    taken: Sequence[tuple[datetime, datetime]]

    @classmethod
    def of(
        cls,
        therapist: Therapist,
        rules: Sequence[AvailabilityRule],
        exceptions: Sequence[AvailabilityException],
        holidays: Sequence[Holiday] | None = None,
    ) -> "_Rows":
        axis = planes.current_axis()
        away = planes.holidays_of([therapist], axis.begin, axis.end) if holidays is None else holidays
        return cls(rules, exceptions, axis, away, planes.taken(therapist, axis.begin, axis.end))

    def starts(self, mode: str, low: datetime, high: datetime, minutes: int) -> list[datetime]:
        weeks = planes.weeks_of(self.rules, self.exceptions, self.away, mode=mode)
        free = run_starts(free_bits(self.axis, weeks, self.taken), quarters_of(minutes))
        grid = _grid(self.rules, self.exceptions, low, high, mode)
        seconds = {one for one in grid if _bit(free, one // QUARTER - self.axis.first)}
        moments = map(walltime.instant, sorted(seconds))
        return [moment for moment in moments if low <= moment < high]


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
