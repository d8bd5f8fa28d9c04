"""A week of open hours in one zone: weekly windows, days that are replaced, days that are closed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from reverie.timetable import walltime
from reverie.timetable.walltime import DAY, EPOCH_ORDINAL

Window = tuple[int, int]
"""Start and end as minutes of the wall day; the end is excluded and may be 1440 (midnight), never later."""


@dataclass(frozen=True)
class Week:
    """Open hours: `weekly` by weekday (0 = Monday), `exceptions` replace a whole day, `closed` (first day,
    last day).

    A holiday in `closed` wins over everything else. Raises ValueError for a window that cannot be.
    """

    zone: str
    weekly: Mapping[int, Sequence[Window]]
    exceptions: Mapping[date, Sequence[Window]] = field(default_factory=dict)
    closed: Sequence[tuple[date, date]] = ()

    def __post_init__(self) -> None:
        walltime.zone(self.zone)
        for windows in (*self.weekly.values(), *self.exceptions.values()):
            for start, end in windows:
                if not 0 <= start < end <= 1440:
                    raise ValueError(
                        f"A window must lie within one day and end after its start: {start} to {end}."
                    )

    def windows_on(self, day: date) -> Sequence[Window]:
        """The windows of one wall day."""
        if any(first <= day <= last for first, last in self.closed):
            return ()
        replaced = self.exceptions.get(day)
        return self.weekly.get(day.weekday(), ()) if replaced is None else replaced


def spans_of_day(week: Week, day: date) -> Iterator[tuple[int, int]]:
    """The windows of one wall day as UTC seconds (from, to); a window swallowed by a clock change is left
    out.
    """
    for start, end in week.windows_on(day):
        low = walltime.minute_of_day(day, start, week.zone)
        high = walltime.minute_of_day(day, end, week.zone)
        if high > low:
            yield low, high


def spans(week: Week, low: int, high: int) -> Iterator[tuple[int, int]]:
    """All windows that touch the UTC seconds [low, high), as (from, to) in UTC seconds, day by day, not
    cut.
    """
    first = date.fromordinal(low // DAY + EPOCH_ORDINAL - 1)
    for number in range((high - low) // DAY + 4):
        for start, end in spans_of_day(week, first + timedelta(days=number)):
            if end > low and start < high:
                yield start, end
