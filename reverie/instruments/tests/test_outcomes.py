"""Reliable change: hand formulas, published limits, both directions."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reverie.instruments import outcomes, rules
from reverie.instruments.errors import BadInput

SCORE = st.floats(0, 40, allow_nan=False)


def change(before, after, **more):
    return outcomes.reliable_change(
        before, after, **{"sd": 6, "reliability": 0.84, "direction": "lower", **more}
    )


def test_standard_errors_by_hand():
    assert outcomes.standard_error(6, 0.84) == pytest.approx(6 * math.sqrt(0.16))
    assert outcomes.standard_difference(6, 0.84) == pytest.approx(math.sqrt(2) * 2.4)
    assert outcomes.smallest_reliable_change(6, 0.84) == pytest.approx(1.96 * math.sqrt(2) * 2.4)


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (20, 8, "recovered"),
        (20, 12, "improved"),
        (9, 1, "improved"),
        (20, 19, "unchanged"),
        (11, 9, "recovered-not-reliable"),
        (10, 9, "recovered-not-reliable"),
        (11, 10, "unchanged"),
        (9, 11, "unchanged"),
        (5, 20, "deteriorated"),
    ],
)
def test_classes_where_lower_is_better(before, after, outcome):
    assert change(before, after, cutoff=10).outcome == outcome


def test_without_a_cutoff_nobody_recovers():
    assert [change(20, after).outcome for after in (8, 20, 30)] == ["improved", "unchanged", "deteriorated"]


@given(SCORE, SCORE, SCORE, st.sampled_from(outcomes.METHODS))
def test_turning_the_scale_round_turns_nothing_else(before, after, cutoff, method):
    low = change(before, after, cutoff=cutoff, method=method, mean=15)
    high = change(-before, -after, cutoff=-cutoff, method=method, mean=-15, direction="higher")
    assert (low.outcome, low.reliable) == (high.outcome, high.reliable)
    assert low.rci == pytest.approx(-high.rci)


@given(SCORE, SCORE)
def test_the_edwards_nunnally_interval_and_index_agree(before, after):
    low, high = outcomes.edwards_nunnally_interval(before, mean=15, sd=6, reliability=0.84)
    result = change(before, after, mean=15, method="edwards-nunnally")
    if min(abs(after - low), abs(after - high)) > 1e-9:
        assert result.reliable == (not low <= after <= high)


def test_gulliksen_lord_novick_by_hand():
    result = change(20, 8, mean=15, method="gulliksen-lord-novick")
    assert result.rci == pytest.approx(((8 - 15) - 0.84 * (20 - 15)) / (6 * math.sqrt(1 - 0.84**2)))


@pytest.mark.parametrize("method", ["edwards-nunnally", "gulliksen-lord-novick"])
def test_a_method_that_regresses_needs_a_mean(method):
    with pytest.raises(BadInput, match="needs the mean"):
        change(20, 8, method=method)


def test_cut_offs_in_both_directions():
    assert outcomes.cutoff_a(mean_clinical=40, sd_clinical=7.5, direction="higher") == 55
    assert outcomes.cutoff_a(mean_clinical=20, sd_clinical=5, direction="lower") == 10
    assert outcomes.cutoff_b(mean_norm=60, sd_norm=7.5, direction="higher") == 45
    assert outcomes.cutoff_b(mean_norm=5, sd_norm=2, direction="lower") == 9
    c = outcomes.cutoff_c(mean_clinical=20, sd_clinical=6, mean_norm=5, sd_norm=3)
    assert c == pytest.approx((3 * 20 + 6 * 5) / 9)


@pytest.mark.parametrize("ends", [(None, 3), (3, None), (None, None)])
def test_a_missing_score_is_undefined_with_a_reason(ends):
    result = change(*ends)
    assert (result.rci, result.reliable, result.outcome) == (None, None, None)
    assert "missing" in result.to_dict()["reason"]


@pytest.mark.parametrize(
    "wrong",
    [{"sd": 0}, {"sd": -1}, {"sd": math.nan}, {"reliability": 1}, {"reliability": -0.1}, {"direction": "up"}],
)
def test_impossible_parameters_are_refused(wrong):
    with pytest.raises(BadInput):
        change(1, 2, **wrong)


@pytest.mark.parametrize(
    ("before", "after", "improved", "recovered"),
    [
        ((15, 12), (9, 7), True, True),
        ((15, 12), (9, 12), True, False),
        ((15, 12), (12, 8), True, False),
        ((15, 12), (9, 17), False, False),
        ((9, 7), (3, 3), True, False),
        ((10, 7), (9, 7), False, True),
    ],
)
def test_the_nhs_rule(before, after, improved, recovered):
    names = ("phq-9", "gad-7")
    result = rules.nhs_outcome(dict(zip(names, before, strict=True)), dict(zip(names, after, strict=True)))
    assert (result.reliable_improvement, result.recovered) == (improved, recovered)


def test_the_nhs_rule_needs_both_forms():
    with pytest.raises(BadInput, match="gad-7"):
        rules.nhs_outcome({"phq-9": 10}, {"phq-9": 4})


def test_no_reliable_gain_by_a_session():
    def ask(scores, session):
        return rules.no_reliable_gain_by(scores, session, sd=6, reliability=0.84, direction="lower")

    assert ask([20, 19, 18, None, 18, 19, 20, 18], 8).holds is True
    assert ask([20, 19, 10], 3).to_dict() == {"holds": False, "session": 3}
    assert ask([20, 19], 8).to_dict()["reason"] == "There are only 2 sessions."
    assert (ask([None, 19], 2).holds, ask([None, 19], 2).reason) == (None, "There is no first score.")
