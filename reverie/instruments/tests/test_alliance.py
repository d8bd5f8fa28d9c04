"""Ruptures by our rule, their shapes, and the control chart."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reverie.instruments import alliance
from reverie.instruments.alliance import Rule
from reverie.instruments.errors import BadInput

SCORES = st.lists(st.integers(4, 20), min_size=2, max_size=40)
DATA = Path(__file__).parent / "data"


def episodes(scores, **more):
    return alliance.find(scores, rule=Rule(**{"sd_norm": 4.0, **more})).episodes


@pytest.mark.parametrize(
    ("scores", "shape"),
    [
        ([18, 18, 8, 17, 18], "V"),
        ([18, 15, 12, 8, 17], "slow decline/sudden repair"),
        ([18, 8, 9, 11, 14], "sudden drop/slow repair"),
        ([18, 13, 8, 9, 14], "mixed"),
        ([18, 8, 9, 10, 9, 10, 9, 10], "unrepaired"),
    ],
)
def test_shapes(scores, shape):
    assert episodes(scores)[0].shape == shape


def test_an_episode_by_hand():
    (found,) = episodes([18, 18, 14, 8, 9, 13, 18])
    assert (found.start, found.trough, found.end) == (2, 4, 6)
    assert (found.depth, found.sessions_down, found.sessions_up) == (10, 2, 2)
    assert (found.repaired, found.threshold) == (True, 2.0)


@pytest.mark.parametrize(("low", "reached"), [(15, None), (14, 1), (11, 1), (10, 2), (4, 2)])
def test_thresholds_of_one_and_two_sd(low, reached):
    scores = [18, low] + [18, 18, 18] * 20
    found = episodes(scores)
    assert (found[0].threshold if found else None) == reached


def test_the_larger_sd_counts():
    scores = [20, 4, 20, 4, 20, 4]
    assert alliance.find(scores, sd_norm=2).sd == pytest.approx(8.763560920082658)
    assert alliance.find(scores, sd_norm=12).sd == 12


def test_a_rupture_still_open_at_the_end_says_so():
    (found,) = episodes([18, 18, 18, 7, 8])
    assert (found.repaired, found.is_open, found.end) == (False, True, None)


def test_repair_must_come_within_the_window():
    scores = [18, 8, 9, 9, 9, 9, 9, 18]
    assert episodes(scores)[0].repaired is False
    assert episodes(scores, within=6)[0].repaired is True


def test_missing_scores_are_passed_over():
    assert episodes([18, None, 8, None, 18])[0].trough == 3


def test_no_variation_is_undefined():
    found = alliance.find([12, 12, 12])
    assert (found.sd, found.episodes) == (None, ())
    assert "do not vary" in found.reason


@given(SCORES)
def test_falls_are_falls(scores):
    for peak, trough in alliance.falls(scores):
        assert peak < trough
        assert scores[peak] > scores[trough]
        assert all(a >= b for a, b in zip(scores[peak:trough], scores[peak + 1 : trough + 1], strict=True))


@given(SCORES, st.integers(1, 5))
def test_moving_and_stretching_the_scale_changes_no_episode(scores, factor):
    plain = alliance.find(scores).episodes
    moved = alliance.find([score * factor + 7 for score in scores]).episodes
    assert [(e.start, e.trough, e.shape) for e in plain] == [(e.start, e.trough, e.shape) for e in moved]


@given(SCORES)
def test_strict_episodes_are_among_the_lenient(scores):
    lenient, strict = episodes(scores, thresholds=(1,)), episodes(scores, thresholds=(2,))
    assert {e.trough for e in strict} <= {e.trough for e in lenient}


@pytest.mark.parametrize(
    "wrong", [{"thresholds": ()}, {"thresholds": (0,)}, {"sd_norm": 0}, {"repair_share": 0}, {"within": 0}]
)
def test_impossible_rules_are_refused(wrong):
    with pytest.raises(BadInput):
        Rule(**wrong)


def test_names_and_scores_must_match():
    with pytest.raises(BadInput, match="2 sessions and 3 scores"):
        alliance.find([1, 2, 3], ["a", "b"])


def chart(scores):
    return alliance.chart(scores, list(range(1, len(scores) + 1)))


def test_chart_by_hand():
    found = chart([10, 12, 10, 12, 10, 12, 10, 12])
    assert found.centre == 11
    assert found.limits == pytest.approx((11 - 2.66 * 2, 11 + 2.66 * 2))
    assert found.sigma == pytest.approx(2 / 1.128)
    assert found.signals == ()


def test_a_chart_needs_eight_sessions():
    found = chart([1, 2, 3, 4, 5, 6, 7])
    assert (found.centre, found.limits, found.signals) == (None, None, ())
    assert "at least 8" in found.to_dict()["reason"]


def test_signals_beyond_limits_and_runs_and_cusum():
    far = chart([10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 2, 11, 10])
    assert ("beyond limits", 11) in {(signal.rule, signal.session) for signal in far.signals}
    shifted = chart([10, 11] * 6 + [14, 15] * 6)
    rules = {(signal.rule, signal.session) for signal in shifted.signals}
    assert {("run of 8", 8), ("run of 8", 20)} <= rules
    assert any(rule == "cusum" for rule, _ in rules)


def test_a_score_on_the_centre_breaks_a_run():
    assert alliance._runs([2, 2, 2, 2, 1, 2, 2, 2, 2], 1.0) == []


def test_the_long_case_shows_its_three_ruptures():
    with (DATA / "measures.csv").open(newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["instrument"] == "alliance-check"]
    scores = [sum(map(int, row["answers"].split())) for row in rows]
    found = alliance.find(scores, [int(row["session"]) for row in rows])
    assert [(e.start, e.trough, e.repaired) for e in found.episodes] == [
        (19, 21, True),
        (40, 41, True),
        (54, 55, True),
    ]
