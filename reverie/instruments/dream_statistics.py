"""The statistics of dream series.

Effect size h and its test, adjustment for many tests, runs.

>>> result = h_test(0.38, 500, 0.42, 500)
>>> round(result.z, 2), round(result.p, 3)
(-1.29, 0.197)
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from reverie.instruments.errors import BadInput

NORMAL = NormalDist()


def two_sided(z: float) -> float:
    """Two-sided normal p of z.

    Formula: p = erfc(|z| / √2). Shapes: one number. Units: a probability. Direction: smaller is rarer by
    chance.
    Errors: none. Source: the normal distribution.

    >>> round(two_sided(1.96), 3)
    0.05
    """
    return math.erfc(abs(z) / math.sqrt(2))


def effect(p1: float, p2: float) -> float:
    """Cohen's h, the distance of two proportions.

    Formula: h = 2·asin√p1 − 2·asin√p2. Shapes: two numbers 0 to 1. Units: radians, −π to π.
    Direction: positive if the first is larger. Errors: BadInput outside 0 to 1.
    Source: Cohen, Statistical Power Analysis, not verified at the book; norms of ucsc.edu/dreams agree
    within .02.

    >>> round(effect(0.67, 0.48), 2)
    0.39
    """
    if not (0 <= p1 <= 1 and 0 <= p2 <= 1):
        raise BadInput(f"A proportion lies between 0 and 1; given were {p1} and {p2}.")
    return 2 * math.asin(math.sqrt(p1)) - 2 * math.asin(math.sqrt(p2))


@dataclass(frozen=True)
class HTest:
    """Effect size, z and two-sided p; z and p are None where a count is missing."""

    h: float
    z: float | None
    p: float | None

    def to_dict(self) -> dict[str, float | None]:
        """The test as plain values."""
        return {"h": self.h, "z": self.z, "p": self.p}


def h_test(p1: float, n1: int | None, p2: float, n2: int | None) -> HTest:
    """Cohen's h with its z and two-sided p; without both counts only h.

    Formula: z = h / √(1/n1 + 1/n2), two-sided normal p.
    Shapes: two proportions 0 to 1 with their counts. Units: h in radians, z in SD. Direction: positive if
    the first is larger.
    Errors: BadInput outside 0 to 1; z and p None where a count is missing or 0.
    Source: ucsc.edu/dreams, Info/statistics.html; at least one friendliness, 38 of 100 against 42 of 100:

    >>> result = h_test(0.38, 500, 0.42, 500)
    >>> round(result.z, 2), round(result.p, 3)
    (-1.29, 0.197)
    """
    h = effect(p1, p2)
    if not n1 or not n2:
        return HTest(h, None, None)
    z = h / math.sqrt(1 / n1 + 1 / n2)
    return HTest(h, z, two_sided(z))


def adjust(values: Sequence[float | None]) -> list[float | None]:
    """Benjamini–Hochberg adjusted p over the values that are there.

    Formula: for rank i of m, min over ranks j ≥ i of p_j·m / j, at most 1.
    Shapes: any number of p, None where there is none; as many out. Units: probabilities. Direction: smaller
    is rarer by chance.
    Errors: none. Source: Benjamini & Hochberg 1995, J R Stat Soc B 57:289. Their fifteen p values, of which
    the first four are below .05 after adjustment:

    >>> given = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    >>> given += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    >>> sum(p < 0.05 for p in adjust(given)), round(adjust(given)[3], 4)
    (4, 0.0356)
    """
    order = sorted((p, place) for place, p in enumerate(values) if p is not None)
    m = len(order)
    result: list[float | None] = [None] * len(values)
    smallest = 1.0
    for rank in range(m, 0, -1):
        p, place = order[rank - 1]
        smallest = min(smallest, p * (m / rank))
        result[place] = smallest
    return result


@dataclass(frozen=True)
class RunsTest:
    """Wald–Wolfowitz: runs of a yes/no series, and how far they are from chance order."""

    runs: int
    expected: float | None
    z: float | None
    p: float | None
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The test as plain values."""
        row: dict[str, object] = {"runs": self.runs, "expected": self.expected, "z": self.z, "p": self.p}
        return {**row, "reason": self.reason} if self.reason else row


def runs_test(series: Iterable[bool]) -> RunsTest:
    """Wald–Wolfowitz: does a yes/no series come in clusters, or alternate, more than by chance?

    Formula: R runs against μ = 2·n1·n2/n + 1, σ² = 2·n1·n2·(2·n1·n2 − n) / (n²·(n − 1)); two-sided normal
    p.
    Shapes: any number of yes or no, in order. Units: runs; z in SD. Direction: z < 0 is clusters, z > 0 is
    alternation.
    Errors: none; z and p None with a reason where all values are alike or only one order exists.
    Source: standard formula; Domhoff & Schneider 2015 use it. No worked example was seen.

    >>> runs_test([True, True, False, False, True]).expected
    3.4
    """
    values = [bool(value) for value in series]
    runs = sum(1 for place, value in enumerate(values) if not place or value != values[place - 1])
    yes, n = sum(values), len(values)
    both = 2 * yes * (n - yes)
    if not both:
        return RunsTest(runs, None, None, None, "All values are alike, so there is no order to test.")
    expected = both / n + 1
    variance = both * (both - n) / (n * n * (n - 1))
    if variance <= 0:
        return RunsTest(runs, expected, None, None, "Two values have only one order of runs.")
    z = (runs - expected) / math.sqrt(variance)
    return RunsTest(runs, expected, z, two_sided(z))
