"""How fast are the twenty earliest hours of a whole network found? Beside an indexed table of free hours.

A round asks the same question twenty times in a row of either side, so that both are warm; neither keeps
an answer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from bench._measuring import Row, Workload, barred, line, measure, present
from bench._network import BEGIN, Network, network
from bench._slot_table import question, slot_table
from reverie.timetable.plane import QUARTER
from reverie.timetable.search import Filters, PlaneTable
from reverie.timetable.walltime import utc_seconds

LIMIT, MINUTES = 20, 60
ONE = Filters({"specialties": 1 << 3}, {})
THREE = Filters({"specialties": 1 << 3, "approaches": 1 << 2, "insurers": 1 << 11}, {})
SIX = Filters(
    {"specialties": 1 << 3, "approaches": 0b101 << 2, "insurers": 1 << 11, "states": 0b11111 << 30,
     "languages": 0b11 << 4},
    {"price": (80, 240)},
)  # fmt: skip
QUESTIONS = [("specialty alone", ONE, 30), ("specialty, approach, insurer", THREE, 30),
             ("all six filters", SIX, 8)]  # fmt: skip


Pairs = list[tuple[int, int]]


def workload(name: str, world: Network, table: PlaneTable, connection: Any, filters: Filters) -> Workload:
    """One question; whoever answers otherwise than the brute force ends the run."""
    expected = world.oracle(filters, LIMIT)
    reverie = lambda: table.earliest(MINUTES, limit=LIMIT, filters=filters, after=BEGIN)  # noqa: E731
    rival = question(connection, filters, LIMIT) if connection else None
    for who, ask in (("Reverie", reverie), ("the rival", rival)):
        if ask is not None and as_quarters(ask()) != expected:
            raise SystemExit(f"search: {who} answers “{name}” otherwise than the brute force.")
    return Workload(f"{name}, {len(world):,} therapists, rival a table of free hours", reverie, rival)


def as_quarters(rows: Iterable[tuple[datetime, int]]) -> Pairs:
    """Answers as (quarter, therapist), as the brute force gives them."""
    return [((utc_seconds(start) - utc_seconds(BEGIN)) // QUARTER, key) for start, key in rows]


def after_booking(world: Network, table: PlaneTable) -> Workload:
    """Take an hour out of one plane, and search: the search no longer finds that hour."""
    start, key = first = table.earliest(MINUTES, limit=1, filters=ONE, after=BEGIN)[0]
    quarter = (utc_seconds(start) - utc_seconds(BEGIN)) // QUARTER
    free = world.planes[key].copy()
    taken = free.copy()
    for number in range(quarter, quarter + 4):
        taken[number // 64] &= ~np.uint64(1 << number % 64)

    def book() -> None:
        table.put(key, taken)
        if first in table.earliest(MINUTES, limit=LIMIT, filters=ONE, after=BEGIN):
            raise SystemExit("search: an hour that was just booked is still found.")
        table.put(key, free)

    return Workload(f"a booking, the next search, and giving it back, {len(world):,} therapists", book)


def lines(is_quick: bool) -> Iterator[Row]:
    """A line a workload."""
    for size in (2_000,) if is_quick else (10_000, 100_000):
        world = network(size)
        table = world.table()
        rounds = 7 if is_quick else 31
        with slot_table(world) as connection:
            for name, filters, bar in QUESTIONS:
                work = workload(name, world, table, connection, filters)
                row = measure("search", work, rounds, repeat=20, rival_repeat=20)
                yield row if is_quick else barred(row, faster=bar)
        yield measure("search", after_booking(world, table), rounds, repeat=5)
        for name, value in table.bytes_per_row.items():
            row = line("search", f"bytes a therapist, {name}, {size:,}", reverie=value, unit="bytes")
            yield barred(row, most={"plane": 700, "rest": 100}[name])


def main(argv: list[str] | None = None) -> int:
    """Print a line a workload."""
    return present("search", "The twenty earliest free hours of a network.", lines, argv)


if __name__ == "__main__":
    sys.exit(main())
