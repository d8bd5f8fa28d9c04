"""The earliest hours over many therapists: one bit a quarter and person, filters as bits, no loop over
people.

The planes lie on their side: for each quarter of an hour the bits of all people stand together, so that a
search takes one quarter after the other from the first on, intersects it with the filters, and stops as
soon as it has enough; a search for something common ends among the first people at the first quarter, so
those are asked before all. People stand in tiles of 1,024, so that one person's quarters lie near each
other too and a booking is written in some microseconds. A person costs 680 bytes of plane for eight weeks
and what the filters hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import repeat

import numpy as np
from numpy.typing import DTypeLike, NDArray

from reverie.timetable.begins import Begins
from reverie.timetable.bit_columns import (
    NO_FILTERS,
    BitColumns,
    Bits,
    Filters,
    Flags,
    Rows,
    packed,
    set_bits,
    unpacked,
)
from reverie.timetable.few_people import TILE_WORDS, Quarters, nexts_of, starts_of
from reverie.timetable.plane import STEP, Axis, Plane, quarters_of
from reverie.timetable.row_index import RowIndex

__all__ = ["LONGEST", "NO_FILTERS", "Filters", "Hit", "PlaneTable"]

LONGEST = 64
"""Quarters a single search may ask for: sixteen hours."""
TILE = TILE_WORDS * 64
FEW = 128
"""Up to so many people each one's quarters are read on their own."""
HEAD = 32
"""Words of people that are asked first, where a search asks for one thing at most."""
KEPT, HEADS = 64, 16
"""Questions of which it is kept who is free: a bit a person each, and a byte each of the first people."""


