"""How a measurement is taken and printed: interleaved rounds, medians, one JSON line a workload.

`ratio_rival` says how many times faster Reverie is than the rival; `ratio_limit` how many times slower
than the least that could be done. `rival` is null where none is installed. Times are seconds unless the
line says otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Workload:
    """One question: Reverie's way, a rival's way if there is one, and the least that could be done."""

    name: str
    reverie: Work
    rival: Work | None = None
    limit: Work | None = None


def seconds(work: Work) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(bench: str, workload: Workload, rounds: int) -> dict[str, object]:
    """Run the ways in turn, round after round, so that a busy machine slows all of them alike."""
    ways = {"reverie": workload.reverie, "rival": workload.rival, "limit": workload.limit}
    times: dict[str, list[float]] = {name: [] for name, work in ways.items() if work}
    for _ in range(rounds):
        for name, found in times.items():
            work = ways[name]
            if work:
                found.append(seconds(work))
    medians = {name: statistics.median(found) for name, found in times.items()}
    return line(bench, workload.name, rounds=rounds, **medians)


def line(
    bench: str,
    workload: str,
    *,
    reverie: float,
    rival: float | None = None,
    limit: float | None = None,
    rounds: int = 1,
    unit: str = "s",
) -> dict[str, object]:
    """The line that is printed."""
    return {
        "name": bench,
        "workload": workload,
        "reverie": reverie,
        "rival": rival,
        "limit": limit,
        "ratio_rival": rival / reverie if rival else None,
        "ratio_limit": reverie / limit if limit else None,
        "rounds": rounds,
        "load": os.getloadavg()[0],
        "unit": unit,
    }


def show(row: dict[str, object]) -> None:
    """Print one line at once."""
    print(json.dumps(row), flush=True)


def quick(argv: list[str] | None, words: str) -> bool:
    """Read `--quick` from the command line of a bench."""
    parser = argparse.ArgumentParser(description=words)
    parser.add_argument("--quick", action="store_true", help="a small run")
    return bool(parser.parse_args(argv).quick)
