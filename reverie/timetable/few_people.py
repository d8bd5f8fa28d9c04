"""Runs of free quarters of few people, read from the table of all: one gather for some quarters of each.

The table lies on its side (see `search`), so a person's quarters stand a tile apart.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from reverie.timetable.bit_columns import Bits, Rows

CHUNK, WIDE = 16, 384
"""So many quarters of each person at first, or of all together; then twice as many each time."""
TILE_WORDS = 16
TILE_BITS = 10
"""A tile holds 16 words of 64 people: 1,024."""

Quarters = NDArray[np.bool_]


def runs(free: Quarters, quarters: int) -> Quarters:
    """Where so many free quarters in a row begin, along the first axis; shorter by that less one."""
    have, found = 1, free
    while have < quarters:
        step = min(have, quarters - have)
        found = found[:-step] & found[step:]
        have += step
    return found


def runs_of(people: Rows, table: Bits, quarters: int, skip: int, end: int) -> Iterator[tuple[int, Quarters]]:
    """(quarter, (quarters, people): whether a run begins there) from `skip` to `end`.

    `table`: (tiles, quarters and at least `quarters` empty ones more, words of a tile).
    """
    words = (people >> TILE_BITS) * (table.shape[1] * TILE_WORDS) + (people >> 6 & TILE_WORDS - 1)
    bits = (people & 63).astype(np.uint64)
    flat, low, width = table.reshape(-1), skip, max(CHUNK, WIDE // max(1, len(people)))
    while low < end and len(people):
        high = min(low + width, end)
        span = np.arange(low * TILE_WORDS, (high + quarters - 1) * TILE_WORDS, TILE_WORDS)
        free = flat.take(span[:, None] + words) >> bits & np.uint64(1)
        yield low, runs(free.astype(np.bool_), quarters)
        low, width = high, width * 2


def firsts_of(found: Quarters) -> tuple[NDArray[np.intp], Rows]:
    """(the first quarter of each person who has one, the places of these people), by quarter, then place."""
    first = np.where(found.any(axis=0), found.argmax(axis=0), len(found))
    order = np.argsort(first, kind="stable")[: int((first < len(found)).sum())]
    return first[order], order


def starts_of(
    people: Rows, table: Bits, quarters: int, skip: int, end: int, limit: int
) -> Iterator[tuple[list[int], Rows]]:
    """Starts and the rows they belong to, in order, some at a time and each time at most so many."""
    for low, there in runs_of(people, table, quarters, skip, end):
        at, who = there.nonzero()
        if len(at):
            yield (at[:limit] + low).tolist(), people[who[:limit]]


def nexts_of(
    people: Rows, table: Bits, quarters: int, skip: int, end: int, within: Quarters | None
) -> Iterator[tuple[list[int], Rows]]:
    """The first start of each who has one (in the wanted quarters), some at a time, in order."""
    seen = np.zeros(len(people), dtype=np.bool_)
    for low, there in runs_of(people, table, quarters, skip, end):
        if within is not None:
            there &= within[low : low + len(there), None]
        there[:, seen] = False
        first, order = firsts_of(there)
        if len(order):
            seen[order] = True
            yield (first + low).tolist(), people[order]
        if seen.all():
            return
