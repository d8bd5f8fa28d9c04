"""What must not change agreement: who is first, what the categories are called, which end is up."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reverie.instruments import agreement

CODE = st.one_of(st.none(), st.integers(1, 5))
TABLES = st.lists(st.lists(CODE, min_size=3, max_size=3), min_size=2, max_size=15)
PAIRS = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=2, max_size=25)
NUMBERS = st.lists(st.lists(st.integers(1, 9), min_size=3, max_size=3), min_size=3, max_size=12)


@given(TABLES, st.permutations(range(3)), st.sampled_from(["percent", "krippendorff"]))
def test_the_order_of_raters_does_not_matter(table, order, metric):
    mixed = [[row[i] for i in order] for row in table]
    one, two = agreement.measure(table, metric).value, agreement.measure(mixed, metric).value
    assert one == (None if two is None else pytest.approx(two, abs=1e-12))


@given(NUMBERS, st.permutations(range(3)), st.sampled_from(["fleiss", *agreement.FORMS]))
def test_the_order_of_raters_does_not_matter_where_all_rate(table, order, which):
    metric, form = ("fleiss", "2-1") if which == "fleiss" else ("icc", which)
    mixed = [[row[i] for i in order] for row in table]
    one, two = (agreement.measure(each, metric, form=form).value for each in (table, mixed))
    assert one == (None if two is None else pytest.approx(two, abs=1e-9, rel=1e-9))


@given(PAIRS, st.sampled_from(["cohen", *agreement.WEIGHTS]))
def test_which_of_two_raters_is_first_does_not_matter(pairs, which):
    more = {} if which == "cohen" else {"weights": which}
    metric = "cohen" if which == "cohen" else "weighted"
    one, two = (agreement.measure(each, metric, **more).value for each in (pairs, [p[::-1] for p in pairs]))
    assert one == (None if two is None else pytest.approx(two, abs=1e-12))


@given(TABLES, st.sampled_from(["percent", "cohen", "krippendorff"]), st.randoms())
def test_the_order_of_units_does_not_matter(table, metric, chance):
    pairs = [row[:2] for row in table] if metric == "cohen" else table
    one = agreement.measure(pairs, metric).value
    two = agreement.measure(chance.sample(pairs, len(pairs)), metric).value
    assert one == (None if two is None else pytest.approx(two, abs=1e-12))


LABELS = {1: "q", 2: "b", 3: "z", 4: "a"}


@given(PAIRS, st.sampled_from(["percent", "cohen", "fleiss"]))
def test_names_of_categories_do_not_matter(pairs, metric):
    named = [[LABELS[value] for value in pair] for pair in pairs]
    one, two = agreement.measure(pairs, metric).value, agreement.measure(named, metric).value
    assert one == (None if two is None else pytest.approx(two, abs=1e-12))


UPRIGHT = [
    ("weighted", {"weights": "linear"}),
    ("weighted", {"weights": "quadratic"}),
    ("krippendorff", {"level": "ordinal"}),
    ("krippendorff", {"level": "interval"}),
    *[("icc", {"form": form}) for form in agreement.FORMS],
]


@given(PAIRS, st.sampled_from(UPRIGHT))
def test_turning_a_scale_round_changes_no_agreement(pairs, measured):
    metric, more = measured
    turned = [[5 - value for value in pair] for pair in pairs]
    one, two = (agreement.measure(each, metric, **more).value for each in (pairs, turned))
    assert one == (None if two is None else pytest.approx(two, abs=1e-9, rel=1e-9))


@given(TABLES)
def test_nominal_labels_do_not_matter(table):
    words = {None: None, 1: "q", 2: "b", 3: "z", 4: "a", 5: "m"}
    named = [[words[value] for value in row] for row in table]
    one, two = agreement.krippendorff(table).value, agreement.krippendorff(named).value
    assert one == (None if two is None else pytest.approx(two, abs=1e-12))


@given(NUMBERS, st.integers(1, 9), st.integers(-50, 50))
def test_moving_and_stretching_changes_no_interval_alpha(table, factor, shift):
    moved = [[value * factor + shift for value in row] for row in table]
    one = agreement.krippendorff(table, level="interval").value
    two = agreement.krippendorff(moved, level="interval").value
    assert one == (None if two is None else pytest.approx(two, abs=1e-9))


@given(NUMBERS)
def test_no_measure_exceeds_one(table):
    for metric in agreement.METRICS:
        value = agreement.measure(table, metric, level="interval").value
        assert value is None or value <= 1 + 1e-9
        assert value is None or math.isfinite(value)
