"""The earliest hours over many therapists: one bit a quarter and person, filters as bits, no loop over
people.

The planes lie on their side: for each quarter of an hour the bits of all people stand together, so that a
search takes one quarter after the other from the first on, intersects it with the filters, and stops as
soon as it has enough. People stand in tiles of 1,024, so that one person's quarters lie near each other too
and a booking is written in some microseconds. A person costs 680 bytes of plane for eight weeks and what
the filters hold.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from reverie.timetable.bit_columns import NO_FILTERS, BitColumns, Bits, Filters, packed
from reverie.timetable.plane import Axis, Plane, quarters_of
from reverie.timetable.row_index import RowIndex

__all__ = ["LONGEST", "NO_FILTERS", "Filters", "Hit", "PlaneTable"]

LONGEST = 64
"""Quarters a single search may ask for: sixteen hours."""
TILE_WORDS = 16
TILE = TILE_WORDS * 64
FEW = 48
"""Up to so many people each one's quarters are read on their own."""
DAY = 96


class Hit(NamedTuple):
    """One free start: the instant, and the key of the therapist it belongs to."""

    start: datetime
    key: int


class PlaneTable:
    """Planes of many therapists on one axis.

    `values`: filter column -> how many values it has; `numbers`: column -> integer type.
    """

    def __init__(
        self,
        axis: Axis,
        values: Mapping[str, int] | None = None,
        numbers: Mapping[str, DTypeLike] | None = None,
        capacity: int = TILE,
    ) -> None:
        self.axis = axis
        tiles = max(1, -(-capacity // TILE))
        self._index = RowIndex(tiles * TILE)
        self._live = np.zeros(tiles * TILE_WORDS, dtype=np.uint64)
        # Behind the last quarter lie empty ones, so that a run never reaches past the end.
        self._free = np.zeros((tiles, axis.quarters + LONGEST, TILE_WORDS), dtype=np.uint64)
        self._anybody = np.zeros(axis.quarters + LONGEST, dtype=bool)
        self._columns = BitColumns(values or {}, numbers or {}, tiles * TILE_WORDS)

    def __len__(self) -> int:
        return int(np.bitwise_count(self._live).sum())

    def __contains__(self, key: int) -> bool:
        row = self._index.find(key)
        return row is not None and bool(int(self._live[row // 64]) >> row % 64 & 1)

    @property
    def bytes_per_row(self) -> dict[str, float]:
        """What one therapist costs: bytes of plane, bytes of everything else."""
        rows = len(self._live) * 64
        rest = self._live.nbytes + self._columns.nbytes + self._index.nbytes
        return {"plane": self._free.nbytes / rows, "rest": rest / rows}

    def put(self, key: int, plane: Plane, **values: int) -> None:
        """Add or replace the plane of a key; filter values not named keep what they were (none at first)."""
        row = self._index.find(key)
        if row is None:
            if len(self._index) == len(self._index.keys):
                self._grow(2 * len(self._free))
            row = self._index.add(key)
        place, word, bit = row // TILE, row % TILE // 64, np.uint64(row % 64)
        quarters = np.unpackbits(plane.astype("<u8").view(np.uint8), bitorder="little")
        column = self._free[place, : self.axis.quarters, word]
        column &= ~(np.uint64(1) << bit)
        column |= quarters.astype(np.uint64) << bit
        self._anybody[: self.axis.quarters] |= quarters.astype(bool)
        self._columns.put(row, values)
        self._live[row // 64] |= np.uint64(1) << bit

    def put_many(
        self, keys: NDArray[np.int64], planes: NDArray[np.uint64], **values: NDArray[np.integer]
    ) -> None:
        """Fill an empty table at once: planes (people, words of the axis), filter values a column each."""
        if len(self._index):
            raise ValueError("Only an empty table is filled at once.")
        if len(keys) > len(self._index.keys):
            self._grow(-(-len(keys) // TILE))
        for low in range(0, len(keys), TILE):
            part = np.ascontiguousarray(planes[low : low + TILE]).astype("<u8")
            quarters = np.unpackbits(part.view(np.uint8), axis=1, bitorder="little")
            side = np.zeros((self.axis.quarters, TILE // 8), dtype=np.uint8)
            turned = np.packbits(np.ascontiguousarray(quarters.T), axis=1, bitorder="little")
            side[:, : turned.shape[1]] = turned
            self._free[low // TILE, : self.axis.quarters] = side.view("<u8")
            self._anybody[: self.axis.quarters] |= quarters.any(axis=0)
        self._index.fill(keys)
        self._columns.put_many(0, values)
        self._live[:] = packed(np.arange(len(self._live) * 64) < len(keys), len(self._live))

    def remove(self, key: int) -> None:
        """Take a key out of every search; putting it again brings it back."""
        row = self._index.find(key)
        if row is not None:
            self._live[row // 64] &= ~np.uint64(1 << row % 64)

    def _grow(self, tiles: int) -> None:
        larger = np.zeros((tiles, *self._free.shape[1:]), dtype=np.uint64)
        larger[: len(self._free)] = self._free
        live = np.zeros(tiles * TILE_WORDS, dtype=np.uint64)
        live[: len(self._live)] = self._live
        self._free, self._live = larger, live
        self._index.grow(tiles * TILE)
        self._columns.grow(tiles * TILE_WORDS)

    def earliest(
        self, minutes: int, *, limit: int = 20, filters: Filters = NO_FILTERS, after: datetime | None = None
    ) -> list[Hit]:
        """The earliest free starts of a meeting of so many minutes, sorted by start, then by order of
        putting.

        Raises ValueError for a meeting of less than a minute or more than sixteen hours.
        """
        quarters, skip = _checked(minutes), self._skip(after)
        passing = self._columns.passing(filters, self._live)
        people = int(np.bitwise_count(passing).sum())
        hits: list[Hit] = []
        keys = self._index.keys
        for quarter, rows in self._starts(passing, people, quarters, skip):
            start = self.axis.moment(quarter)
            chosen = list(islice(rows, limit - len(hits)))
            hits += [Hit(start, key) for key in keys[chosen].tolist()]
            if len(hits) >= limit:
                break
        return hits

    def next_of_each(
        self, minutes: int, *, filters: Filters = NO_FILTERS, after: datetime | None = None
    ) -> dict[int, datetime]:
        """The next free start of every matching therapist that has one, as key -> instant."""
        quarters, skip = _checked(minutes), self._skip(after)
        passing = self._columns.passing(filters, self._live).copy()
        found: dict[int, datetime] = {}
        keys, still = self._index.keys, passing.reshape(len(self._free), TILE_WORDS)
        for quarter in self._candidates(quarters, skip):
            here = self._run_at(quarter, quarters, still)
            if here.any():
                start = self.axis.moment(quarter)
                found.update((int(keys[row]), start) for row in _rows(here))
                still &= ~here
                if not still.any():
                    break
        return found

    def _starts(
        self, passing: Bits, people: int, quarters: int, skip: int
    ) -> Iterator[tuple[int, Iterable[int]]]:
        """(quarter, the rows at which a run begins there, in order), quarter after quarter."""
        if not people or skip >= self.axis.quarters:
            return
        if people <= FEW:
            yield from self._starts_of_few(list(_rows(passing)), quarters, skip)
            return
        wanted = passing.reshape(len(self._free), TILE_WORDS)
        for quarter in self._candidates(quarters, skip):
            here = self._run_at(quarter, quarters, wanted)
            if here.any():
                yield quarter, _rows(here)

    def _candidates(self, quarters: int, skip: int) -> Iterator[int]:
        """The quarters at which a run of somebody could begin, a day's at a time."""
        for low in range(skip, self.axis.quarters, DAY):
            high = min(low + DAY, self.axis.quarters)
            runs = _runs(self._anybody[low : high + quarters - 1], quarters)
            yield from (np.flatnonzero(runs) + low).tolist()

    def _run_at(self, quarter: int, quarters: int, wanted: Bits) -> Bits:
        """Of the wanted people, those who have so many free quarters in a row from here."""
        here: Bits = wanted & self._free[:, quarter]
        for number in range(1, quarters):
            np.bitwise_and(here, self._free[:, quarter + number], out=here)
        return here

    def _starts_of_few(
        self, rows: list[int], quarters: int, skip: int
    ) -> Iterator[tuple[int, Iterable[int]]]:
        low, width = skip, DAY
        while low < self.axis.quarters:
            high = min(low + width, self.axis.quarters)
            free = np.array([self._quarters_of(row, low, high + quarters - 1) for row in rows]).T
            at, who = np.nonzero(_runs(free, quarters))
            for quarter, place in zip(at.tolist(), who.tolist(), strict=True):
                yield low + quarter, (rows[place],)
            low, width = high, width * 2

    def _quarters_of(self, row: int, low: int, high: int) -> NDArray[np.bool_]:
        column = self._free[row // TILE, low:high, row % TILE // 64]
        return (column >> np.uint64(row % 64) & np.uint64(1)).astype(bool)

    def _skip(self, after: datetime | None) -> int:
        return self.axis.quarter_from(after) if after is not None else 0


def _runs(free: NDArray[np.bool_], quarters: int) -> NDArray[np.bool_]:
    """Where so many free quarters in a row begin, along the first axis; shorter by that less one."""
    have, found = 1, free
    while have < quarters:
        step = min(have, quarters - have)
        found = found[:-step] & found[step:]
        have += step
    return found


def _rows(bits: Bits) -> Iterator[int]:
    """The rows whose bit is set, in order; only as far as they are asked for."""
    flat = bits.ravel()
    for word in np.flatnonzero(flat).tolist():
        left = int(flat[word])
        while left:
            yield word * 64 + (left & -left).bit_length() - 1
            left &= left - 1


def _checked(minutes: int) -> int:
    quarters = quarters_of(minutes)
    if quarters > LONGEST:
        raise ValueError(f"A search looks for at most {LONGEST * 15} minutes, not {minutes}.")
    return quarters
