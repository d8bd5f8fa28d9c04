"""Where a meeting may begin, as bits: what `open_hours` says of a few people, for a whole network at once.

A search that keeps these bits in memory reads all of them once, and later those of whose plane changed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

import numpy as np
from django.db.models import Model, QuerySet

from reverie.core import change_number, clock
from reverie.scheduling import planes
from reverie.scheduling.models import AvailabilityException, AvailabilityRule, FreePlane
from reverie.scheduling.models.availability import ONLINE
from reverie.timetable import walltime
from reverie.timetable.few_people import Quarters
from reverie.timetable.plane import QUARTER, Axis, open_starts, quarters_of, run_starts, shifted

Window = tuple[int, int, int, str]
"""First minute, last minute, minutes from one start to the next, zone."""
Weekly = Mapping[UUID, list[tuple[int, Window]]]
"""therapist id -> (weekday, window)."""
OtherDays = Mapping[UUID, dict[date, list[Window]]]
"""therapist id -> day -> windows that replace the weekly ones."""
AT_ONCE = 500
"""Up to so many people are asked for by name; for more, everybody's rows are read."""
CHUNK = 10_000

Row = TypeVar("Row", bound=Model)


def this_axis() -> Axis:
    """The eight weeks on which planes are kept today."""
    return planes.current_axis()


def changed_planes(mark: int) -> tuple[int, list[tuple[UUID, int]]]:
    """(the next mark, [(therapist id, number of the change)]) of planes that changed since the mark."""
    found, rows = change_number.changed_since(FreePlane, "therapist_id", mark)
    return found, [(UUID(str(one)), number) for one, number in rows]


def start_bits(
    lengths: Mapping[UUID, int], axis: Axis, ids: Collection[UUID] | None = None
) -> Iterator[tuple[UUID, int]]:
    """(therapist id, bits at whose quarters a meeting of its length may begin) for those who have a plane.

    `lengths`: therapist id -> minutes; `ids` are the ones to read, all of `lengths` when left out. Three
    questions for any number.
    """
    wanted = lengths.keys() if ids is None else lengths.keys() & set(ids)
    weekly, other = _weekly(wanted), _other_days(wanted, axis)
    return _bits(lengths, axis, wanted, weekly, other)


def _bits(
    lengths: Mapping[UUID, int], axis: Axis, wanted: Collection[UUID], weekly: Weekly, other: OtherDays
) -> Iterator[tuple[UUID, int]]:
    rows = _of(FreePlane.objects.all(), wanted).values_list("therapist_id", "first_quarter", "bits")
    for therapist, first, stored in rows.iterator(CHUNK):
        if therapist in wanted:
            bits = shifted(int.from_bytes(bytes(stored), "little"), Axis(first), axis)
            if bits:
                bits = run_starts(bits, quarters_of(lengths[therapist]))
                bits &= _grid(weekly.get(therapist, ()), other.get(therapist, {}), axis)
            yield therapist, bits


def next_hours(
    lengths: Mapping[UUID, int], axis: Axis, *, within: Quarters | None = None, limit: int = 60
) -> dict[UUID, list[datetime]]:
    """therapist id -> the next starts from now on, in the wanted quarters, at most so many: the first of
    `open_hours`, in three questions and a fraction of the time.
    """
    now = clock.now()
    weekly, other = _weekly(lengths.keys()), _other_days(lengths.keys(), axis)
    wanted = (
        -1 if within is None else int.from_bytes(np.packbits(within, bitorder="little").tobytes(), "little")
    )
    found: dict[UUID, list[datetime]] = {}
    for therapist, bits in _bits(lengths, axis, lengths.keys(), weekly, other):
        own, days = weekly.get(therapist, ()), other.get(therapist, {})
        steps = {window[2] for _, window in own} | {
            window[2] for windows in days.values() for window in windows
        }
        if any(step % 15 for step in steps):
            starts = _within_quarters(bits & wanted, own, days, axis)
        else:
            starts = open_starts(bits & wanted, axis, 1, after=now, limit=limit)
        found[therapist] = [start for start in starts if start >= now][:limit]
    return found


def _within_quarters(
    bits: int, weekly: Collection[tuple[int, Window]], other: Mapping[date, list[Window]], axis: Axis
) -> list[datetime]:
    """Starts of windows that do not keep to quarters of an hour, of those whose quarter is set."""
    first, last = _days(axis)
    seconds = set()
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        usual = [window for weekday, window in weekly if weekday == day.weekday()]
        for start, end, step, zone in other.get(day, usual):
            seconds |= {
                walltime.to_utc(walltime.wall_seconds(day, minute), zone)
                for minute in range(start, end, step)
            }
    there = [(second, second // QUARTER - axis.first) for second in sorted(seconds)]
    return [walltime.instant(second) for second, place in there if place >= 0 and bits >> place & 1]


def _of(rows: QuerySet[Row], ids: Collection[UUID]) -> QuerySet[Row]:
    return rows.filter(therapist__in=ids) if len(ids) <= AT_ONCE else rows


def _weekly(ids: Collection[UUID]) -> Weekly:
    found: dict[UUID, list[tuple[int, Window]]] = defaultdict(list)
    rows = _of(AvailabilityRule.objects.filter(mode=ONLINE).order_by(), ids)
    names = ("therapist_id", "weekday", "start_minute", "end_minute", "grid_minutes", "zone")
    for one, weekday, *window in rows.values_list(*names).iterator(CHUNK):
        found[one].append((weekday, tuple(window)))
    return found


def _other_days(ids: Collection[UUID], axis: Axis) -> OtherDays:
    found: dict[UUID, dict[date, list[Window]]] = defaultdict(lambda: defaultdict(list))
    first, last = _days(axis)
    rows = _of(AvailabilityException.objects.filter(day__gte=first, day__lte=last).order_by(), ids)
    names = ("therapist_id", "day", "mode", "start_minute", "end_minute", "grid_minutes", "zone")
    for one, day, mode, *window in rows.values_list(*names).iterator(CHUNK):
        windows = found[one][day]
        if mode == ONLINE and window[0] is not None:
            windows.append(tuple(window))
    return found


def _grid(weekly: Collection[tuple[int, Window]], other: Mapping[date, list[Window]], axis: Axis) -> int:
    bits = 0
    for weekday, window in weekly:
        own = _every_week(weekday, window, axis)
        for day in other:
            if day.weekday() == weekday:
                own &= ~_on_day(day, window, axis)
        bits |= own
    for day, windows in other.items():
        for window in windows:
            bits |= _on_day(day, window, axis)
    return bits


def _days(axis: Axis) -> tuple[date, date]:
    """The wall days that a zone may have on the axis."""
    return axis.begin.date() - timedelta(days=1), axis.end.date() + timedelta(days=1)


@lru_cache(maxsize=20_000)
def _every_week(weekday: int, window: Window, axis: Axis) -> int:
    first, last = _days(axis)
    day, bits = first + timedelta(days=(weekday - first.weekday()) % 7), 0
    while day <= last:
        bits |= _on_day(day, window, axis)
        day += timedelta(days=7)
    return bits


@lru_cache(maxsize=100_000)
def _on_day(day: date, window: Window, axis: Axis) -> int:
    """The quarters in which a window of that day lets a meeting begin."""
    start, end, step, zone = window
    bits = 0
    for minute in range(start, end, step):
        second = walltime.to_utc(walltime.wall_seconds(day, minute), zone)
        position = second // QUARTER - axis.first
        if 0 <= position < axis.quarters:
            bits |= 1 << position
    return bits
