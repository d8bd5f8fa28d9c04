"""Agreement against another implementation, hand formulas and properties."""

from __future__ import annotations

import itertools
import random
import warnings

import krippendorff as other
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverie.instruments import agreement
from reverie.instruments.errors import BadInput

CODE = st.one_of(st.none(), st.integers(1, 5))
TABLES = st.lists(st.lists(CODE, min_size=3, max_size=3), min_size=2, max_size=15)
PAIRS = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=2, max_size=25)
NUMBERS = st.lists(st.lists(st.integers(1, 9), min_size=3, max_size=3), min_size=3, max_size=12)


def random_table(seed, units=40, raters=5, values=7, missing=0.3):
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, values, (units, 1))
    table = np.clip(truth + chance.integers(-1, 2, (units, raters)), 0, values - 1).astype(float)
    table[chance.random((units, raters)) < missing] = np.nan
    return table


@pytest.mark.parametrize("level", agreement.LEVELS)
@pytest.mark.parametrize("seed", range(25))
def test_alpha_equals_the_other_package(level, seed):
    table = random_table(seed, values=[2, 4, 7, 30][seed % 4])
    expected = other.alpha(reliability_data=table.T, level_of_measurement=level)
    assert agreement.krippendorff(table, level=level).value == pytest.approx(expected, abs=1e-9)


@given(TABLES, st.sampled_from(agreement.LEVELS))
@settings(max_examples=80)
def test_alpha_equals_the_other_package_on_odd_tables(table, level):
    found = agreement.krippendorff(table, level=level)
    if found.value is None:
        assert found.undefined
        return
    array = np.array([[np.nan if v is None else v for v in row] for row in table]).T
    assert found.value == pytest.approx(other.alpha(array, level_of_measurement=level), abs=1e-9)


def kappa_by_hand(pairs, distance):
    n = len(pairs)
    observed = sum(distance(a, b) for a, b in pairs) / n
    expected = sum(distance(a, b) for (a, _), (_, b) in itertools.product(pairs, pairs)) / n**2
    return None if expected == 0 else 1 - observed / expected


DISTANCES = {
    None: lambda a, b: a != b,
    "linear": lambda a, b: abs(a - b),
    "quadratic": lambda a, b: (a - b) ** 2,
}


@given(PAIRS, st.sampled_from(list(DISTANCES)))
def test_cohen_by_hand(pairs, weights):
    found = agreement.weighted(pairs, weights=weights) if weights else agreement.cohen(pairs)
    expected = kappa_by_hand(pairs, DISTANCES[weights])
    assert found.value == (None if expected is None else pytest.approx(expected, abs=1e-9))


def fleiss_by_hand(table):
    n, m = len(table), len(table[0])
    values = sorted({v for row in table for v in row})
    rows = [[row.count(v) for v in values] for row in table]
    agreeing = sum((sum(c * c for c in row) - m) / (m * (m - 1)) for row in rows) / n
    chance = sum((sum(row[i] for row in rows) / (n * m)) ** 2 for i in range(len(values)))
    return None if len(values) == 1 else (agreeing - chance) / (1 - chance)


@given(NUMBERS)
def test_fleiss_by_hand(table):
    expected = fleiss_by_hand(table)
    found = agreement.fleiss(table).value
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


def squares(table):
    """Mean squares between, within, of raters and of error, by plain sums."""
    n, k = len(table), len(table[0])
    grand = sum(map(sum, table)) / (n * k)
    rows = [sum(row) / k for row in table]
    columns = [sum(column) / n for column in zip(*table, strict=True)]
    between = k * sum((mean - grand) ** 2 for mean in rows)
    within = sum((value - mean) ** 2 for row, mean in zip(table, rows, strict=True) for value in row)
    raters = n * sum((mean - grand) ** 2 for mean in columns)
    return (
        between / (n - 1),
        within / (n * (k - 1)),
        raters / (k - 1),
        (within - raters) / ((n - 1) * (k - 1)),
    )


def icc_by_hand(table, form):
    n, k = len(table), len(table[0])
    b, w, j, e = squares(table)
    tops = {"1": b - w, "2": b - e, "3": b - e}
    bottoms = {
        "1-1": b + (k - 1) * w,
        "2-1": b + (k - 1) * e + k * (j - e) / n,
        "3-1": b + (k - 1) * e,
        "1-k": b,
        "2-k": b + (j - e) / n,
        "3-k": b,
    }
    return tops[form[0]], bottoms[form]


@given(NUMBERS, st.sampled_from(agreement.FORMS))
def test_icc_by_hand(table, form):
    top, bottom = icc_by_hand(table, form)
    if abs(bottom) > 1e-6:
        assert agreement.icc(table, form=form).value == pytest.approx(top / bottom, abs=1e-7, rel=1e-9)


@pytest.mark.parametrize("form", agreement.FORMS)
def test_icc_to_nine_digits_on_a_plain_table(form):
    table = random_table(3, missing=0).tolist()
    top, bottom = icc_by_hand(table, form)
    assert agreement.icc(table, form=form).value == pytest.approx(top / bottom, abs=1e-9)


@pytest.mark.parametrize("metric", agreement.METRICS)
def test_complete_agreement_is_one(metric):
    assert agreement.measure([[1, 1], [2, 2], [5, 5]], metric, level="interval").value == pytest.approx(1)


