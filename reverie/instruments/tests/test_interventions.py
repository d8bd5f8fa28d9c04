"""The expressive–supportive continuum and what follows an intervention."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reverie.instruments import interventions
from reverie.instruments.errors import BadInput
from reverie.instruments.interventions import Interpretation

KINDS = st.lists(st.sampled_from(interventions.KINDS), min_size=1, max_size=30)


def test_weights_run_from_eight_to_one():
    assert list(interventions.WEIGHTS.values()) == [8, 7, 6, 5, 4, 3, 2, 1]


def test_profile_by_hand():
    found = interventions.profile(["interpretation", "interpretation", "advice_praise", "elaboration"])
    assert found.percent["interpretation"] == 50
    assert found.expressiveness == (8 + 8 + 1 + 4) / 4


def test_nothing_coded_is_undefined():
    found = interventions.profile([])
    assert (found.expressiveness, found.percent["observation"]) == (None, None)
    assert found.to_dict()["reason"]


@given(KINDS)
def test_mean_stays_in_range_and_percentages_add_up(kinds):
    found = interventions.profile(kinds)
    assert 1 <= found.expressiveness <= 8
    assert sum(found.percent.values()) == pytest.approx(100)


def test_sequences_to_the_response():
    pairs = [("interpretation", "affect"), ("interpretation", "rejects"), ("clarification", "affect")]
    found = interventions.sequences(pairs)
    assert found.n == 3
    assert found.shares["interpretation"]["affect"] == 0.5
    assert found.counts["clarification"]["affect"] == 1
    assert "observation" not in found.shares


@pytest.mark.parametrize("pair", [("praise", "affect"), ("interpretation", "happy")])
def test_wrong_codes_are_refused(pair):
    with pytest.raises(BadInput):
        interventions.sequences([pair])
    with pytest.raises(BadInput):
        interventions.profile(["praise"])


def test_triangles():
    full = Interpretation(frozenset({"defense", "anxiety", "feeling"}), frozenset({"therapist", "past"}))
    none = Interpretation(frozenset(), frozenset({"other"}))
    found = interventions.triangles([full, none])
    assert found.to_dict() == {
        "n": 2,
        "therapist_past_links": 1,
        "conflict_complete": 0.5,
        "person_complete": 0,
    }
    assert interventions.triangles([]).conflict_complete is None


def test_missing_corners_of_a_thread():
    assert interventions.missing_corners(["defense", "feeling"], ["past"]) == (
        "anxiety",
        "other",
        "therapist",
    )
