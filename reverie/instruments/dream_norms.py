"""Norms and small-sample bands of the dream indicators, from `data/hvdc.toml`.

Only what is verified comes out.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "hvdc.toml"


@dataclass(frozen=True)
class Norm:
    """A verified norm: its value, and of how many it is a share (None where that is not known)."""

    value: float
    n: int | None


@cache
def table() -> dict[str, Any]:
    """The whole file, with what is not verified.

    For tests and for the page that lists what is to be checked.
    """
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def origin() -> str:
    """Whose dreams the norms are; stands beside every comparison."""
    return str(table()["origin"])


def norm(indicator: str, which: str) -> Norm | None:
    """The male or female norm of an indicator if somebody has seen it at its source, else None."""
    row = table()["norms"].get(indicator)
    if row is None or not row[f"{which}_verified"]:
        return None
    return Norm(row[which], row.get("dreams"))


def recommended() -> int:
    """The number of dreams below which every indicator is marked."""
    return int(table()["small_sample"]["recommended"])


def band(indicator: str, dreams: int) -> float | None:
    """Average error in points of a sample of so many dreams, from the next smaller size in the table.

    Below the smallest size it is that size's error, which is then too small. None where the table has no row.
    """
    sample = table()["small_sample"]
    points = sample["points"].get(indicator)
    if points is None:
        return None
    known = zip(sample["sizes"], points, strict=True)
    return float(next((value for size, value in known if dreams >= size), points[-1]))