@pytest.mark.parametrize("metric", ["cohen", "weighted", "fleiss", "krippendorff", "icc"])
@pytest.mark.parametrize("value", [1, 0.1])
def test_one_category_is_undefined_and_not_zero(metric, value):
    found = agreement.measure([[value, value]] * 3, metric, level="interval", bootstrap=20)
    assert (found.value, found.interval) == (None, None)
    assert "vary" in found.undefined


@pytest.mark.parametrize("table", [[], [[1, None], [None, 2]]])
@pytest.mark.parametrize("metric", agreement.METRICS)
def test_without_pairs_there_is_a_reason(metric, table):
    found = agreement.measure(table, metric)
    assert found.value is None
    assert found.undefined


def test_what_a_measure_cannot_take_is_said():
    assert "needs two raters; there are 3" in agreement.cohen([[1, 2, 3]]).undefined
    assert "here 2 to 3" in agreement.fleiss([[1, 2, 3], [1, None, 3]]).undefined


@pytest.mark.parametrize(
    ("metric", "more"),
    [
        ("kappa", {}),
        ("krippendorff", {"level": "high"}),
        ("weighted", {"weights": "cubic"}),
        ("icc", {"form": "4-1"}),
        ("percent", {"bootstrap": -1}),
    ],
)
def test_unknown_options_are_refused(metric, more):
    with pytest.raises(BadInput):
        agreement.measure([[1, 2], [2, 2]], metric, **more)


def test_words_where_numbers_are_needed():
    with pytest.raises(BadInput, match="“a” is none"):
        agreement.krippendorff([["a", "b"], ["b", "b"]], level="ordinal")
    with pytest.raises(BadInput, match="0 or more"):
        agreement.krippendorff([[-1, 1], [2, 2]], level="ratio")


@pytest.mark.parametrize("metric", agreement.METRICS)
def test_an_interval_is_seeded_and_holds_the_value(metric):
    table = random_table(1, units=60, raters=2, missing=0)
    found = agreement.measure(table, metric, level="ordinal", bootstrap=400, seed=7)
    assert found == agreement.measure(table, metric, level="ordinal", bootstrap=400, seed=7)
    assert found.interval[0] <= found.value <= found.interval[1]
    assert found != agreement.measure(table, metric, level="ordinal", bootstrap=400, seed=8)


@pytest.mark.parametrize("level", agreement.LEVELS)
@pytest.mark.parametrize("values", [5, 40])
def test_a_resample_equals_the_value_of_the_resampled_table(level, values):
    table = random_table(2, units=25, values=values)
    chance = random.Random(4)
    drawn = [chance.randrange(25) for _ in range(25)]
    weights = np.bincount(drawn, minlength=25)[None, :].astype(float)
    from reverie.instruments import alpha

    with np.errstate(all="ignore"):
        found = alpha.statistic(agreement.from_table(table), level)(weights)[0]
    assert found == pytest.approx(agreement.krippendorff(table[drawn], level=level).value, abs=1e-9)


@pytest.mark.parametrize("units", [12, 400])
def test_drawing_kinds_of_units_is_drawing_units(units):
    from reverie.instruments import alpha, coincidences

    ratings = agreement.from_table(random_table(6, units=units, raters=2, values=3, missing=0.1))
    apart = coincidences.distance("interval", ratings.numbers())
    parts = coincidences.resampled(*ratings.kinds(), apart, 3000, np.random.default_rng(1), 10_000)
    drawn = np.concatenate(list(parts))
    chance = np.random.default_rng(2)
    weights = chance.multinomial(units, np.full(units, 1 / units), size=3000).astype(float)
    with np.errstate(all="ignore"):
        plain = alpha.statistic(ratings, "interval")(weights)
    quantiles = [5, 25, 50, 75, 95]
    expected = np.nanpercentile(plain, quantiles)
    assert np.nanpercentile(drawn, quantiles) == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize(("raters", "values"), [(3, 4), (2, 24), (40, 20)])
def test_kinds_of_units_stand_for_their_units(raters, values):
    ratings = agreement.from_table(random_table(6, raters=raters, values=values))
    counts, (different, times) = ratings.counts(), ratings.kinds()
    assert times.sum() == len(counts)
    repeated = np.repeat(different, times.astype(int), axis=0)
    assert sorted(map(tuple, repeated)) == sorted(map(tuple, counts))


def test_icc_leaves_out_units_with_a_missing_rating():
    table = random_table(5, missing=0)
    holed = np.vstack([table, [1, np.nan, 2, 3, 4]])
    assert agreement.icc(holed, form="2-1").value == pytest.approx(agreement.icc(table, form="2-1").value)


def test_no_warning_leaves_the_library():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for metric in agreement.METRICS:
            agreement.measure([[1, 1], [2, 2], [1, None]], metric, level="interval", bootstrap=50)


def test_rows_become_a_table():
    rows = [("u1", "a", 1), ("u1", "b", 1), ("u2", "a", 2), ("u2", "c", None)]
    found = agreement.from_rows(rows)
    assert (found.units, found.raters, found.values) == (2, 3, (1, 2))
    with pytest.raises(BadInput, match="Rater a rates unit u1 twice"):
        agreement.from_rows([*rows, ("u1", "a", 2)])
