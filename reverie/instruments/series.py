"""Single cases over time: does one measure follow another, and where does a level change?

Values are in order of sessions, None where nothing was measured. Positions count from 0. Directions are
raw: the caller knows which end is better. No published worked example was seen for these.

>>> lagged([1, 2, 3, 2, 1, 2], [0, 1, 2, 3, 2, 1], lag=1).r
1.0
>>> change_points([5, 5, 6, 5, 2, 2, 1, 2]).points
(4,)
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from reverie.instruments.errors import BadInput
from reverie.instruments.quantity import Quantity

MINIMUM_PAIRS = 3
# The normal quantile that turns a median absolute deviation into a standard deviation.
MAD_FACTOR = 0.6744897501960817
Measure = Sequence[float | None]


@dataclass(frozen=True)
class Lagged:
    """Pearson's r of x at t with y at t + lag, over `n` pairs (−1 to 1); None with a reason."""

    lag: int
    r: float | None
    n: int
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The correlation as plain values."""
        row: dict[str, object] = {"lag": self.lag, "r": self.r, "n": self.n}
        return {**row, "reason": self.reason} if self.reason else row


def lagged(x: Measure, y: Measure, *, lag: int) -> Lagged:
    """Whether one measure follows another; a positive lag asks whether y follows x.

    Pairs with a gap are left out.

    Formula: Pearson's r of x at t and y at t + lag. Shapes: two series of equal length, None where missing.
    Units: sessions; r none. Direction: r > 0 if both move the same way.
    Errors: BadInput for different lengths; None with a reason below three pairs or without variation.
    Source: the definition. No worked example was seen.

    >>> lagged([1, 2, 3, 2, 1, 2], [0, 1, 2, 3, 2, 1], lag=1).r
    1.0
    """
    if len(x) != len(y):
        raise BadInput(f"The two series have {len(x)} and {len(y)} sessions.")
    shifted = (
        zip(x[: len(x) - lag], y[lag:], strict=True) if lag >= 0 else zip(x[-lag:], y[:lag], strict=True)
    )
    pairs = [(a, b) for a, b in shifted if a is not None and b is not None]
    if len(pairs) < MINIMUM_PAIRS:
        return Lagged(lag, None, len(pairs), f"It needs at least {MINIMUM_PAIRS} pairs.")
    first, second = zip(*pairs, strict=True)
    try:
        r = statistics.correlation(first, second)
    except statistics.StatisticsError:
        return Lagged(lag, None, len(pairs), "One of the series does not vary.")
    return Lagged(lag, max(-1.0, min(1.0, r)), len(pairs))


def lags(x: Measure, y: Measure, *, furthest: int) -> tuple[Lagged, ...]:
    """`lagged` for every lag from −furthest to furthest.

    Formula: that of `lagged`. Shapes: two series of equal length in, 2·furthest + 1 results out.
    Units: sessions. Direction: that of `lagged`. Errors: those of `lagged`. Source: the definition.

    >>> [found.lag for found in lags([1, 2, 3, 4], [4, 3, 2, 1], furthest=1)]
    [-1, 0, 1]
    """
    return tuple(lagged(x, y, lag=lag) for lag in range(-furthest, furthest + 1))


def autocorrelation(x: Measure, *, lag: int = 1) -> Lagged:
    """A series with itself, `lag` sessions later.

    Formula: that of `lagged`, both series the same. Shapes: one series, None where missing. Units:
    sessions.
    Direction: r > 0 if a high value is followed by a high one. Errors: those of `lagged`.
    Source: the definition.

    >>> autocorrelation([1, 2, 1, 2, 1, 2]).r
    -1.0
    """
    return lagged(x, x, lag=lag)


@dataclass(frozen=True)
class Segment:
    """A stretch of one level: first position, position after the last, mean of its values."""

    start: int
    stop: int
    mean: float


@dataclass(frozen=True)
class Segments:
    """The levels of a series. `points` are the positions at which a new level begins."""

    segments: tuple[Segment, ...]
    penalty: float | None
    reason: str = ""

    @property
    def points(self) -> tuple[int, ...]:
        """Where the level changes."""
        return tuple(segment.start for segment in self.segments[1:])

    def to_dict(self) -> dict[str, object]:
        """The levels as plain values."""
        rows = [{"start": s.start, "stop": s.stop, "mean": s.mean} for s in self.segments]
        return {"points": list(self.points), "segments": rows, "penalty": self.penalty, "reason": self.reason}


def noise(values: Sequence[float]) -> Quantity:
    """The scatter of a series around its level, hardly moved by a few jumps.

    Formula: σ = median|x_t+1 − x_t| / (0.6745·√2); the standard deviation of the differences / √2 where
    that is 0.
    Shapes: values in order. Units: those of the values. Direction: larger scatters more.
    Errors: none; None with a reason below two values.
    Source: the median absolute deviation of normal values; use for levels is ours. No worked example was
    seen.

    >>> round(noise([5, 6, 5, 6, 5]).value, 2)
    1.05
    """
    steps = [after - before for before, after in itertools.pairwise(values)]
    if not steps:
        return Quantity(None, len(values), "It needs at least two values.")
    robust = statistics.median(abs(step) for step in steps) / (MAD_FACTOR * math.sqrt(2))
    return Quantity(robust or statistics.pstdev(steps) / math.sqrt(2), len(values))


def change_points(values: Measure, *, shortest: int = 3, penalty: float | None = None) -> Segments:
    """The levels of a series, and where they change. Gaps are passed over.

    `shortest` is the least number of measured sessions in a level; `penalty` is 2·σ²·ln n by default
    (ours).

    Formula: the partition with the least Σ (value − level mean)² + penalty · changes.
    Shapes: values in order, None where missing. Units: positions from 0; those of the values. Direction:
    none.
    Errors: BadInput for shortest < 1; no segment, with a reason, below two levels' worth of values.
    Source: penalized least squares, general literature. No worked example was seen.

    >>> change_points([5, 5, 6, 5, 2, 2, 1, 2]).points
    (4,)
    """
    if shortest < 1:
        raise BadInput("A level needs at least one session.")
    kept = [(place, value) for place, value in enumerate(values) if value is not None]
    measured = [value for _, value in kept]
    if len(measured) < 2 * shortest:
        return Segments((), None, f"It needs at least {2 * shortest} measured sessions.")
    if penalty is None:
        penalty = 2 * (noise(measured).value or 0) ** 2 * math.log(len(measured))
    starts = _best(measured, shortest, penalty)
    places = [place for place, _ in kept] + [len(values)]
    bounds = [*starts, len(measured)]
    found = tuple(
        Segment(places[a] if a else 0, places[b], statistics.fmean(measured[a:b]))
        for a, b in itertools.pairwise(bounds)
    )
    return Segments(found, penalty)


def _best(values: Sequence[float], shortest: int, penalty: float) -> list[int]:
    """Start positions of the best levels, by dynamic programming over the end of the last one (n² steps)."""
    centre = statistics.fmean(values)
    sums, squares = [0.0], [0.0]
    for value in values:
        sums.append(sums[-1] + value - centre)
        squares.append(squares[-1] + (value - centre) ** 2)

    def cost(a: int, b: int) -> float:
        return squares[b] - squares[a] - (sums[b] - sums[a]) ** 2 / (b - a)

    best: dict[int, float] = {0: -penalty}
    previous: dict[int, int] = {}
    for end in range(shortest, len(values) + 1):
        reach = {a: best[a] + cost(a, end) + penalty for a in best if end - a >= shortest}
        # Ties go to the earlier start, so that no change is made for nothing.
        best[end], previous[end] = min((round(value, 9), a) for a, value in reach.items())
    found, end = [], len(values)
    while end:
        end = previous[end]
        found.append(end)
    return found[::-1]
