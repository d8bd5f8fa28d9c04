"""Ratings of units by raters, with missing values, as integer codes into a sorted list of values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from reverie.instruments.errors import BadInput

Value = str | int | float
Array = np.ndarray[Any, Any]
MISSING = -1
# Up to this many distinct values it is quicker to go through the values than through the ratings.
FEW_VALUES = 24
# Up to this many ratings it is quicker to count all of them at once than value by value (measured).
FEW_CELLS = 4_000


@dataclass(frozen=True, eq=False)
class Ratings:
    """`codes` is units × raters: positions in `values` (sorted), or −1 where a rater did not rate a unit.

    A rater's codes lie together in memory, so that what is asked of all units is asked rater by rater.
    """

    codes: Array
    values: tuple[Value, ...]

    @property
    def units(self) -> int:
        """How many units there are, rated or not."""
        return int(self.codes.shape[0])

    @property
    def raters(self) -> int:
        """How many raters there are."""
        return int(self.codes.shape[1])

    @cached_property
    def _numbers(self) -> Array:
        for value in self.values:
            if isinstance(value, str):
                raise BadInput(f"This measure needs numbers, and “{value}” is none.")
        return np.array(self.values, dtype=float)

    def numbers(self) -> Array:
        """The values as floats. Raises BadInput if they are words."""
        return self._numbers

    def per_unit(self) -> Array:
        """How many ratings each unit has."""
        found: Array = (self.codes != MISSING).sum(axis=1)
        return found

    def counts(self) -> Array:
        """Units × values: how often each value was given to each unit."""
        units, size = self.units, len(self.values)
        if units * self.raters <= FEW_CELLS:
            # One pass; the first column takes the code −1 and is left out.
            places = np.arange(1, units * (size + 1) + 1, size + 1)
            found = np.bincount((self.codes.T + places).ravel(), minlength=units * (size + 1))
            return found.reshape(units, size + 1)[:, 1:].astype(float)
        if size <= FEW_VALUES:
            found = np.zeros((size, units), dtype=np.int8 if self.raters < 127 else np.int64)
            for value in range(size):
                for rater in range(self.raters):
                    found[value] += self.codes[:, rater] == value
            return found.T.astype(float)
        rated = self.codes != MISSING
        rows = np.broadcast_to(np.arange(units)[:, None], self.codes.shape)
        cells = rows[rated] * size + self.codes[rated]
        return np.bincount(cells, minlength=units * size).reshape(units, size).astype(float)

    def kinds(self) -> tuple[Array, Array]:
        """The different rows of `counts`, and how many units have each.

        A row is written as one number whose digits are its counts, so that alike rows are found by
        sorting numbers.
        """
        base, size = self.raters + 1, len(self.values)
        if base**size >= 2**62:
            return self.counts(), np.ones(self.units)
        kind = np.int32 if base**size < 2**31 else np.int64
        # The last place belongs to the code −1: a missing rating adds nothing.
        places = np.append(base ** np.arange(size, dtype=kind), 0).astype(kind)
        keys: Array = np.zeros(self.units, dtype=kind)
        for rater in range(self.raters):
            keys += places[self.codes[:, rater]]
        different, times = np.unique(keys, return_counts=True)
        counts = different[:, None] // places[None, :size] % base
        return counts.astype(float), times.astype(float)

    def keep(self, mask: Array) -> Ratings:
        """The same ratings of some of the units."""
        return Ratings(self.codes[mask], self.values)


def _sorted(values: Iterable[Value]) -> list[Value]:
    """Distinct values in order: numbers by size; words by alphabet, numbers among words as words."""
    found = set(values)
    if any(isinstance(value, str) for value in found):
        return sorted(found, key=str)
    return sorted(found, key=float)


def _missing(value: Value | None) -> bool:
    return value is None or value != value


def from_table(table: Sequence[Sequence[Value | None]] | Array) -> Ratings:
    """Ratings from rows of units and columns of raters; None or NaN where not rated.

    A float array is read without a Python loop. Raises BadInput if rows differ in length.
    """
    if isinstance(table, np.ndarray) and table.dtype.kind in "fiu":
        return _from_array(table)
    rows = [list(row) for row in table]
    if len({len(row) for row in rows}) > 1:
        raise BadInput("Every unit needs a place for every rater.")
    values = _sorted(value for row in rows for value in row if value is not None and not _missing(value))
    position = {value: code for code, value in enumerate(values)}
    width = len(rows[0]) if rows else 0
    codes = np.full((len(rows), width), MISSING, dtype=np.int64, order="F")
    for index, row in enumerate(rows):
        codes[index] = [position[v] if v is not None and not _missing(v) else MISSING for v in row]
    return Ratings(codes, tuple(values))


def _from_array(table: Array) -> Ratings:
    if table.ndim != 2:
        raise BadInput("Ratings are a table of units and raters.")
    short = _short_integers(np.array(table.T, dtype=float, order="C"))
    if short is not None:
        return short
    by_rater = np.array(table.T, dtype=float, order="C")
    rated = by_rater == by_rater
    values, inverse = np.unique(by_rater[rated], return_inverse=True)
    codes = np.full(by_rater.shape, MISSING, dtype=np.int64)
    codes[rated] = inverse
    return Ratings(codes.T, tuple(values.tolist()))


def _short_integers(by_rater: Array) -> Ratings | None:
    """Ratings on a short scale of whole numbers, found without sorting; None for anything else.

    Works in the array it is given. A value between the lowest and the highest that nobody gave is kept;
    it counts for nothing.
    """
    low = np.fmin.reduce(by_rater, axis=None, initial=np.inf)
    high = np.fmax.reduce(by_rater, axis=None, initial=-np.inf)
    if not 0 <= high - low < FEW_VALUES:
        return None
    by_rater -= low
    # NaN gives way to the other number here, so that what is missing becomes −1 in one pass.
    np.fmax(by_rater, float(MISSING), out=by_rater)
    codes = by_rater.astype(np.int8)
    if not (codes == by_rater).all():
        return None
    return Ratings(codes.T, tuple((np.arange(high - low + 1) + low).tolist()))


def from_rows(rows: Iterable[tuple[str, str, Value | None]]) -> Ratings:
    """Ratings from (unit, rater, value) rows in any order; None is a unit that the rater left out.

    Raises BadInput if a rater rates a unit twice.
    """
    units: dict[str, int] = {}
    raters: dict[str, int] = {}
    cells: dict[tuple[int, int], Value | None] = {}
    for unit, rater, value in rows:
        cell = (units.setdefault(unit, len(units)), raters.setdefault(rater, len(raters)))
        if cell in cells:
            raise BadInput(f"Rater {rater} rates unit {unit} twice.")
        cells[cell] = value
    values = _sorted(value for value in cells.values() if value is not None)
    position = {value: code for code, value in enumerate(values)}
    codes = np.full((len(units), len(raters)), MISSING, dtype=np.int64, order="F")
    for (row, column), value in cells.items():
        if value is not None:
            codes[row, column] = position[value]
    return Ratings(codes, tuple(values))
