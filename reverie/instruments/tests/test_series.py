"""Lags and change points of single cases."""

from __future__ import annotations

import itertools
import random
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverie.instruments import series
from reverie.instruments.errors import BadInput

VALUES = st.lists(st.integers(0, 10), min_size=6, max_size=9)


def test_a_follower_is_found_at_its_lag():
    chance = random.Random(2)
    x = [chance.random() for _ in range(40)]
    y = [0.0, 0.0, *x[:-2]]
    found = series.lags(x, y, furthest=4)
    assert max(found, key=lambda each: each.r).lag == 2
    assert found[6].r == pytest.approx(1)


@given(VALUES, st.integers(-3, 3))
def test_turning_time_round_turns_the_lag_round(x, lag):
    y = [value * value % 7 for value in x]
    one = series.lagged(x, y, lag=lag)
    two = series.lagged(x[::-1], y[::-1], lag=-lag)
    assert one.n == two.n
    assert one.r == (None if two.r is None else pytest.approx(two.r))


def test_gaps_are_left_out():
    found = series.lagged([1, None, 3, 4, 5], [1, 2, 3, None, 5], lag=0)
    assert (found.n, found.r) == (3, pytest.approx(1))


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [([1, 2], [1, 2], "at least 3"), ([1, 1, 1, 1], [1, 2, 3, 4], "does not vary")],
)
def test_undefined_with_a_reason(x, y, words):
    found = series.lagged(x, y, lag=0)
    assert found.r is None
    assert words in found.to_dict()["reason"]


def test_series_of_different_length_are_refused():
    with pytest.raises(BadInput, match="2 and 3"):
        series.lagged([1, 2], [1, 2, 3], lag=0)


def test_autocorrelation_of_a_slow_wave():
    wave = [0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 2, 1]
    assert series.autocorrelation(wave).r > 0.4
    assert series.autocorrelation(wave, lag=3).r < 0


def test_steps_are_found_where_they_are():
    chance = random.Random(5)
    values = [level + chance.gauss(0, 1) for level in [18] * 20 + [10] * 15 + [15] * 20]
    found = series.change_points(values)
    assert len(found.points) == 2
    assert abs(found.points[0] - 20) <= 1
    assert abs(found.points[1] - 35) <= 1
    assert found.segments[1].mean == pytest.approx(10, abs=1)


def best_by_trying(values, shortest, penalty):
    def total(bounds):
        parts = [values[a:b] for a, b in itertools.pairwise(bounds)]
        if any(len(part) < shortest for part in parts):
            return float("inf")
        cost = sum(sum((v - statistics.fmean(part)) ** 2 for v in part) for part in parts)
        return cost + penalty * (len(parts) - 1)

    inner = range(1, len(values))
    choices = itertools.chain.from_iterable(itertools.combinations(inner, k) for k in range(len(values)))
    return min(total([0, *choice, len(values)]) for choice in choices)


@given(VALUES, st.integers(1, 3), st.sampled_from([2.0, 5.5, 20.0]))
@settings(max_examples=60)
def test_the_partition_is_the_best_there_is(values, shortest, penalty):
    found = series.change_points(values, shortest=shortest, penalty=penalty)
    cost = sum(sum((v - s.mean) ** 2 for v in values[s.start : s.stop]) for s in found.segments)
    assert cost + penalty * len(found.points) <= best_by_trying(values, shortest, penalty) + 1e-6


@given(st.lists(st.one_of(st.none(), st.integers(0, 20)), max_size=30))
def test_segments_cover_the_series_once(values):
    found = series.change_points(values)
    if found.reason:
        assert found.segments == ()
        return
    assert [s.start for s in found.segments[1:]] == [s.stop for s in found.segments[:-1]]
    assert (found.segments[0].start, found.segments[-1].stop) == (0, len(values))


def test_a_level_series_has_one_level():
    assert series.change_points([7] * 12).points == ()


def test_too_short_is_undefined():
    assert "at least 6" in series.change_points([1, 2, 3]).reason
    with pytest.raises(BadInput):
        series.change_points([1, 2], shortest=0)
