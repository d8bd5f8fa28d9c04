"""The page of figures, docs/reference/benchmarks.md: each bench rewrites its own section."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `reverie bench NAME --write` from a checkout, a section a bench; nothing here is typed by hand.
Times are medians over rounds in which Reverie, the rival and the limit take turns, so that a busy machine
slows all of them alike; *load* is the machine's load average while it was measured. The rival is the
program or the table that people would otherwise use, installed on the same machine; *limit* is the least
that could be done. A bar that was not met says so.
"""


def write(bench: str, words: str, rows: Sequence[dict[str, object]], *, quick: bool) -> None:
    """Replace the section of one bench, or add it in the order of the alphabet."""
    text = PAGE.read_text() if PAGE.exists() else HEAD
    head, *parts = re.split(r"(?m)^(?=## )", text)
    sections = {part.splitlines()[0][3:].strip(): part.strip() + "\n" for part in parts}
    sections[bench] = _section(bench, words, rows, quick)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("\n".join([head.strip() + "\n", *(sections[name] for name in sorted(sections))]))


def _section(bench: str, words: str, rows: Sequence[dict[str, object]], quick: bool) -> str:
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"
    run = f"`reverie bench {bench}{' --quick' if quick else ''}`"
    table = [
        "| workload | Reverie | rival | faster | limit | slower | bar | load |",
        "|---|---|---|---|---|---|---|---|",
        *(_line(row) for row in rows),
    ]
    return "\n".join(
        [f"## {bench}", "", words, f"{run}, {datetime.now(UTC):%Y-%m-%d}, {machine}.", "", *table, ""]
    )


def _line(row: dict[str, object]) -> str:
    unit = str(row.get("unit", "s"))
    cells = [
        str(row["workload"]),
        amount(row["reverie"], unit),
        amount(row["rival"], unit),
        _times(row["ratio_rival"]),
        amount(row["limit"], unit),
        _times(row["ratio_limit"]),
        _bar(row),
        f"{row['load']:.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def _bar(row: dict[str, object]) -> str:
    if "bar" not in row:
        return "–"
    return f"{row['bar']}: {({True: 'met', False: '**not met**', None: 'not measured'})[row['met']]}"  # type: ignore[index]


def _times(ratio: object) -> str:
    return "–" if not isinstance(ratio, float) else f"{ratio:.3g} ×" if ratio < 1000 else f"{ratio:,.0f} ×"


def amount(value: object, unit: str) -> str:
    """A figure with its unit, in digits that a person reads."""
    if not isinstance(value, int | float):
        return "–"
    if unit != "s":
        return f"{value:,.0f} {unit}" if value >= 100 or value == int(value) else f"{value:.3g} {unit}"
    if value >= 1:
        return f"{value:.3g} s"
    return f"{value * 1e3:.3g} ms" if value >= 1e-3 else f"{value * 1e6:.3g} µs"
