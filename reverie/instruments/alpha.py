"""Krippendorff's alpha with missing ratings, for any number of distinct values (few: `coincidences`).

α = 1 − D_o / D_e over pairable values, with n_uc the times unit u got value c, m_u its ratings, n_c and
n the sums: D_o = Σ_u Σ_c,k n_uc·n_uk·δ²_ck / (m_u − 1), D_e = Σ_c,k n_c·n_k·δ²_ck / (n − 1). The
squared differences δ² are 1 for unequal values (nominal), (c − k)² (interval), ((c − k)/(c + k))²
(ratio), and (R_c − R_k)² with the middle ranks R of the pairable values (ordinal). Everything is
computed for many weightings of the units at once, one row a weighting, so that a bootstrap costs little
more than the value itself.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reverie.instruments.errors import BadInput
from reverie.instruments.ratings import MISSING, Array, Ratings

LEVELS = ("nominal", "ordinal", "interval", "ratio")
NOISE = 1e-12
Statistic = Callable[[Array], Array]


def checked(ratings: Ratings, level: str) -> Callable[[], Statistic]:
    """`statistic`, to be built when it is needed. Raises BadInput for a level or values that cannot be."""
    if level not in LEVELS:
        raise BadInput(f"There is no level “{level}”; choose one of {', '.join(LEVELS)}.")
    if level != "nominal":
        numbers = ratings.numbers()
        if level == "ratio" and len(numbers) and numbers[0] < 0:
            raise BadInput("The ratio level needs values of 0 or more.")
    return lambda: statistic(ratings, level)


def statistic(ratings: Ratings, level: str) -> Statistic:
    """A function from weights (resamples × units) to alphas, NaN where undefined."""
    pairable = ratings.per_unit() >= 2
    kept = ratings.keep(pairable)
    parts = {"nominal": _nominal, "ordinal": _ordinal, "interval": _interval, "ratio": _ratio}[level](kept)

    def alphas(weights: Array) -> Array:
        observed, expected, n = parts(weights[:, pairable])
        found: Array = np.where(expected > 0, 1 - (n - 1) * observed / expected, np.nan)
        return found

    return alphas


Parts = Callable[[Array], tuple[Array, Array, Array]]


def _share(ratings: Ratings) -> tuple[Array, Array]:
    """m_u and 1 / (m_u − 1)."""
    m = ratings.per_unit().astype(float)
    return m, 1 / (m - 1)


def _nominal(ratings: Ratings) -> Parts:
    m, share = _share(ratings)
    counts = ratings.counts()
    within = (m * m - (counts * counts).sum(axis=1)) * share

    def parts(weights: Array) -> tuple[Array, Array, Array]:
        n, per_value = weights @ m, weights @ counts
        return weights @ within, n * n - (per_value * per_value).sum(axis=1), n

    return parts


def _moments(ratings: Ratings, values: Array) -> tuple[Array, Array]:
    """Σx and Σx² of each unit."""
    padded = np.append(values, 0.0)
    table = padded[np.where(ratings.codes == MISSING, len(values), ratings.codes)]
    return table.sum(axis=1), (table * table).sum(axis=1)


def _interval(ratings: Ratings) -> Parts:
    m, share = _share(ratings)
    values = ratings.numbers()
    if not len(m):
        return lambda weights: (np.zeros(len(weights)),) * 3
    # Distances do not change when the values are moved; near zero their squares lose fewer digits.
    sums, squares = _moments(ratings, values - values.mean())
    within = 2 * (m * squares - sums * sums) * share

    def parts(weights: Array) -> tuple[Array, Array, Array]:
        n, total = weights @ m, weights @ sums
        scale = n * (weights @ squares)
        spread = scale - total * total
        # A resample of one value only: what is left of its spread is rounding noise.
        return weights @ within, np.where(spread > NOISE * scale, 2 * spread, 0), n

    return parts


def _ranks(per_value: Array) -> Array:
    """Middle ranks of the values of each row, centred so that squares lose fewer digits."""
    ranks: Array = np.cumsum(per_value, axis=-1) - per_value / 2
    ranks -= per_value.sum(axis=-1, keepdims=True) / 2
    return ranks


def _ordinal(ratings: Ratings) -> Parts:
    """The ranks of each weighting turn it into interval data."""
    m, share = _share(ratings)
    counts = ratings.counts()

    def one(weights: Array) -> tuple[float, float, float]:
        per_value = weights @ counts
        sums, squares = _moments(ratings, _ranks(per_value))
        n, total = float(weights @ m), float(weights @ sums)
        within = 2 * (m * squares - sums * sums) * share
        return float(weights @ within), 2 * (n * float(weights @ squares) - total * total), n

    def parts(weights: Array) -> tuple[Array, Array, Array]:
        observed, expected, n = np.array([one(row) for row in weights]).T
        return observed, expected, n

    return parts


def _ratio(ratings: Ratings) -> Parts:
    m, share = _share(ratings)
    counts, values = ratings.counts(), ratings.numbers()
    plus = values[:, None] + values[None, :]
    minus = values[:, None] - values[None, :]
    distance = np.divide(minus, plus, out=np.zeros_like(plus), where=plus != 0) ** 2
    within = ((counts @ distance) * counts).sum(axis=1) * share

    def parts(weights: Array) -> tuple[Array, Array, Array]:
        n, per_value = weights @ m, weights @ counts
        return weights @ within, ((per_value @ distance) * per_value).sum(axis=1), n

    return parts
