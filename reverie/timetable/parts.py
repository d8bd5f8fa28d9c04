"""The quarters of an axis on some weekdays and in some hours of the day, as people in a zone say it."""

from collections.abc import Collection

import numpy as np

from reverie.timetable import walltime
from reverie.timetable.few_people import Quarters
from reverie.timetable.plane import QUARTER, Axis
from reverie.timetable.walltime import DAY


def quarters_in(axis: Axis, zone: str, days: Collection[int], hours: Collection[tuple[int, int]]) -> Quarters:
    """Whether each quarter begins on one of these weekdays (0 is Monday) and in one of these spans of local
    hours [from, to); left empty, any day or hour does.
    """
    utc = (np.arange(axis.quarters, dtype=np.int64) + axis.first) * QUARTER
    shifts = np.full(len(utc), walltime.to_wall(int(utc[0]), zone) - int(utc[0]))
    for at, _, after in walltime.clock_changes(zone, axis.begin.year, axis.end.year):
        if at > utc[0]:
            shifts[utc >= at] = after
    wall = utc + shifts
    hour, weekday = wall % DAY // 3600, (wall // DAY + 3) % 7
    fits = np.isin(weekday, list(days)) if days else np.ones(len(wall), dtype=np.bool_)
    if hours:
        fits &= np.logical_or.reduce([(low <= hour) & (hour < high) for low, high in hours])
    return fits
