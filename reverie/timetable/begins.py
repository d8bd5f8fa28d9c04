"""At which quarters anybody's run could begin: most of a night can be left out of a search at once."""

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np

from reverie.timetable.few_people import Quarters, runs


class Begins:
    """The quarters in which somebody is free, and for each length those at which a run could begin."""

    def __init__(self, quarters: int, longest: int) -> None:
        self._quarters = quarters
        # Behind the last quarter lie empty ones, so that a run never reaches past the end.
        self._anybody = np.zeros(quarters + longest, dtype=bool)
        self._known: dict[int, list[int]] = {}

    def __contains__(self, quarter: int) -> bool:
        return bool(self._anybody[quarter])

    def open(self, quarters: Quarters) -> None:
        """Somebody is free in these quarters; what was derived from fewer of them goes."""
        known = self._anybody[: self._quarters]
        if (quarters & ~known).any():
            known |= quarters
            self._known.clear()

    def since(self, skip: int, quarters: int) -> Iterator[int]:
        """The quarters from `skip` on at which a run of so many could begin, in order."""
        found = self._all(quarters)
        return map(found.__getitem__, range(bisect_left(found, skip), len(found)))

    def first(self, skip: int, quarters: int) -> int | None:
        """The first of them."""
        found = self._known.get(quarters) or self._all(quarters)
        place = bisect_left(found, skip)
        return found[place] if place < len(found) else None

    def _all(self, quarters: int) -> list[int]:
        found = self._known.get(quarters)
        if found is None:
            there = runs(self._anybody[: self._quarters + quarters - 1], quarters)
            found = self._known[quarters] = np.flatnonzero(there).tolist()
        return found
