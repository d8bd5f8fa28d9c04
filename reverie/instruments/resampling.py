"""The value of a measure of agreement, and its interval by resampling the units.

Units are drawn with replacement; the interval runs from the 2.5th to the 97.5th percentile of the resamples
that have a value. Everything is seeded, so that the same call gives the same interval.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from reverie.instruments import alpha, coincidences
from reverie.instruments.errors import BadInput
from reverie.instruments.kappas import Undefined
from reverie.instruments.ratings import FEW_CELLS, FEW_VALUES, Array, Ratings

CONFIDENCE = 95.0
# Weights held at once while resampling: 4 million doubles are 32 MB.
CHUNK_CELLS = 4_000_000
Statistic = Callable[[Array], Array]
# The value, and the values of so many resamples, some at a time.
Ways = tuple[Callable[[], float], Callable[[int, np.random.Generator], Iterator[Array]]]
# Lets the parts of a long resampling pass, so that a caller can show how far it is.
Passing = Callable[[Iterator[Array]], Iterable[Array]]


@dataclass(frozen=True)
class Resampling:
    """How many resamples, from which seed, and through what their parts pass."""

    bootstrap: int = 0
    seed: int = 0
    passing: Passing = iter


@dataclass(frozen=True)
class Agreement:
    """One measure with its 95 % percentile interval; `undefined` is the reason why there is no value."""

    value: float | None
    metric: str
    level: str
    units: int
    raters: int
    interval: tuple[float, float] | None = None
    undefined: str | None = None
    resamples: int = 0
    form: str | None = None
    weights: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The measure as plain values."""
        row: dict[str, object] = {
            "value": self.value,
            "metric": self.metric,
            "level": self.level,
            "units": self.units,
            "raters": self.raters,
            "interval": None if self.interval is None else list(self.interval),
            "undefined": self.undefined,
        }
        optional = {"form": self.form, "weights": self.weights, "resamples": self.resamples or None}
        return {**row, **{name: value for name, value in optional.items() if value is not None}}


def _applied(values: Statistic, weights: Array) -> Array:
    """The statistic of each row of weights; what has no value is NaN, without a warning."""
    found = values(weights)
    return np.where(np.isfinite(found), found, np.nan)


def weighings(values: Statistic, units: int) -> Ways:
    """Value and resamples of a statistic that takes weights of the units."""

    def resampled(count: int, chance: np.random.Generator) -> Iterator[Array]:
        step = max(1, CHUNK_CELLS // max(units, 1))
        for start in range(0, count, step):
            size = min(step, count - start)
            drawn = chance.integers(0, units, (size, units)) + (np.arange(size) * units)[:, None]
            weights = np.bincount(drawn.ravel(), minlength=size * units).reshape(size, units)
            yield _applied(values, weights.astype(float))

    return (lambda: float(_applied(values, np.ones((1, units)))[0])), resampled


def alpha_ways(ratings: Ratings, level: str) -> Ways:
    """Value and resamples of alpha: from coincidences where there are few distinct values."""
    statistic = alpha.checked(ratings, level)
    if len(ratings.values) > FEW_VALUES:
        return weighings(statistic(), ratings.units)
    values = np.arange(len(ratings.values)) if level == "nominal" else ratings.numbers()
    apart = coincidences.distance(level, values)

    def point() -> float:
        if ratings.codes.size <= FEW_CELLS:
            return coincidences.alpha(ratings.counts(), np.ones(ratings.units), apart)
        return coincidences.alpha(*ratings.kinds(), apart)

    def resampled(count: int, chance: np.random.Generator) -> Iterator[Array]:
        return coincidences.resampled(*ratings.kinds(), apart, count, chance, CHUNK_CELLS)

    return point, resampled


def measured(base: Agreement, ratings: Ratings, ways: Callable[[], Ways], options: Resampling) -> Agreement:
    """Fill in value and interval, or the reason why there is none."""
    if options.bootstrap < 0:
        raise BadInput("The number of resamples must be 0 or more.")
    try:
        point, resampled = ways()
    except Undefined as reason:
        return replace(base, undefined=str(reason))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = point() if ratings.units else float("nan")
        if value != value:
            return replace(base, undefined=_why(ratings))
        if not options.bootstrap:
            return replace(base, value=value)
        chance = np.random.default_rng(options.seed)
        drawn = np.concatenate(list(options.passing(resampled(options.bootstrap, chance))))
    drawn = drawn[~np.isnan(drawn)]
    tail = (100 - CONFIDENCE) / 2
    low, high = np.percentile(drawn, [tail, 100 - tail]) if len(drawn) else (np.nan, np.nan)
    interval = (float(low), float(high)) if len(drawn) else None
    return replace(base, value=value, interval=interval, resamples=len(drawn))


def _why(ratings: Ratings) -> str:
    if not ratings.units or int(ratings.per_unit().max(initial=0)) < 2:
        return "No unit has two ratings."
    return "The ratings do not vary, so chance agreement is complete."
