"""The relationship theme: once per episode, ties listed, undefined without episodes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reverie.instruments import ccrt
from reverie.instruments.ccrt import Component
from reverie.instruments.errors import BadInput

ROWS = st.lists(
    st.builds(
        Component,
        st.sampled_from("abcde"),
        st.sampled_from(ccrt.COMPONENTS),
        st.sampled_from(["near", "far", "seen"]),
        st.sampled_from(["+", "-", ""]),
    ),
    max_size=30,
)
CASE = [
    Component("1", "W", "be close"),
    Component("1", "RO", "rejecting", "-"),
    Component("1", "RO", "rejecting", "-"),
    Component("1", "RS", "helpless", "-"),
    Component("2", "W", "be close"),
    Component("2", "RO", "helpful", "+"),
    Component("3", "W", "be apart"),
    Component("3", "RS", "ashamed", "-"),
]


def test_pervasiveness_counts_once_per_episode():
    found = ccrt.pattern(CASE)
    assert found.episodes == 3
    assert found.pervasiveness["W"] == {"be close": 2 / 3, "be apart": 1 / 3}
    assert found.pervasiveness["RO"] == {"rejecting": 1 / 3, "helpful": 1 / 3}


def test_theme_lists_ties():
    assert ccrt.pattern(CASE).theme == {
        "W": ("be close",),
        "RO": ("helpful", "rejecting"),
        "RS": ("ashamed", "helpless"),
    }


def test_valence_is_the_share_of_episodes():
    valence = ccrt.pattern(CASE).valence
    assert valence["RO"] == {"+": 1 / 3, "-": 1 / 3}
    assert valence["RS"] == {"+": 0, "-": 2 / 3}


def test_episodes_without_a_component_widen_the_denominator():
    found = ccrt.pattern(CASE, episodes=["1", "2", "3", "4"])
    assert found.pervasiveness["W"]["be close"] == 0.5


def test_no_episode_is_undefined():
    found = ccrt.pattern([])
    assert found.valence["W"] == {"+": None, "-": None}
    assert found.to_dict()["reason"] == "There is no episode."


@given(ROWS)
def test_doubling_every_row_changes_nothing(rows):
    assert ccrt.pattern(rows).to_dict() == ccrt.pattern(rows + rows).to_dict()


@given(ROWS)
def test_shares_stay_between_nothing_and_all_and_the_theme_is_on_top(rows):
    found = ccrt.pattern(rows)
    for name, shares in found.pervasiveness.items():
        assert all(0 < share <= 1 for share in shares.values())
        assert {shares[category] for category in found.theme[name]} == (
            {max(shares.values())} if shares else set()
        )


@pytest.mark.parametrize("row", [Component("1", "WISH", "x"), Component("1", "RO", "x", "positive")])
def test_wrong_codes_are_refused(row):
    with pytest.raises(BadInput):
        ccrt.pattern([row])


def test_an_episode_that_is_not_among_the_episodes_is_refused():
    with pytest.raises(BadInput, match="Episode 3"):
        ccrt.pattern(CASE, episodes=["1", "2"])


def test_change_between_early_and_late():
    early, late = ccrt.pattern(CASE), ccrt.pattern([Component("9", "W", "be apart")])
    assert ccrt.change(early, late)["W"] == pytest.approx({"be close": -2 / 3, "be apart": 2 / 3})
    assert ccrt.change(early, ccrt.pattern([]))["W"] == {"be close": None, "be apart": None}


def test_interpretations_that_touch_the_main_theme():
    main = ccrt.pattern(CASE)
    touched = [{("W", "be close"), ("RO", "helpful")}, {("W", "be close")}, set()]
    assert ccrt.touching_share(touched, main).value == pytest.approx(1 / 3)
    assert ccrt.touching_share([], main).to_dict()["reason"] == "There is no interpretation."
    assert ccrt.touching_share(touched, ccrt.pattern([])).value is None


def test_disharmony_of_cluster_codes():
    assert ccrt.disharmony("ABEm").to_dict() == {"value": 0.5, "n": 4}
    assert (ccrt.disharmony("").value, ccrt.disharmony("").reason) == (None, "Nothing was coded.")
    with pytest.raises(BadInput, match="“N”"):
        ccrt.disharmony("AN")


def test_names_of_the_clusters():
    assert all(len(ccrt.STANDARD_CLUSTERS[name]) == 8 for name in ccrt.COMPONENTS)
    assert "".join(ccrt.LU_CLUSTERS) == "ABCDEFGHIJKLM"
    assert ccrt.complete_enough(2.5)
    assert not ccrt.complete_enough(2.0)
