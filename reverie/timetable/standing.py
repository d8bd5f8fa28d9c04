"""A standing hour: the place in the week that a therapy keeps, open-ended.

Stored as (first day, step in days, local minute, zone, length) with exceptions. Its occurrences in a period
are computed by division, so the tenth year costs what the first does. A frame of several weekdays is
several standing hours.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from reverie.timetable import walltime
from reverie.timetable.walltime import DAY, EPOCH_ORDINAL


class Occurrence(NamedTuple):
    """One hour of a series. `day` is the wall day it was planned for, also when it was moved elsewhere."""

    start: datetime
    end: datetime
    day: date


@dataclass(frozen=True)
class Moved:
    """Where one hour of a series went: wall day and minute in the zone of the series, and its length."""

    day: date
    minute: int
    length: int | None = None


@dataclass(frozen=True)
class Standing:
    """A standing hour. `length` in minutes; `last_day` is None while it is open-ended.

    `exceptions` maps a planned day to None (left out) or to `Moved`. Days that are not in the series are
    ignored. Raises ValueError for a step, minute or length that cannot be, `UnknownZone` for the zone.
    """

    first_day: date
    step_days: int
    minute: int
    zone: str
    length: int
    last_day: date | None = None
    exceptions: Mapping[date, Moved | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.step_days < 1:
            raise ValueError(f"The step must be at least one day, not {self.step_days}.")
        if not 0 <= self.minute < 1440:
            raise ValueError(f"The minute of the day must be from 0 to 1439, not {self.minute}.")
        if self.length < 1:
            raise ValueError(f"The length must be at least one minute, not {self.length}.")
        walltime.zone(self.zone)

    def includes(self, day: date) -> bool:
        """Whether the series plans an hour on that wall day (before exceptions)."""
        distance = (day - self.first_day).days
        return (
            distance >= 0
            and distance % self.step_days == 0
            and (self.last_day is None or day <= self.last_day)
        )

    @cached_property
    def _origin(self) -> int:
        """Wall seconds of the first hour."""
        return walltime.wall_seconds(self.first_day, self.minute)

    @cached_property
    def _steps(self) -> tuple[timedelta, timedelta]:
        """From one hour to the next, and how long one lasts."""
        return timedelta(days=self.step_days), timedelta(minutes=self.length)

    @cached_property
    def _moved(self) -> tuple[list[int], list[tuple[int, int, date]]]:
        """Moved hours as sorted starts, and (start, seconds, planned day) beside them, in UTC seconds."""
        rows = sorted(
            (
                walltime.to_utc(walltime.wall_seconds(to.day, to.minute), self.zone),
                (to.length or self.length) * 60,
                day,
            )
            for day, to in self.exceptions.items()
            if to is not None and self.includes(day)
        )
        return [row[0] for row in rows], rows

    @cached_property
    def _longest_move(self) -> int:
        return max((row[1] for row in self._moved[1]), default=0)


def occurrences(standing: Standing, from_utc: datetime, to_utc: datetime) -> list[Occurrence]:
    """The hours of the series that overlap [from_utc, to_utc), aware UTC datetimes sorted by start.

    Works by division: the cost depends on the number of hours in the period, not on the age of the series.
    """
    low, high = walltime.utc_seconds(from_utc), walltime.utc_seconds(to_utc)
    return _hours(standing, low, high) if high > low else []


def _hours(standing: Standing, low: int, high: int) -> list[Occurrence]:
    """The hours that overlap the UTC seconds [low, high), sorted."""
    regular = _regular(standing, low, high)
    if not standing.exceptions:
        return regular
    moved = _moved_into(standing, low, high)
    return sorted([*regular, *moved]) if moved else regular


def _regular(standing: Standing, low: int, high: int) -> list[Occurrence]:
    """Hours at their own place that overlap the UTC seconds [low, high)."""
    seconds, step = standing.length * 60, standing.step_days * DAY
    origin = standing._origin
    # No offset lies a day from UTC: a margin of two days in wall seconds, made exact for each offset.
    first = max(origin, low - seconds - 2 * DAY)
    last = high + 2 * DAY
    if standing.last_day is not None:
        last = min(last, walltime.wall_seconds(standing.last_day, standing.minute))
    if last < first:
        return []
    found: list[Occurrence] = []
    for begin, end, offset in walltime.offset_spans(first, last, standing.zone):
        earliest = max(begin, low - seconds + 1 + offset)
        aligned = origin + -(-(earliest - origin) // step) * step
        count = -(-(min(end, high + offset) - aligned) // step)
        if count > 0:
            found += _run(standing, aligned, offset, count)
    if standing.exceptions:
        return [hour for hour in found if hour.day not in standing.exceptions]
    return found


def _run(standing: Standing, wall: int, offset: int, count: int) -> Iterator[Occurrence]:
    """So many hours in a row that share one offset, the first at these wall seconds."""
    step, length = standing._steps
    start, day = walltime.instant(wall - offset), date.fromordinal(wall // DAY + EPOCH_ORDINAL)
    while True:
        yield Occurrence(start, start + length, day)
        count -= 1
        if not count:
            return
        start += step
        day += step


def _moved_into(standing: Standing, low: int, high: int) -> list[Occurrence]:
    """Moved hours that overlap the UTC seconds [low, high)."""
    starts, rows = standing._moved
    found = []
    for start, seconds, day in rows[
        bisect_left(starts, low - standing._longest_move) : bisect_left(starts, high)
    ]:
        if start + seconds > low:
            moment = walltime.instant(start)
            found.append(Occurrence(moment, moment + timedelta(seconds=seconds), day))
    return found


def _start(pair: tuple[Occurrence, int]) -> datetime:
    return pair[0].start


def caseload(
    series: Iterable[Standing], from_utc: datetime, to_utc: datetime
) -> list[tuple[Occurrence, int]]:
    """The hours of many series in one period, sorted by start, each with the position of its series.

    Hours that start together stand in the order of their series.
    """
    low, high = walltime.utc_seconds(from_utc), walltime.utc_seconds(to_utc)
    if high <= low:
        return []
    found = [(hour, position) for position, one in enumerate(series) for hour in _hours(one, low, high)]
    found.sort(key=_start)
    return found


def days_in_gap(standing: Standing, from_utc: datetime, to_utc: datetime) -> list[date]:
    """Planned days in the period on which the clocks skip the hour's wall time (it is then held later)."""
    planned = (
        hour.day for hour in _regular(standing, walltime.utc_seconds(from_utc), walltime.utc_seconds(to_utc))
    )
    return [day for day in planned if walltime.is_in_gap(day, standing.minute, standing.zone)]


def shifts_elsewhere(
    standing: Standing, other_zone: str, from_utc: datetime, to_utc: datetime
) -> list[tuple[Occurrence, int]]:
    """Hours whose wall time in another zone differs from the hour before, with that new minute of the day.

    This is what a client in another zone is warned of before a clock change. The first hour of the period
    is the measure.
    """
    found, usual = [], None
    for hour in _regular(standing, walltime.utc_seconds(from_utc), walltime.utc_seconds(to_utc)):
        minute = walltime.local_minute(hour.start, other_zone)
        if usual is not None and minute != usual:
            found.append((hour, minute))
        usual = minute
    return found
