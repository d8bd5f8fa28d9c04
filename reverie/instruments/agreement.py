"""How far raters agree: percent, Cohen, weighted Cohen, Fleiss, Krippendorff, intraclass correlation.

Ratings are units × raters with None or NaN where a rater did not rate. What has no value (one category
only, too few ratings) is None with a reason, never 0. Intervals are percentile intervals over resampled
units, seeded.

The six forms on the ratings of six targets by four judges in Shrout & Fleiss 1979 (as reprinted widely;
printed there as .17, .29, .71, .44, .62, .91):

>>> judges = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
>>> [round(icc(judges, form=form).value, 2) for form in FORMS]
[0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reverie.instruments import alpha, coincidences, kappas
from reverie.instruments.alpha import LEVELS
from reverie.instruments.errors import BadInput
from reverie.instruments.kappas import FORMS, WEIGHTS, Undefined
from reverie.instruments.ratings import FEW_VALUES, Array, Ratings, Value, from_rows, from_table

__all__ = [
    "FORMS",
    "LEVELS",
    "METRICS",
    "WEIGHTS",
    "Agreement",
    "Ratings",
    "cohen",
    "fleiss",
    "from_rows",
    "from_table",
    "icc",
    "krippendorff",
    "measure",
    "percent",
    "weighted",
]

METRICS = ("percent", "cohen", "weighted", "fleiss", "krippendorff", "icc")
CONFIDENCE = 95.0
# Weights held at once while resampling: 4 million doubles are 32 MB.
CHUNK_CELLS = 4_000_000
Table = Ratings | Sequence[Sequence[Value | None]] | Array
Statistic = Callable[[Array], Array]
# The value, and the values of so many resamples.
Ways = tuple[Callable[[], float], Callable[[int, np.random.Generator], Array]]


@dataclass(frozen=True)
class Agreement:
    """One measure. `interval` is a 95 % percentile interval.

    `undefined` is the reason why there is no value.
    """

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


def _as_ratings(table: Table) -> Ratings:
    return table if isinstance(table, Ratings) else from_table(table)


def _applied(values: Statistic, weights: Array) -> Array:
    """The statistic of each row of weights; what has no value is NaN, without a warning."""
    found = values(weights)
    return np.where(np.isfinite(found), found, np.nan)


def _weighings(values: Statistic, units: int) -> Ways:
    """Value and resamples of a statistic that takes weights of the units."""

    def resampled(count: int, chance: np.random.Generator) -> Array:
        step = max(1, CHUNK_CELLS // max(units, 1))
        found = []
        for start in range(0, count, step):
            size = min(step, count - start)
            drawn = chance.integers(0, units, (size, units)) + (np.arange(size) * units)[:, None]
            weights = np.bincount(drawn.ravel(), minlength=size * units).reshape(size, units)
            found.append(_applied(values, weights.astype(float)))
        return np.concatenate(found)

    return (lambda: float(_applied(values, np.ones((1, units)))[0])), resampled


def _alpha(ratings: Ratings, level: str) -> Ways:
    """Value and resamples of alpha: from coincidences where there are few distinct values."""
    statistic = alpha.checked(ratings, level)
    if len(ratings.values) > FEW_VALUES:
        return _weighings(statistic(), ratings.units)
    counts, times = ratings.kinds()
    values = np.arange(counts.shape[1]) if level == "nominal" else ratings.numbers()
    apart = coincidences.distance(level, values)

    def resampled(count: int, chance: np.random.Generator) -> Array:
        return coincidences.resampled(counts, times, apart, count, chance, CHUNK_CELLS)

    return (lambda: coincidences.alpha(counts, times, apart)), resampled


def _measured(
    base: Agreement, ratings: Ratings, ways: Callable[[], Ways], bootstrap: int, seed: int
) -> Agreement:
    """Fill in value and interval, or the reason why there is none."""
    if bootstrap < 0:
        raise BadInput("The number of resamples must be 0 or more.")
    try:
        point, resampled = ways()
    except Undefined as reason:
        return replace(base, undefined=str(reason))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = point() if ratings.units else float("nan")
        if value != value:
            return replace(base, undefined=_why(ratings))
        if not bootstrap:
            return replace(base, value=value)
        drawn = resampled(bootstrap, np.random.default_rng(seed))
    drawn = drawn[~np.isnan(drawn)]
    tail = (100 - CONFIDENCE) / 2
    low, high = np.percentile(drawn, [tail, 100 - tail]) if len(drawn) else (np.nan, np.nan)
    interval = (float(low), float(high)) if len(drawn) else None
    return replace(base, value=value, interval=interval, resamples=len(drawn))


def _why(ratings: Ratings) -> str:
    if not ratings.units or int(ratings.per_unit().max(initial=0)) < 2:
        return "No unit has two ratings."
    return "The ratings do not vary, so chance agreement is complete."


def percent(table: Table, *, bootstrap: int = 0, seed: int = 0) -> Agreement:
    """Mean share of agreeing rater pairs (0 to 1). For two raters.

    Agreements / (agreements + disagreements).
    """
    ratings = _as_ratings(table)
    base = Agreement(None, "percent", "nominal", ratings.units, ratings.raters)
    return _measured(
        base, ratings, lambda: _weighings(kappas.percent(ratings), ratings.units), bootstrap, seed
    )


def cohen(table: Table, *, bootstrap: int = 0, seed: int = 0) -> Agreement:
    """Cohen's κ = (p_o − p_e) / (1 − p_e) of two raters, over the units both rated.

    >>> cohen([["a", "a"], ["a", "b"], ["b", "b"], ["b", "b"]]).value
    0.5
    """
    ratings = _as_ratings(table)
    base = Agreement(None, "cohen", "nominal", ratings.units, ratings.raters)
    return _measured(base, ratings, lambda: _weighings(kappas.cohen(ratings), ratings.units), bootstrap, seed)


def weighted(table: Table, *, weights: str = "linear", bootstrap: int = 0, seed: int = 0) -> Agreement:
    """Cohen's κ, disagreements weighted by the distance of the values (`linear`) or its square (`quadratic`).

    For DMRS levels give only 1 to 7: “no defense” and “needs information” are not on the scale.
    """
    ratings = _as_ratings(table)
    base = Agreement(None, "weighted", "ordinal", ratings.units, ratings.raters, weights=weights)
    return _measured(
        base, ratings, lambda: _weighings(kappas.cohen(ratings, weights), ratings.units), bootstrap, seed
    )


def fleiss(table: Table, *, bootstrap: int = 0, seed: int = 0) -> Agreement:
    """Fleiss' κ; undefined unless every unit has equally many ratings."""
    ratings = _as_ratings(table)
    base = Agreement(None, "fleiss", "nominal", ratings.units, ratings.raters)
    return _measured(
        base, ratings, lambda: _weighings(kappas.fleiss(ratings), ratings.units), bootstrap, seed
    )


