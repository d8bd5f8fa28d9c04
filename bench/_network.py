"""A seeded network of therapists with eight weeks of free quarters, as issue and reference describe it.

Twelve specialties (1 to 4 each), seven approaches (1 to 3), forty insurers (0 to 8), fifty states (1 or 2),
ten languages (1 or 2), a price from 60 to 300; eight weekly blocks of four hours less fifteen booked hours
a week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from reverie.timetable.plane import Axis
from reverie.timetable.search import Filters, PlaneTable

BEGIN = datetime(2026, 11, 30, tzinfo=UTC)
VALUES = {"specialties": (12, 1, 4), "approaches": (7, 1, 3), "insurers": (40, 0, 8), "states": (50, 1, 2),
          "languages": (10, 1, 2)}  # fmt: skip
"""Column -> how many values there are, the fewest and the most that one therapist has."""
WEEKS, WEEK, RUN = 8, 672, 4
CHUNK = 2_000


@dataclass(frozen=True)
class Network:
    """`masks`: column -> bits a therapist; `price` dollars; `planes` (therapists, 84) words."""

    masks: dict[str, NDArray[np.uint64]]
    price: NDArray[np.int64]
    planes: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.price)

    def table(self) -> PlaneTable:
        """The same network in Reverie's table."""
        sizes = {name: size for name, (size, _, _) in VALUES.items()}
        table = PlaneTable(Axis.starting(BEGIN), sizes, {"price": np.uint16}, capacity=len(self))
        keys = np.arange(len(self), dtype=np.int64)
        table.put_many(keys, self.planes, **self.masks, price=self.price)
        return table

    def runs(self, first: int, last: int) -> NDArray[np.bool_]:
        """(therapists, quarters): whether sixty minutes are free from that quarter on."""
        part = np.ascontiguousarray(self.planes[first:last])
        free = np.unpackbits(part.view(np.uint8), axis=1, bitorder="little").astype(bool)
        free = np.pad(free, ((0, 0), (0, RUN - 1)))
        return free[:, :-3] & free[:, 1:-2] & free[:, 2:-1] & free[:, 3:]

    def oracle(self, filters: Filters, limit: int) -> list[tuple[int, int]]:
        """The earliest (quarter, therapist), found by looking at every therapist and every quarter."""
        passing = np.ones(len(self), dtype=bool)
        for name, mask in filters.any_of.items():
            passing &= self.masks[name] & np.uint64(mask) != 0
        for low, high in filters.between.values():
            passing &= (self.price >= low) & (self.price <= high)
        found: list[tuple[int, int]] = []
        for first in range(0, len(self), CHUNK):
            runs = self.runs(first, first + CHUNK)
            runs[~passing[first : first + CHUNK]] = False
            people, quarters = np.nonzero(runs)
            pairs = zip(quarters.tolist(), (people + first).tolist(), strict=True)
            found = sorted([*found, *pairs])[:limit]
        return found


def network(size: int, seed: int = 7) -> Network:
    """So many therapists, the same ones for the same seed."""
    chance = np.random.default_rng(seed)
    masks = {name: _masks(chance, size, *numbers) for name, numbers in VALUES.items()}
    planes = [_planes(chance, min(CHUNK, size - low)) for low in range(0, size, CHUNK)]
    return Network(masks, chance.integers(60, 301, size), np.concatenate(planes))


def _masks(chance: np.random.Generator, size: int, values: int, fewest: int, most: int) -> NDArray[np.uint64]:
    """Between `fewest` and `most` different values each."""
    counts = chance.integers(fewest, most + 1, size)
    order = np.argsort(chance.random((size, values)), axis=1)[:, :most].astype(np.uint64)
    chosen = np.arange(most)[None, :] < counts[:, None]
    found: NDArray[np.uint64] = np.bitwise_or.reduce(np.where(chosen, np.uint64(1) << order, 0), axis=1)
    return found


def _planes(chance: np.random.Generator, size: int) -> NDArray[np.uint64]:
    """Eight blocks of four hours on weekdays from 8 am to 8 pm in one of four zones, less 15 hours a week."""
    slots = np.argsort(chance.random((size, 15)), axis=1)[:, :8]  # five days of three blocks
    start = (slots // 3) * 96 + 32 + (slots % 3) * 16 + chance.integers(5, 9, size)[:, None] * 4
    quarters = start[:, :, None] + np.arange(16)
    hours = quarters.reshape(size, 32, 4)  # the 32 hours of a week
    free = np.zeros((size, WEEKS, WEEK), dtype=bool)
    rows = np.arange(size)[:, None, None]
    for week in range(WEEKS):
        left = np.argsort(chance.random((size, 32)), axis=1)[:, 15:]
        free[rows, week, hours[np.arange(size)[:, None], left]] = True
    packed = np.packbits(free.reshape(size, WEEKS * WEEK), axis=1, bitorder="little")
    return np.ascontiguousarray(packed).view("<u8").astype(np.uint64)
