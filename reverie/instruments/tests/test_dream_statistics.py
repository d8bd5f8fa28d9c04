"""h and its test, Benjamini–Hochberg, the runs test, agreement of two coders."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reverie.instruments.dream_statistics import adjust, effect, h_test, runs_test
from reverie.instruments.errors import BadInput

SHARE = st.floats(0, 1)


def test_the_published_check():
    result = h_test(0.38, 500, 0.42, 500)
    assert (round(result.z, 2), round(result.p, 3)) == (-1.29, 0.197)


@given(SHARE, SHARE)
def test_h_turns_its_sign_and_stays_within_pi(one, two):
    assert effect(one, two) == -effect(two, one)
    assert abs(effect(one, two)) <= math.pi + 1e-12


@pytest.mark.parametrize("wrong", [(-0.1, 0.5), (0.5, 1.1)])
def test_no_proportion_no_effect(wrong):
    with pytest.raises(BadInput):
        effect(*wrong)


@pytest.mark.parametrize("counts", [(None, 10), (10, None), (0, 10)])
def test_without_counts_only_h(counts):
    result = h_test(0.5, counts[0], 0.4, counts[1])
    assert (result.z, result.p) == (None, None)
    assert result.h > 0


def adjusted_by_hand(values):
    present = [p for p in values if p is not None]
    m = len(present)
    ranked = sorted(present)
    steps = {p: min(1.0, *(ranked[j] * m / (j + 1) for j in range(m) if ranked[j] >= p)) for p in present}
    return [None if p is None else steps[p] for p in values]


@given(st.lists(st.one_of(st.none(), SHARE), max_size=12))
def test_adjustment_by_hand(values):
    expected = adjusted_by_hand(values)
    for one, two, raw in zip(adjust(values), expected, values, strict=True):
        assert one == (None if two is None else pytest.approx(two))
        assert one is None or one >= raw


def test_runs_by_hand():
    result = runs_test([True, True, False, False, False, True, False, True, True, False])
    assert (result.runs, result.expected) == (6, 6)
    assert (result.z, result.p) == (0, 1)


def test_clusters_and_alternation_lie_on_either_side():
    clustered = runs_test([True] * 15 + [False] * 15)
    alternating = runs_test([True, False] * 15)
    assert clustered.z < -3
    assert alternating.z > 3
    assert clustered.p < 0.01


@pytest.mark.parametrize("series", [[], [True], [False, False], [True, False]])
def test_no_order_to_test_is_undefined(series):
    result = runs_test(series)
    assert (result.z, result.p) == (None, None)
    assert result.to_dict()["reason"]


@given(st.lists(st.booleans(), max_size=30))
def test_the_runs_of_the_reverse_are_the_same(series):
    assert runs_test(series) == runs_test([not value for value in reversed(series)])
