"""How a measurement is taken and printed: interleaved rounds, medians, one JSON line a workload.

`ratio_rival` says how many times faster Reverie is than the rival; `ratio_limit` how many times slower
than the least that could be done. `rival` is null where none is installed. Times are seconds unless the
line says otherwise. `bar` is what was promised, `met` whether this run kept it (null: not comparable).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bench import _page

Work = Callable[[], object]
Row = dict[str, object]


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


def measure(bench: str, workload: Workload, rounds: int, repeat: int = 1, *, rival_repeat: int = 1) -> Row:
    """Run the ways in turn, round after round, so that a busy machine slows all of them alike.

    `repeat` calls of Reverie's way and of the limit make one round, for work too short for a clock;
    `rival_repeat` calls of the rival, so that it is as warm as ours where that matters.
    """
    ways = {"reverie": workload.reverie, "rival": workload.rival, "limit": workload.limit}
    times: dict[str, list[float]] = {name: [] for name, work in ways.items() if work}
    for _ in range(rounds):
        for name, found in times.items():
            work = ways[name]
            if work:
                again = rival_repeat if name == "rival" else repeat
                found.append(seconds(lambda w=work, n=again: [w() for _ in range(n)]) / again)  # type: ignore[misc]
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
) -> Row:
    """The line that is printed."""
    return {
        "name": bench,
        "workload": workload,
        "reverie": reverie,
        "rival": rival,
        "limit": limit,
        "ratio_rival": rival / reverie if rival and reverie else None,
        "ratio_limit": reverie / limit if limit else None,
        "rounds": rounds,
        "load": os.getloadavg()[0],
        "unit": unit,
    }


def barred(
    row: Row, *, faster: float | None = None, slower: float | None = None, most: float | None = None
) -> Row:
    """The line with its bar: so many times faster than the rival, at most so many times the limit, or at
    most so much.
    """
    if faster is not None:
        words, ratio = f"at least {faster:g} × the rival", row["ratio_rival"]
        met = None if ratio is None else float(ratio) >= faster  # type: ignore[arg-type]
    elif slower is not None:
        words, ratio = f"at most {slower:g} × the limit", row["ratio_limit"]
        met = None if ratio is None else float(ratio) <= slower  # type: ignore[arg-type]
    else:
        words, met = f"at most {most:g} {row['unit']}", float(row["reverie"]) <= (most or 0)  # type: ignore[arg-type]
    return {**row, "bar": words, "met": met}


def show(row: Row) -> None:
    """Print one line at once."""
    print(json.dumps(row), flush=True)


def present(bench: str, words: str, lines: Callable[[bool], Iterable[Row]], argv: list[str] | None) -> int:
    """The whole of a bench's `main`: read `--quick` and `--write`, print each line, keep them on the page."""
    parser = argparse.ArgumentParser(prog=f"reverie bench {bench}", description=words)
    parser.add_argument("--quick", action="store_true", help="a small run")
    parser.add_argument("--write", action="store_true", help="write the figures into docs/reference")
    args = parser.parse_args(argv)
    rows = []
    for row in lines(args.quick):
        show(row)
        rows.append(row)
    if args.write:
        _page.write(bench, words, rows, quick=args.quick)
    return 0


def quick(argv: list[str] | None, words: str) -> bool:
    """Read `--quick` from the command line of a bench that prints by itself and keeps no page."""
    parser = argparse.ArgumentParser(description=words)
    parser.add_argument("--quick", action="store_true", help="a small run")
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    return bool(parser.parse_args(argv).quick)
