"""Percent agreement, Cohen's kappa (plain and weighted), Fleiss' kappa, and intraclass correlations.

Like `alpha`, each is a function from weights (resamples × units) to values, NaN or infinite where undefined;
the caller silences divisions by zero.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reverie.instruments.errors import BadInput
from reverie.instruments.ratings import MISSING, Array, Ratings

Statistic = Callable[[Array], Array]
WEIGHTS = ("linear", "quadratic")
# A mean square this small beside the whole variance is a zero that lost its last digits.
NOISE = 1e-12
FORMS = ("1-1", "2-1", "3-1", "1-k", "2-k", "3-k")


class Undefined(ValueError):
    """Raised when a measure has no value for these ratings; the message is the reason."""


def _quotient(top: Array, bottom: Array, floor: float = 0.0) -> Array:
    """top / bottom, NaN where the bottom is not above the floor in size (rounding noise of a zero)."""
    found: Array = np.where(np.abs(bottom) > floor, top / bottom, np.nan)
    return found


def percent(ratings: Ratings) -> Statistic:
    """Mean share of rater pairs that agree (0 to 1), over units with two ratings or more."""
    m = ratings.per_unit().astype(float)
    pairable = m >= 2
    counts, m = ratings.counts()[pairable], m[pairable]
    agreeing = (counts * (counts - 1)).sum(axis=1) / (m * (m - 1))

    def values(weights: Array) -> Array:
        kept = weights[:, pairable]
        return _quotient(kept @ agreeing, kept.sum(axis=1))

    return values


def _disagreement(ratings: Ratings, weights: str | None) -> Array:
    """How far apart two values are: 0 or 1, or |c − k| or (c − k)² of the values themselves."""
    if weights is None:
        return 1 - np.eye(len(ratings.values))
    if weights not in WEIGHTS:
        raise BadInput(f"There are no weights “{weights}”; choose linear or quadratic.")
    numbers = ratings.numbers()
    apart = np.abs(numbers[:, None] - numbers[None, :])
    if weights == "quadratic":
        apart = apart * apart
    distance: Array = apart
    return distance


def cohen(ratings: Ratings, weights: str | None = None) -> Statistic:
    """κ = 1 − Σ w·o / Σ w·e over units that both raters rated; w is 0 or 1, or the distance of the values.

    Raises Undefined unless there are two raters, BadInput for unknown weights or words with weights.
    """
    apart = _disagreement(ratings, weights)
    if ratings.raters != 2:
        raise Undefined(f"Cohen's kappa needs two raters; there are {ratings.raters}.")
    both = (ratings.codes != MISSING).all(axis=1)
    size = len(ratings.values)
    one, two = ratings.codes[both].T
    first, second = np.eye(size)[one], np.eye(size)[two]
    observed = apart[one, two]

    def values(given: Array) -> Array:
        kept = given[:, both]
        expected = (((kept @ first) @ apart) * (kept @ second)).sum(axis=1)
        return 1 - _quotient((kept @ observed) * kept.sum(axis=1), expected)

    return values


def fleiss(ratings: Ratings) -> Statistic:
    """κ = (P̄ − P_e) / (1 − P_e); P̄ mean pairwise agreement of a unit, P_e = Σ p_c².

    Raises Undefined unless every unit has the same number of ratings, two or more.
    """
    per_unit = set(ratings.per_unit().tolist())
    if len(per_unit) > 1:
        low, high = min(per_unit), max(per_unit)
        raise Undefined(f"Fleiss' kappa needs equally many ratings of every unit; here {low} to {high}.")
    m = next(iter(per_unit), 0)
    if m < 2:
        raise Undefined("Fleiss' kappa needs at least two ratings of every unit.")
    counts = ratings.counts()
    agreeing = (counts * (counts - 1)).sum(axis=1) / (m * (m - 1))

    def values(weights: Array) -> Array:
        n = weights.sum(axis=1)
        shares = (weights @ counts) / (n * m)[:, None]
        chance = (shares * shares).sum(axis=1)
        return _quotient((weights @ agreeing) / n - chance, 1 - chance)

    return values


def _complete(ratings: Ratings, form: str) -> tuple[Array, Array]:
    """The table of numbers that an ICC takes, and the mask of the units in it."""
    numbers = ratings.numbers()
    per_unit = ratings.per_unit()
    width = ratings.raters
    if form.startswith("1"):
        # Who rated does not matter here, only how often: the ratings of a unit are drawn together.
        width = int(per_unit.max()) if len(per_unit) else 0
    mask = per_unit == width
    codes = ratings.codes[mask]
    table = numbers[codes[codes != MISSING]].reshape(int(mask.sum()), width)
    if table.size and table.min() == table.max():
        raise Undefined("The ratings do not vary.")
    if table.shape[0] < 2 or width < 2:
        raise Undefined("An intraclass correlation needs two raters and two units rated by all of them.")
    return table, mask


def icc(ratings: Ratings, form: str) -> Statistic:
    """Intraclass correlation of one of the six forms of Shrout & Fleiss, over units without a missing rating.

    With n units, k raters and mean squares B (units), W (within), J (raters), E (error):
    1-1 (B−W)/(B+(k−1)W) · 2-1 (B−E)/(B+(k−1)E+k(J−E)/n) · 3-1 (B−E)/(B+(k−1)E) ·
    1-k (B−W)/B · 2-k (B−E)/(B+(J−E)/n) · 3-k (B−E)/B.
    """
    if form not in FORMS:
        raise BadInput(f"There is no form “{form}”; choose one of {', '.join(FORMS)}.")
    table, mask = _complete(ratings, form)
    table = table - table.mean()
    k = table.shape[1]
    floor = NOISE * float((table * table).mean())
    row_mean, row_square = table.mean(axis=1), (table * table).sum(axis=1)

    def values(weights: Array) -> Array:
        kept = weights[:, mask]
        n = kept.sum(axis=1)
        grand = (kept @ row_mean) / n
        between = k * ((kept @ (row_mean * row_mean)) - n * grand * grand)
        within = (kept @ row_square) - k * (kept @ (row_mean * row_mean))
        columns = (kept @ table) / n[:, None]
        raters = n * ((columns * columns).sum(axis=1) - k * grand * grand)
        b, w = between / (n - 1), within / (n * (k - 1))
        j, e = raters / (k - 1), (within - raters) / ((n - 1) * (k - 1))
        return _form(form, n, k, (b, w, j, e), floor)

    return values


def _form(form: str, n: Array, k: int, squares: tuple[Array, Array, Array, Array], floor: float) -> Array:
    b, w, j, e = squares
    model, single = form[0], form.endswith("1")
    if model == "1":
        return _quotient(b - w, b + (k - 1) * w if single else b, floor)
    if model == "2":
        bottom = b + (k - 1) * e + k * (j - e) / n if single else b + (j - e) / n
        return _quotient(b - e, bottom, floor)
    return _quotient(b - e, b + (k - 1) * e if single else b, floor)
