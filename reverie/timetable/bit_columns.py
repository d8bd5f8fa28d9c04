"""What people are filtered by: for each value of a column one bit a row, and plain numbers.

Row r is bit r % 64 of word r // 64. A filter is then the union and the intersection of a few such rows of
bits, whatever the number of people.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike, NDArray

Bits = NDArray[np.uint64]
Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]

SHORT = 64
"""Up to so many words are looked through whole."""
FEW = 2048
"""Up to so many rows are looked up one by one."""
KEPT = 16
"""Questions of which it is kept which of the first rows pass."""


@dataclass(frozen=True)
class Filters:
    """`any_of`: column -> mask of values, a row passes when it has one of them.

    `between`: column of numbers -> (low, high), both included.
    """

    any_of: Mapping[str, int]
    between: Mapping[str, tuple[int, int]]


NO_FILTERS = Filters({}, {})


def bit_positions(mask: int, size: int) -> list[int]:
    """The positions of the bits of a mask, lowest first. Raises ValueError for a bit past `size`."""
    if mask < 0 or mask >> size:
        raise ValueError(f"This column has {size} values; {mask:#x} names others.")
    found = []
    while mask:
        found.append((mask & -mask).bit_length() - 1)
        mask &= mask - 1
    return found


def set_bits(bits: Bits, limit: int | None = None) -> Rows:
    """The rows whose bit is set, in order; at most so many."""
    flat = bits if bits.ndim == 1 else bits.reshape(-1)
    if len(flat) <= SHORT:
        return _positions(flat)[:limit]
    words = flat.nonzero()[0][:limit]
    at = _positions(flat[words])[:limit]
    rows: Rows = words[at >> 6] << 6 | at & 63
    return rows


def _positions(words: Bits) -> Rows:
    # Flags, not numbers: the zeros of numbers are looked for one by one.
    return unpacked(words).nonzero()[0]


def unpacked(words: Bits) -> Flags:
    """A flag a row."""
    if sys.byteorder == "big":
        words = words.byteswap()
    return np.unpackbits(words.view(np.uint8), bitorder="little").view(np.bool_)


def packed(flags: Flags, words: int) -> Bits:
    """One flag a row as bits, filled up to so many words."""
    found = np.zeros(words * 8, dtype=np.uint8)
    bytes_ = np.packbits(flags, bitorder="little")
    found[: len(bytes_)] = bytes_
    return found.view("<u8").astype(np.uint64, copy=False)


class BitColumns:
    """`values`: column -> how many values it has. `numbers`: column -> integer type."""

    def __init__(self, values: Mapping[str, int], numbers: Mapping[str, DTypeLike], words: int) -> None:
        self._values = {name: np.zeros((size, words), dtype=np.uint64) for name, size in values.items()}
        self._numbers = {name: np.zeros(words * 64, dtype=kind) for name, kind in numbers.items()}
        self._flags: dict[tuple[str, int], Flags] = {}

    @property
    def nbytes(self) -> int:
        """What the columns take."""
        return sum(one.nbytes for one in (*self._values.values(), *self._numbers.values()))

    def put(self, row: int, values: Mapping[str, int]) -> None:
        """Set the columns that are named, leave the others."""
        word, bit = row // 64, np.uint64(1 << row % 64)
        self._flags.clear()
        for name, value in values.items():
            if name in self._numbers:
                self._numbers[name][row] = value
                continue
            column = self._values[name]
            column[:, word] &= ~bit
            column[bit_positions(value, len(column)), word] |= bit

    def put_many(self, first: int, values: Mapping[str, NDArray[np.integer]]) -> None:
        """Set the columns of new rows from `first` on, which is a multiple of 64."""
        self._flags.clear()
        for name, given in values.items():
            if name in self._numbers:
                self._numbers[name][first : first + len(given)] = given
                continue
            low, words = first // 64, -(-len(given) // 64)
            for position, column in enumerate(self._values[name]):
                flags = (given >> given.dtype.type(position)) & given.dtype.type(1) != 0
                column[low : low + words] = packed(flags, words)

    def fill(self, name: str, position: int, rows: Sequence[int]) -> None:
        """Give these rows, and no others, one value of a column."""
        self._flags.clear()
        column = self._values[name]
        flags = np.zeros(column.shape[1] * 64, dtype=np.bool_)
        flags[list(rows)] = True
        column[position] = packed(flags, column.shape[1])

    def passing(self, filters: Filters, live: Bits) -> Bits:
        """The rows of `live` that pass, as bits; `live` may be the first words alone."""
        if not filters.between:
            return self._having(filters, live)
        found, rows = self.people(filters, live)
        if rows is None:
            return found
        flags = np.zeros(len(live) * 64, dtype=np.bool_)
        flags[rows] = True
        return packed(flags, len(live))

    def people(self, filters: Filters, live: Bits) -> tuple[Bits, Rows | None]:
        """The rows of `live` that pass, as bits, and one by one where they are few.

        Where they are given one by one, the bits are those before the numbers were looked at.
        """
        found = self._having(filters, live)
        rows = set_bits(found, FEW + 1)
        if len(rows) > FEW:
            for name, (low, high) in filters.between.items():
                numbers = self._numbers[name][: len(live) * 64]
                found = found & packed((numbers >= low) & (numbers <= high), len(live))
            return found, None
        for name, (low, high) in filters.between.items():
            numbers = self._numbers[name][rows]
            rows = rows[(numbers >= low) & (numbers <= high)]
        return found, rows

    def among(self, filters: Filters, flags: Flags) -> Flags:
        """Which of the first rows, a multiple of 64 and always as many, pass too."""
        for name, mask in filters.any_of.items():
            wanted = self._flags.get((name, mask))
            if wanted is None:
                if len(self._flags) >= KEPT:
                    self._flags.clear()
                wanted = self._flags[name, mask] = unpacked(self._any_of(name, mask, len(flags) // 64))
            flags = flags & wanted
        for name, (low, high) in filters.between.items():
            numbers = self._numbers[name][: len(flags)]
            flags = flags & (numbers >= low) & (numbers <= high)
        return flags

    def _having(self, filters: Filters, live: Bits) -> Bits:
        """The rows of `live` that have one of the values of each column."""
        for name, mask in filters.any_of.items():
            live = live & self._any_of(name, mask, len(live))
        return live

    def _any_of(self, name: str, mask: int, words: int) -> Bits:
        """The rows that have one of these values."""
        column = self._values[name]
        if not mask & (mask - 1) and 0 < mask.bit_length() <= len(column):
            return column[mask.bit_length() - 1, :words]
        chosen = bit_positions(mask, len(column))
        if not chosen:
            return np.zeros(words, dtype=np.uint64)
        wanted = column[chosen[0], :words]
        for position in chosen[1:]:
            wanted = wanted | column[position, :words]
        return wanted

    def grow(self, words: int) -> None:
        """Make room for so many words of rows."""
        self._flags.clear()
        for name, column in self._values.items():
            larger = np.zeros((len(column), words), dtype=np.uint64)
            larger[:, : column.shape[1]] = column
            self._values[name] = larger
        for name, numbers in self._numbers.items():
            more = np.zeros(words * 64, dtype=numbers.dtype)
            more[: len(numbers)] = numbers
            self._numbers[name] = more
