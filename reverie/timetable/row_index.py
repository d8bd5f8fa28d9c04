"""Which row of a table belongs to which key, in twenty bytes a row instead of a dictionary's hundred."""

import numpy as np
from numpy.typing import NDArray


class RowIndex:
    """Keys (64-bit integers) in the order of their coming; the newest are held in a small dictionary."""

    def __init__(self, capacity: int) -> None:
        self.keys = np.zeros(capacity, dtype=np.int64)
        self._sorted = np.zeros(0, dtype=np.int64)
        self._rows = np.zeros(0, dtype=np.int32)
        self._recent: dict[int, int] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def nbytes(self) -> int:
        """What the arrays take, without the small dictionary."""
        return self.keys.nbytes + self._sorted.nbytes + self._rows.nbytes

    def find(self, key: int) -> int | None:
        """The row of a key."""
        row = self._recent.get(key)
        if row is not None or not len(self._sorted):
            return row
        place = int(np.searchsorted(self._sorted, key))
        if place < len(self._sorted) and self._sorted[place] == key:
            return int(self._rows[place])
        return None

    def add(self, key: int) -> int:
        """A row for a new key; the caller has made room for it."""
        row = self._count
        self.keys[row] = key
        self._recent[key] = row
        self._count += 1
        if len(self._recent) > 64 + self._count // 16:
            self.settle()
        return row

    def fill(self, keys: NDArray[np.int64]) -> None:
        """All keys of an empty index at once."""
        self.keys[: len(keys)] = keys
        self._count = len(keys)
        self.settle()

    def settle(self) -> None:
        """Sort the newest keys in among the others."""
        order = np.argsort(self.keys[: self._count], kind="stable").astype(np.int32)
        self._sorted, self._rows = self.keys[order], order
        self._recent.clear()

    def grow(self, capacity: int) -> None:
        """Make room for so many keys."""
        larger = np.zeros(capacity, dtype=np.int64)
        larger[: self._count] = self.keys[: self._count]
        self.keys = larger