def krippendorff(table: Table, *, level: str = "nominal", bootstrap: int = 0, seed: int = 0) -> Agreement:
    """Krippendorff's α at one of four levels; missing ratings are allowed.

    The twelve units and four raters known as Krippendorff's data C, as documented with R's irr package:

    >>> N = None
    >>> rows = [[1, 1, N, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4]]
    >>> rows += [[4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [N, 5, 5, 5], [N, N, 1, 1], [N, N, 3, N]]
    >>> [round(krippendorff(rows, level=level).value, 3) for level in LEVELS]
    [0.743, 0.815, 0.849, 0.797]
    """
    ratings = _as_ratings(table)
    base = Agreement(None, "krippendorff", level, ratings.units, ratings.raters)
    return _measured(base, ratings, lambda: _alpha(ratings, level), bootstrap, seed)


def icc(table: Table, *, form: str = "2-1", bootstrap: int = 0, seed: int = 0) -> Agreement:
    """Intraclass correlation of one of six forms, over units that all raters rated; see `kappas.icc`."""
    ratings = _as_ratings(table)
    base = Agreement(None, "icc", "interval", ratings.units, ratings.raters, form=form)
    return _measured(
        base, ratings, lambda: _weighings(kappas.icc(ratings, form), ratings.units), bootstrap, seed
    )


def measure(
    table: Table,
    metric: str,
    *,
    level: str = "nominal",
    weights: str = "linear",
    form: str = "2-1",
    bootstrap: int = 0,
    seed: int = 0,
) -> Agreement:
    """One of METRICS by its name, with the options that it has. Raises BadInput for an unknown name."""
    more = {"krippendorff": {"level": level}, "weighted": {"weights": weights}, "icc": {"form": form}}
    functions: dict[str, Callable[..., Agreement]] = {
        "percent": percent,
        "cohen": cohen,
        "weighted": weighted,
        "fleiss": fleiss,
        "krippendorff": krippendorff,
        "icc": icc,
    }
    if metric not in functions:
        raise BadInput(f"There is no measure “{metric}”; choose one of {', '.join(METRICS)}.")
    return functions[metric](table, bootstrap=bootstrap, seed=seed, **more.get(metric, {}))
