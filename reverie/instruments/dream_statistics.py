"""The statistics of dream series.

Effect size h and its test, adjustment for many tests, runs, agreement of coders.

>>> result = h_test(0.38, 500, 0.42, 500)
>>> round(result.z, 2), round(result.p, 3)
(-1.29, 0.197)
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from reverie.instruments.errors import BadInput

NORMAL = NormalDist()


def two_sided(z: float) -> float:
    """Two-sided normal p of z."""
    return math.erfc(abs(z) / math.sqrt(2))


def effect(p1: float, p2: float) -> float:
    """Cohen's h = 2·asin√p1 − 2·asin√p2 of two proportions (0 to 1); positive if the first is larger."""
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
    """h and z = h / √(1/n1 + 1/n2); without both counts only h."""
    h = effect(p1, p2)
    if not n1 or not n2:
        return HTest(h, None, None)
    z = h / math.sqrt(1 / n1 + 1 / n2)
    return HTest(h, z, two_sided(z))


def adjust(values: Sequence[float | None]) -> list[float | None]:
    """Benjamini–Hochberg adjusted p over the values that are there.

    Min over larger ranks of p·m/rank, at most 1.

    >>> adjust([0.01, None, 0.04, 0.03])
    [0.03, None, 0.04, 0.04]
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
    """Runs R against μ = 2·n1·n2/n + 1 and σ² = 2·n1·n2·(2·n1·n2 − n) / (n²·(n − 1)); two-sided normal p.

    Undefined where all values are alike. A small p says that dreams of a kind come in clusters or alternate.
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


def coder_agreement(
    first: Iterable[tuple[str, str, str]], second: Iterable[tuple[str, str, str]]
) -> dict[str, float | None]:
    """Per scale.

    Agreements / (agreements + disagreements) of two coders' (dream, scale, code) triples (0 to 1).

    Within a dream and scale equal codes are matched; what is left of the longer list are the
    disagreements. The formula follows Domhoff's recommendation (not verified). None for a scale that
    neither coder used.
    """
    one, two = Counter(first), Counter(second)
    scales = sorted({scale for _, scale, _ in [*one, *two]})
    return {scale: _scale_agreement(one, two, scale) for scale in scales}


def _scale_agreement(
    one: Counter[tuple[str, str, str]], two: Counter[tuple[str, str, str]], scale: str
) -> float | None:
    matched, longest = 0, 0
    for dream in {triple[0] for triple in [*one, *two] if triple[1] == scale}:
        here = [Counter({t: n for t, n in c.items() if t[:2] == (dream, scale)}) for c in (one, two)]
        matched += (here[0] & here[1]).total()
        longest += max(each.total() for each in here)
    return matched / longest if longest else None
