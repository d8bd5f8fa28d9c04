"""The DMRS: hierarchy, key, percentages, ODF, the sort."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reverie.instruments import defenses, dmrs
from reverie.instruments.errors import BadInput

NAMES = st.lists(st.sampled_from([*dmrs.DEFENSES, *defenses.LABELS]), max_size=40)


def test_thirty_defenses_on_seven_levels():
    counts = Counter(defense.level for defense in dmrs.DEFENSES.values())
    assert counts == {7: 8, 6: 3, 5: 4, 4: 5, 3: 4, 2: 3, 1: 3}


def test_each_item_of_the_sort_belongs_to_one_defense():
    items = [item for defense in dmrs.DEFENSES.values() for item in defense.items]
    assert sorted(items) == list(range(1, 151))


def test_the_splitting_keys_are_not_swapped():
    assert dmrs.DEFENSES["splitting_of_self"].items == (3, 6, 98, 142, 145)


def test_labels_and_categories():
    assert dmrs.DEFENSES["self_observation"].label == "self-observation"
    assert dmrs.DEFENSES["isolation_of_affect"].label == "isolation of affect"
    assert dmrs.DEFENSES["undoing"].category == "neurotic"


def test_odf_by_hand():
    result = defenses.profile(["humor", "undoing", "denial", "denial", "acting_out"])
    assert result.odf == (7 + 6 + 3 + 3 + 1) / 5
    assert result.levels == {1: 20, 2: 0, 3: 40, 4: 0, 5: 0, 6: 20, 7: 20}
    assert result.categories == {"mature": 20, "neurotic": 20, "immature": 60}
    assert result.defenses["denial"] == 40


def test_the_denominator_is_named_and_changes_percentages_but_not_odf():
    codes = ["humor", "denial", "no_defense", "needs_information"]
    own, whole = defenses.profile(codes), defenses.profile(codes, denominator="all")
    assert (own.n, own.units, own.denominator) == (2, 4, "defenses")
    assert (whole.levels[7], own.levels[7]) == (25, 50)
    assert own.odf == whole.odf == 5


def test_levels_alone():
    result = defenses.profile([7, 1, 0, 8])
    assert (result.n, result.odf, result.defenses) == (2, 4, {})


@pytest.mark.parametrize("codes", [[], ["no_defense"], [0, 8]])
def test_without_a_defense_everything_is_undefined(codes):
    result = defenses.profile(codes)
    assert (result.odf, result.reason) == (None, "No defense was coded.")
    assert set(result.levels.values()) == set(result.categories.values()) == {None}


@given(NAMES)
def test_percentages_add_up_and_odf_stays_in_range(names):
    result = defenses.profile(names)
    if result.n:
        assert sum(result.levels.values()) == pytest.approx(100)
        assert sum(result.categories.values()) == pytest.approx(100)
        assert sum(result.defenses.values()) == pytest.approx(100)
        assert 1 <= result.odf <= 7
        assert sum(k * v for k, v in result.levels.items()) / 100 == pytest.approx(result.odf)


@given(NAMES, st.randoms())
def test_order_does_not_matter(names, chance):
    mixed = [*names]
    chance.shuffle(mixed)
    assert defenses.profile(names).to_dict() == defenses.profile(mixed).to_dict()


@given(NAMES)
def test_a_mature_defense_more_never_lowers_the_score(names):
    before, after = defenses.profile(names).odf, defenses.profile([*names, "humor"]).odf
    assert before is None or after >= before


@pytest.mark.parametrize("code", ["denail", 9, -1, ""])
def test_unknown_codes_are_refused(code):
    with pytest.raises(BadInput):
        defenses.profile([code])


def test_over_time_keeps_the_order_of_sessions():
    points = defenses.over_time([(2, "humor"), (1, "denial"), (2, "denial")])
    assert [(point.session, point.profile.odf) for point in points] == [(2, 5), (1, 3)]


def forced_sort(chance):
    """Ranks whose excess over 1 adds to 234, spread at random."""
    ranks = dict.fromkeys(range(1, 151), 1)
    for _ in range(defenses.Q_TOTAL):
        item = chance.choice([item for item, rank in ranks.items() if rank < 7])
        ranks[item] += 1
    return ranks


@pytest.mark.parametrize("seed", range(5))
def test_a_sort_adds_to_one_hundred(seed):
    ranks = forced_sort(random.Random(seed))
    result = defenses.score_sort(ranks)
    assert sum(result.defenses.values()) == pytest.approx(100)
    assert sum(result.levels.values()) == pytest.approx(100)
    humor = sum(ranks[item] for item in (18, 37, 40, 51, 119))
    assert result.defenses["humor"] == pytest.approx((humor - 5) * 100 / 234)


def test_a_wrong_sort_is_refused_in_words():
    good = forced_sort(random.Random(1))
    with pytest.raises(BadInput, match="item 7 is missing"):
        defenses.score_sort({item: rank for item, rank in good.items() if item != 7})
    with pytest.raises(BadInput, match="Item 7 has rank 8"):
        defenses.score_sort({**good, 7: 8})
    with pytest.raises(BadInput, match="add to"):
        defenses.score_sort(dict.fromkeys(range(1, 151), 2))


def test_proportional_scores_of_the_self_report():
    levels = {"a": 7, "b": 3}
    assert "Every item is 0" in defenses.proportional({"a": 0, "b": 0}, levels).to_dict()["reason"]
    shares = defenses.proportional({"a": 3, "b": 1}, levels)
    assert (shares.levels[7], shares.levels[3], shares.odf) == (75, 25, 6)


def test_four_kinds_ask_for_a_second_anchor():
    names = {name for name in dmrs.DEFENSES if defenses.needs_second_anchor(name)}
    assert names == {"splitting_of_self", "splitting_of_other", "reaction_formation", "repression", "undoing"}