Hit = tuple[datetime, int]
"""One free start: the instant, and the key of the therapist it belongs to."""


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
        self.axis, self._begin = axis, axis.begin
        tiles = max(1, -(-capacity // TILE))
        self._index = RowIndex(tiles * TILE)
        self._live = np.zeros(tiles * TILE_WORDS, dtype=np.uint64)
        # Behind the last quarter lie empty ones, so that a run never reaches past the end.
        self._free = np.zeros((tiles, axis.quarters + LONGEST, TILE_WORDS), dtype=np.uint64)
        self._begins = Begins(axis.quarters, LONGEST)
        self._kept: dict[tuple[int, int], Bits] = {}
        self._heads: dict[tuple[int, int], tuple[Flags, datetime]] = {}
        self._ever: dict[tuple[int, bytes], Bits] = {}
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
        return {
            "plane": self._free.nbytes / rows,
            "rest": (rest + 2 * HEADS * min(HEAD * 64, rows)) / rows + 2 * KEPT / 8,
        }

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
        self._forget()
        self._begins.open(quarters.astype(bool))
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
            self._begins.open(np.logical_or.reduce(quarters, axis=0))
        self._forget()
        self._index.fill(keys)
        self._columns.put_many(0, values)
        self._live[:] = packed(np.arange(len(self._live) * 64) < len(keys), len(self._live))

    def fill(self, column: str, position: int, keys: Sequence[int]) -> None:
        """Give these keys, and no others, one value of a column; for a table that was filled at once."""
        rows = [row for row in map(self._index.find, keys) if row is not None]
        self._columns.fill(column, position, rows)

    def remove(self, key: int) -> None:
        """Take a key out of every search; putting it again brings it back."""
        row = self._index.find(key)
        if row is not None:
            self._live[row // 64] &= ~np.uint64(1 << row % 64)
            self._heads.clear()

    def _forget(self) -> None:
        self._kept.clear()
        self._heads.clear()
        self._ever.clear()

    def _grow(self, tiles: int) -> None:
        larger = np.zeros((tiles, *self._free.shape[1:]), dtype=np.uint64)
        larger[: len(self._free)] = self._free
        live = np.zeros(tiles * TILE_WORDS, dtype=np.uint64)
        live[: len(self._live)] = self._live
        self._free, self._live = larger, live
        self._forget()
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
        first = self._begins.first(skip, quarters)
        if first is None:
            return []
        if len(filters.any_of) + len(filters.between) <= 1:
            there, moment = self._head(first, quarters)
            rows = self._columns.among(filters, there).nonzero()[0][:limit]
            if len(rows) >= limit:
                return list(zip(repeat(moment), self._index.keys[rows].tolist(), strict=False))
        hits: list[Hit] = []
        for begins, rows in self._starts(filters, quarters, first, limit):
            hits += zip(map(self._moment, begins), self._index.keys[rows].tolist(), strict=True)
            if len(hits) >= limit:
                break
        return hits[:limit]

    def _moment(self, quarter: int) -> datetime:
        return self._begin + STEP * quarter

    def _head(self, quarter: int, quarters: int) -> tuple[Flags, datetime]:
        """Of the first people, those who have a run from here, and when it begins."""
        found = self._heads.get((quarter, quarters))
        if found is None:
            if len(self._heads) >= HEADS:
                self._heads.clear()
            there = unpacked(self._run_at(quarter, quarters)[:HEAD] & self._live[:HEAD])
            found = self._heads[quarter, quarters] = there, self.axis.moment(quarter)
        return found

    def next_of_each(
        self,
        minutes: int,
        *,
        filters: Filters = NO_FILTERS,
        after: datetime | None = None,
        within: Quarters | None = None,
        limit: int | None = None,
    ) -> dict[int, datetime]:
        """The next free start of every matching therapist that has one, as key -> instant, in that order.

        `within`: for each quarter of the axis whether a start may lie there. At most so many as `limit`.
        """
        quarters, skip = _checked(minutes), self._skip(after)
        still = self._columns.passing(filters, self._live).copy()
        found: dict[int, datetime] = {}
        for begins, rows in self._nexts(still, quarters, skip, within):
            keys = self._index.keys[rows].tolist()
            found.update(zip(keys, map(self.axis.moment, begins), strict=True))
            if limit is not None and len(found) >= limit:
                return dict(list(found.items())[:limit])
        return found

    def _nexts(
        self, still: Bits, quarters: int, skip: int, within: Quarters | None
    ) -> Iterator[tuple[list[int], Rows]]:
        """First starts and their rows, in order; who was found is taken out of `still`."""
        people = set_bits(still, FEW + 1)
        if len(people) <= FEW:
            yield from nexts_of(people, self._free, quarters, skip, self.axis.quarters, within)
            return
        for quarter in self._begins.since(skip, quarters):
            if within is None or within[quarter]:
                here = self._run_at(quarter, quarters) & still
                if here.any():
                    rows = set_bits(here)
                    yield [quarter] * len(rows), rows
                    still &= ~here
                    if not still.any():
                        return

    def count_of_free(
        self, within: Quarters, *, filters: Filters = NO_FILTERS, after: datetime | None = None
    ) -> int:
        """How many therapists match and are free in one of these quarters of the axis."""
        skip = self._skip(after)
        name = (skip, within.tobytes())
        free = self._ever.get(name)
        if free is None:
            if len(self._ever) >= KEPT:
                self._ever.clear()
            free = self._ever[name] = np.zeros(len(self._live), dtype=np.uint64)
            there = free.reshape(len(self._free), TILE_WORDS)
            for quarter in (np.flatnonzero(within[skip:]) + skip).tolist():
                if quarter in self._begins:
                    np.bitwise_or(there, self._free[:, quarter], out=there)
        return int(np.bitwise_count(free & self._columns.passing(filters, self._live)).sum())

    def matching(self, filters: Filters = NO_FILTERS) -> list[int]:
        """The keys of all therapists that match, in order of putting, whether they are free or not."""
        found: list[int] = self._index.keys[set_bits(self._columns.passing(filters, self._live))].tolist()
        return found

    def _starts(
        self, filters: Filters, quarters: int, skip: int, limit: int
    ) -> Iterator[tuple[list[int], Rows]]:
        """Starts and the rows they belong to, in order, some at a time."""
        passing, people = self._columns.people(filters, self._live)
        if people is not None and len(people) <= FEW:
            if len(people):
                yield from starts_of(people, self._free, quarters, skip, self.axis.quarters, limit)
            return
        for quarter in self._begins.since(skip, quarters):
            rows = set_bits(self._run_at(quarter, quarters) & passing, limit)
            if len(rows):
                yield [quarter] * len(rows), rows

    def _run_at(self, quarter: int, quarters: int) -> Bits:
        """Those who have so many free quarters in a row from here; derived once, until a plane changes."""
        found = self._kept.get((quarter, quarters))
        if found is None:
            here = self._free[:, quarter] & self._free[:, quarter + quarters - 1]
            for number in range(quarter + 1, quarter + quarters - 1):
                np.bitwise_and(here, self._free[:, number], out=here)
            if len(self._kept) >= KEPT:
                self._kept.clear()
            found = self._kept[quarter, quarters] = here.reshape(-1)
        return found

    def _skip(self, after: datetime | None) -> int:
        return max(0, -((self._begin - after) // STEP)) if after is not None else 0


def _checked(minutes: int) -> int:
    quarters = quarters_of(minutes)
    if quarters > LONGEST:
        raise ValueError(f"A search looks for at most {LONGEST * 15} minutes, not {minutes}.")
    return quarters
