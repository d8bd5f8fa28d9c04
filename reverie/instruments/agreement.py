"""How far raters agree: percent, Cohen, weighted Cohen, Fleiss, Krippendorff, intraclass correlation.

Ratings are units × raters with None or NaN where a rater did not rate. What has no value (one category only,
too few ratings) is None with a reason, never 0. Every function takes `bootstrap` (how many resamples for the
95 % percentile interval), `seed`, and `passing`, through which the parts of a long resampling pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reverie.instruments import kappas
from reverie.instruments.alpha import LEVELS
from reverie.instruments.errors import BadInput
from reverie.instruments.kappas import FORMS, WEIGHTS
from reverie.instruments.ratings import Array, Ratings, Value, from_rows, from_table
from reverie.instruments.resampling import Agreement, Passing, Resampling, alpha_ways, measured, weighings

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
Table = Ratings | Sequence[Sequence[Value | None]] | Array


def _as_ratings(table: Table) -> Ratings:
    return table if isinstance(table, Ratings) else from_table(table)


def _weighed(
    ratings: Ratings, base: Agreement, statistic: Callable[[], kappas.Statistic], options: Resampling
) -> Agreement:
    return measured(base, ratings, lambda: weighings(statistic(), ratings.units), options)


def percent(table: Table, *, bootstrap: int = 0, seed: int = 0, passing: Passing = iter) -> Agreement:
    """The mean share of rater pairs that agree; for two raters the share of units on which they agree.

    Formula: mean over units of Σ_c n_c·(n_c − 1) / (m·(m − 1)), n_c ratings of category c, m of the unit.
    Shapes: units × raters; units with fewer than two ratings are left out.
    Units: categories in, a share out. Direction: 0 to 1, higher is more agreement; chance is not taken out.
    Errors: BadInput for a negative `bootstrap`; None where no unit has two ratings.
    Source: the definition; for two raters agreements / (agreements + disagreements).

    >>> percent([["a", "a"], ["a", "b"], ["b", "b"], ["b", "b"]]).value
    0.75
    """
    ratings = _as_ratings(table)
    base = Agreement(None, "percent", "nominal", ratings.units, ratings.raters)
    return _weighed(ratings, base, lambda: kappas.percent(ratings), Resampling(bootstrap, seed, passing))


def cohen(table: Table, *, bootstrap: int = 0, seed: int = 0, passing: Passing = iter) -> Agreement:
    """Cohen's κ of two raters, over the units that both rated.

    Formula: κ = (p_o − p_e) / (1 − p_e); p_o share of equal pairs, p_e = Σ_c p_1c·p_2c.
    Shapes: units × 2. Units: categories in, none out. Direction: at most 1, higher is more agreement, 0 is
    chance.
    Errors: BadInput for a negative `bootstrap`; None for other than two raters, or if nothing varies.
    Source: Cohen 1960, Educ Psychol Meas 20:37, not verified at the paper; equal to statsmodels.

    >>> cohen([["a", "a"], ["a", "b"], ["b", "b"], ["b", "b"]]).value
    0.5
    """
    ratings = _as_ratings(table)
    base = Agreement(None, "cohen", "nominal", ratings.units, ratings.raters)
    return _weighed(ratings, base, lambda: kappas.cohen(ratings), Resampling(bootstrap, seed, passing))


def weighted(
    table: Table, *, weights: str = "linear", bootstrap: int = 0, seed: int = 0, passing: Passing = iter
) -> Agreement:
    """Cohen's κ in which a disagreement counts by how far apart the values are.

    For DMRS levels give only 1 to 7: “no defense” and “needs information” are not on the scale.

    Formula: κ_w = 1 − Σ w·o / Σ w·e, w = |c − k| (`linear`) or (c − k)² (`quadratic`) of the values.
    Shapes: units × 2, numbers; units that one rater left out are left out.
    Units: those of the values in, none out. Direction: at most 1, higher is more agreement, 0 is chance.
    Errors: BadInput for words or unknown weights; None for other than two raters, or if nothing varies.
    Source: Cohen 1968, Psychol Bull 70:213, not verified at the paper; equal to statsmodels.

    >>> weighted([[1, 1], [1, 2], [2, 2], [3, 1]], weights="quadratic").value
    -0.25
    """
    ratings = _as_ratings(table)
    base = Agreement(None, "weighted", "ordinal", ratings.units, ratings.raters, weights=weights)
    options = Resampling(bootstrap, seed, passing)
    return _weighed(ratings, base, lambda: kappas.cohen(ratings, weights), options)


def fleiss(table: Table, *, bootstrap: int = 0, seed: int = 0, passing: Passing = iter) -> Agreement:
    """Fleiss' κ of any raters, not the same ones for every unit, but as many.

    Formula: κ = (P̄ − P_e) / (1 − P_e); P̄ mean share of agreeing pairs of a unit, P_e = Σ_c p_c².
    Shapes: units × raters. Units: categories in, none out. Direction: at most 1, higher is more agreement,
    0 is chance.
    Errors: BadInput for a negative `bootstrap`; None unless every unit has equally many ratings, two or more,
    or if nothing varies.
    Source: Fleiss 1971, Psychol Bull 76:378, not verified at the paper. A table of ten subjects and fourteen
    raters that is commonly quoted gives the .210 printed with it:

    >>> counts = ["0 0 0 0 14", "0 2 6 4 2", "0 0 3 5 6", "0 3 9 2 0", "2 2 8 1 1"]
    >>> counts += ["7 7 0 0 0", "3 2 6 3 0", "2 5 3 2 2", "6 5 2 1 0", "0 2 2 3 7"]
    >>> rows = [[c for c, n in enumerate(row.split()) for _ in range(int(n))] for row in counts]
    >>> round(fleiss(rows).value, 3)
    0.21
    """
    ratings = _as_ratings(table)
    base = Agreement(None, "fleiss", "nominal", ratings.units, ratings.raters)
    return _weighed(ratings, base, lambda: kappas.fleiss(ratings), Resampling(bootstrap, seed, passing))


def krippendorff(
    table: Table, *, level: str = "nominal", bootstrap: int = 0, seed: int = 0, passing: Passing = iter
) -> Agreement:
    """Krippendorff's α at one of four levels; missing ratings are allowed.

    Formula: α = 1 − D_o / D_e, observed over expected mean of δ²; δ² is 0 or 1 (nominal), the squared
    difference of middle ranks (ordinal), of values (interval), or ((c − k)/(c + k))² (ratio); see `alpha`.
    Shapes: units × raters; units with fewer than two ratings are left out.
    Units: categories or numbers in, none out. Direction: at most 1, higher is more agreement, 0 is chance.
    Errors: BadInput for an unknown level, words above nominal, values below 0 for ratio; None if
    nothing varies.
    Source: Krippendorff, Content Analysis, not verified at the book. His twelve units and four raters, as
    documented with R's irr package:

    >>> N = None
    >>> rows = [[1, 1, N, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4]]
    >>> rows += [[4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [N, 5, 5, 5], [N, N, 1, 1], [N, N, 3, N]]
    >>> [round(krippendorff(rows, level=level).value, 3) for level in LEVELS]
    [0.743, 0.815, 0.849, 0.797]
    """
    ratings = _as_ratings(table)
    base = Agreement(None, "krippendorff", level, ratings.units, ratings.raters)
    return measured(base, ratings, lambda: alpha_ways(ratings, level), Resampling(bootstrap, seed, passing))


def icc(
    table: Table, *, form: str = "2-1", bootstrap: int = 0, seed: int = 0, passing: Passing = iter
) -> Agreement:
    """Intraclass correlation of one of six forms, over the units that all raters rated.

    Formula: with mean squares B (units), W (within), J (raters), E (error), n units, k raters:
    1-1 (B−W)/(B+(k−1)W) · 2-1 (B−E)/(B+(k−1)E+k(J−E)/n) · 3-1 (B−E)/(B+(k−1)E) ·
    1-k (B−W)/B · 2-k (B−E)/(B+(J−E)/n) · 3-k (B−E)/B.
    Shapes: units × raters, numbers. Units: those of the values in, none out.
    Direction: at most 1, higher is more agreement; it may be negative.
    Errors: BadInput for words or an unknown form; None for fewer than two complete units or raters, or if
    nothing varies.
    Source: Shrout & Fleiss 1979, Psychol Bull 86:420; six targets, four judges, as reprinted widely:

    >>> judges = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> [round(icc(judges, form=form).value, 2) for form in FORMS]
    [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    """
    ratings = _as_ratings(table)
    base = Agreement(None, "icc", "interval", ratings.units, ratings.raters, form=form)
    return _weighed(ratings, base, lambda: kappas.icc(ratings, form), Resampling(bootstrap, seed, passing))


def measure(
    table: Table,
    metric: str,
    *,
    level: str = "nominal",
    weights: str = "linear",
    form: str = "2-1",
    bootstrap: int = 0,
    seed: int = 0,
    passing: Passing = iter,
) -> Agreement:
    """One of METRICS by its name, with the options that it has.

    Formula, shapes, units, direction, errors, source: those of the function of this name; options of the
    others are not looked at. Errors: BadInput for an unknown name.

    >>> measure([[1, 1], [2, 3], [3, 3]], "krippendorff", level="interval").metric
    'krippendorff'
    """
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
    return functions[metric](table, bootstrap=bootstrap, seed=seed, passing=passing, **more.get(metric, {}))
