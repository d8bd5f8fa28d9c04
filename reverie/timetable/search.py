"""The earliest hours over many therapists: planes side by side, filters as bit masks, no loop over people.

Words are stored time first (word, row), so a search reads the first weeks of all rows and stops as soon as
it has enough. A row costs 672 bytes of plane for eight weeks and what its filter columns hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from reverie.timetable.plane import Axis, Plane, quarters_of

LONGEST = 64
"""Quarters a single search may ask for: sixteen hours."""


class Hit(NamedTuple):
    """One free start: the instant, and the key of the therapist it belongs to."""

    start: datetime
    key: int


@dataclass(frozen=True)
class Filters:
    """`any_of`: column -> mask, a row passes when it shares a bit.

    `between`: column -> (low, high), both included.
    """

    any_of: Mapping[str, int]
    between: Mapping[str, tuple[int, int]]


NO_FILTERS = Filters({}, {})


class PlaneTable:
    """Planes of many therapists on one axis. `columns` names the filter columns and their integer types."""

    def __init__(
        self, axis: Axis, columns: Mapping[str, DTypeLike] | None = None, capacity: int = 64
    ) -> None:
        self.axis = axis
        self._rows: dict[int, int] = {}
        self._keys = np.zeros(capacity, dtype=np.int64)
        self._live = np.zeros(capacity, dtype=bool)
        self._words = np.zeros((axis.words + 1, capacity), dtype=np.uint64)
        self._columns = {name: np.zeros(capacity, dtype=kind) for name, kind in (columns or {}).items()}

    def __len__(self) -> int:
        return int(np.count_nonzero(self._live))

    def __contains__(self, key: int) -> bool:
        return key in self._rows and bool(self._live[self._rows[key]])

    @property
    def bytes_per_row(self) -> dict[str, int]:
        """What one therapist costs: bytes of plane, bytes of everything else."""
        rest = (
            self._keys.itemsize
            + self._live.itemsize
            + sum(column.itemsize for column in self._columns.values())
        )
        return {"plane": self.axis.words * 8, "rest": rest}

    def put(self, key: int, plane: Plane, **values: int) -> None:
        """Add or replace the plane of a key; filter values not named keep what they were (0 at first)."""
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = len(self._rows)
            if row == len(self._keys):
                self._grow()
            self._keys[row] = key
        self._words[:-1, row] = plane
        for name, value in values.items():
            self._columns[name][row] = value
        self._live[row] = True

    def remove(self, key: int) -> None:
        """Take a key out of every search; putting it again brings it back."""
        if key in self._rows:
            self._live[self._rows[key]] = False

    def _grow(self) -> None:
        extra = len(self._keys)
        self._keys = np.concatenate([self._keys, np.zeros(extra, dtype=np.int64)])
        self._live = np.concatenate([self._live, np.zeros(extra, dtype=bool)])
        self._words = np.hstack([self._words, np.zeros((self.axis.words + 1, extra), dtype=np.uint64)])
        for name, column in self._columns.items():
            self._columns[name] = np.concatenate([column, np.zeros(extra, dtype=column.dtype)])

    def matching(self, filters: Filters) -> NDArray[np.intp]:
        """Rows that pass, in the order of their putting."""
        passing = self._live[: len(self._rows)].copy()
        for name, mask in filters.any_of.items():
            column = self._columns[name][: len(passing)]
            passing &= (column & column.dtype.type(mask)) != 0
        for name, (low, high) in filters.between.items():
            column = self._columns[name][: len(passing)]
            passing &= (column >= low) & (column <= high)
        return np.flatnonzero(passing)

    def _runs(self, word: int, rows: NDArray[np.intp], quarters: int) -> NDArray[np.uint64]:
        """For each row, the bits of this word at which a run of so many free quarters begins."""
        here: NDArray[np.uint64] = self._words[word].take(rows)
        after = self._words[word + 1].take(rows)
        have = 1
        while have < quarters:
            step = min(have, quarters - have)
            shift, back = np.uint64(step), np.uint64(64 - step)
            here &= (here >> shift) | (after << back)
            after &= after >> shift
            have += step
        return here

    def earliest(
        self, minutes: int, *, limit: int = 20, filters: Filters = NO_FILTERS, after: datetime | None = None
    ) -> list[Hit]:
        """The earliest free starts of a meeting of so many minutes, sorted by start, then by order of
        putting.

        Raises ValueError for a meeting of less than a minute or more than sixteen hours.
        """
        rows, quarters, skip = self.matching(filters), _checked(minutes), self._skip(after)
        hits: list[Hit] = []
        for word in range(skip // 64, self.axis.words if len(rows) else 0):
            runs = self._runs(word, rows, quarters)
            found = int(np.bitwise_or.reduce(runs))
            if word == skip // 64:
                found = found >> skip % 64 << skip % 64
            while found and len(hits) < limit:
                bit = (found & -found).bit_length() - 1
                found &= found - 1
                chosen = np.flatnonzero(runs & np.uint64(1 << bit))[: limit - len(hits)]
                start = self.axis.moment(word * 64 + bit)
                hits += [Hit(start, int(key)) for key in self._keys[rows[chosen]]]
            if len(hits) >= limit:
                break
        return hits

    def next_of_each(
        self, minutes: int, *, filters: Filters = NO_FILTERS, after: datetime | None = None
    ) -> dict[int, datetime]:
        """The next free start of every matching therapist that has one, as key -> instant."""
        rows, quarters, skip = self.matching(filters), _checked(minutes), self._skip(after)
        found: dict[int, datetime] = {}
        for word in range(skip // 64, self.axis.words):
            if not len(rows):
                break
            runs = self._runs(word, rows, quarters)
            if word == skip // 64:
                runs = runs >> np.uint64(skip % 64) << np.uint64(skip % 64)
            hit = runs != 0
            for key, run in zip(self._keys[rows[hit]], runs[hit], strict=True):
                lowest = int(run) & -int(run)
                found[int(key)] = self.axis.moment(word * 64 + lowest.bit_length() - 1)
            rows = rows[~hit]
        return found

    def _skip(self, after: datetime | None) -> int:
        return self.axis.quarter_from(after) if after is not None else 0


def _checked(minutes: int) -> int:
    quarters = quarters_of(minutes)
    if quarters > LONGEST:
        raise ValueError(f"A search looks for at most {LONGEST * 15} minutes, not {minutes}.")
    return quarters
