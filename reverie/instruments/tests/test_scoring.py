"""Every instrument against a table written by hand from the reference, short ones over all their answers."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reverie.instruments import scoring

# code: items, min, max, reversed items, {subscale: (items, factor, how)}
TABLE = {
    "phq-9": (9, 0, 3, (), {}),
    "gad-7": (7, 0, 3, (), {}),
    "phq-4": (4, 0, 3, (), {"gad-2": ((1, 2), 1, "sum"), "phq-2": ((3, 4), 1, "sum")}),
    "audit-c": (3, 0, 4, (), {}),
    "taps": (5, 0, 4, (), {}),
    "who-5": (5, 0, 5, (), {"percent": ((1, 2, 3, 4, 5), 4, "sum")}),
    "k10": (10, 1, 5, (), {}),
    "dass-21": (
        21,
        0,
        3,
        (),
        {
            "depression": ((3, 5, 10, 13, 16, 17, 21), 2, "sum"),
            "anxiety": ((2, 4, 7, 9, 15, 19, 20), 2, "sum"),
            "stress": ((1, 6, 8, 11, 12, 14, 18), 2, "sum"),
        },
    ),
    "core-10": (10, 0, 4, (2, 3), {}),
    "pcl-5": (
        20,
        0,
        4,
        (),
        {
            "b": (range(1, 6), 1, "sum"),
            "c": ((6, 7), 1, "sum"),
            "d": (range(8, 15), 1, "sum"),
            "e": (range(15, 21), 1, "sum"),
        },
    ),
    "wsas": (5, 0, 8, (), {}),
    "lpfs-bf-2": (
        12,
        1,
        4,
        (),
        {"self": (range(1, 7), 1, "sum"), "interpersonal": (range(7, 13), 1, "sum")},
    ),
    "ecr-rs": (
        9,
        1,
        7,
        (1, 2, 3, 4),
        {"avoidance": (range(1, 7), 1, "mean"), "anxiety": ((7, 8, 9), 1, "mean")},
    ),
    "wai-sr": (
        12,
        1,
        5,
        (),
        {
            "goal": ((4, 6, 8, 11), 1, "sum"),
            "task": ((1, 2, 10, 12), 1, "sum"),
            "bond": ((3, 5, 7, 9), 1, "sum"),
            "mean": (range(1, 13), 1, "mean"),
        },
    ),
    "ors": (4, 0, 10, (), {}),
    "srs": (4, 0, 10, (), {}),
    "oq-45-2": (45, 0, 4, (1, 12, 13, 20, 21, 24, 31, 37, 43), {}),
    "alliance-check": (4, 1, 5, (), {}),
}
WITHOUT_TOTAL = {"ecr-rs", "rfq-8", "dsq-40", "c-ssrs", "asq"}
UNSCORABLE = {"rse", "iip-32", "iip-64", "dmrs-sr-30"}
EXHAUSTIVE = ["phq-4", "audit-c", "taps", "who-5", "alliance-check"]


def oracle(code, answers):
    _items, low, high, reverse, parts = TABLE[code]
    turned = {n: low + high - a if n in reverse else a for n, a in enumerate(answers, start=1)}
    subscales = {}
    for name, (members, factor, how) in parts.items():
        values = [turned[n] for n in members]
        subscales[name] = sum(values) * factor / (len(values) if how == "mean" else 1)
    return (None if code in WITHOUT_TOTAL else sum(turned.values())), subscales


def check(code, answers):
    result = scoring.score(code, answers)
    total, subscales = oracle(code, answers)
    assert result.status == "complete"
    assert result.total == total
    assert result.subscales == pytest.approx(subscales)


def test_every_instrument_is_in_the_table_or_named_as_special():
    listed = {instrument.code for instrument in scoring.all_instruments()}
    assert listed == set(TABLE) | WITHOUT_TOTAL | UNSCORABLE


@pytest.mark.parametrize("code", EXHAUSTIVE)
def test_short_instruments_over_all_answers(code):
    items, low, high, _, _ = TABLE[code]
    for answers in itertools.product(range(low, high + 1), repeat=items):
        check(code, list(answers))


@pytest.mark.parametrize("code", sorted(set(TABLE) - set(EXHAUSTIVE)))
def test_longer_instruments_on_seeded_answers(code):
    items, low, high, _, _ = TABLE[code]
    draw = random.Random(code)
    for _ in range(300):
        check(code, [draw.randint(low, high) for _ in range(items)])


@pytest.mark.parametrize("code", sorted(TABLE))
def test_extremes_give_the_declared_range(code):
    instrument = scoring.get(code)
    low = [
        instrument.max if n in instrument.reverse else instrument.min for n in range(1, instrument.items + 1)
    ]
    assert scoring.score(code, low).total == instrument.total_min
    high = [instrument.min + instrument.max - answer for answer in low]
    assert scoring.score(code, high).total == instrument.total_max


@pytest.mark.parametrize("code", sorted(UNSCORABLE))
def test_a_key_that_was_not_seen_is_refused(code):
    with pytest.raises(scoring.BadInput, match="cannot be scored yet"):
        scoring.score(code, [])


PHQ9_BANDS = [(0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate")]
PHQ9_BANDS += [(15, "moderately severe"), (19, "moderately severe"), (20, "severe"), (27, "severe")]


def spread(total, items, high):
    return [min(high, max(0, total - high * n)) for n in range(items)]


@pytest.mark.parametrize(("total", "band"), PHQ9_BANDS)
def test_phq9_bands(total, band):
    assert scoring.score("phq-9", spread(total, 9, 3)).band == band


@pytest.mark.parametrize(("total", "band"), [(4, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")])
def test_gad7_bands(total, band):
    assert scoring.score("gad-7", spread(total, 7, 3)).band == band


@pytest.mark.parametrize("code", ["phq-4", "k10", "wsas"])
def test_bands_that_nobody_verified_are_not_given(code):
    instrument = scoring.get(code)
    assert instrument.bands
    assert scoring.score(code, [instrument.max] * instrument.items).band is None


def test_who5_percent():
    assert scoring.score("WHO-5", [3, 3, 3, 3, 3]).to_dict()["subscales"] == {"percent": 60}


@pytest.mark.parametrize("others", list(itertools.product([None, 0, 3], repeat=4)))
@pytest.mark.parametrize("last", [None, 0, 1, 2, 3])
def test_phq9_item_nine_flags_whatever_the_rest(others, last):
    result = scoring.score("phq-9", [*others, *others, last])
    assert result.flags == (("risk-item",) if last else ())


def test_core10_item_six_flags():
    assert scoring.score("core-10", [None] * 5 + [1] + [None] * 4).flags == ("risk-item",)


def test_a_risk_answer_out_of_range_still_flags():
    result = scoring.score("phq-9", [0] * 8 + [4])
    assert (result.status, result.flags, result.total) == ("invalid", ("risk-item",), None)


LIMITS = {"phq-9": 2, "gad-7": 1, "phq-4": 0, "who-5": 1, "k10": 2, "audit-c": 0, "core-10": 2}


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize("code", sorted(LIMITS))
def test_limits_of_missing_answers(code, over):
    instrument, missing = scoring.get(code), LIMITS[code] + over
    status = "incomplete" if over else "prorated" if missing else "complete"
    answers = [None] * missing + [instrument.min] * (instrument.items - missing)
    result = scoring.score(code, answers)
    assert (result.status, result.total is not None) == (status, status == "complete")
    assert (result.prorated is not None) == (status == "prorated")


def test_without_the_risk_item_there_is_no_estimate():
    result = scoring.score("phq-9", [1] * 8 + [None])
    assert (result.status, result.prorated) == ("incomplete", None)


def test_prorated_is_mean_times_items():
    assert scoring.score("phq-9", [3, None, 2, 1, 0, 0, 1, 2, 0]).prorated == pytest.approx(9 * 9 / 8)


@pytest.mark.parametrize("bad", [4, -1, 1.5, True, "2", float("nan"), float("inf"), [], {}, "LA6568-5"])
def test_a_wrong_answer_makes_the_form_invalid_and_is_named(bad):
    result = scoring.score("gad-7", [0, 0, bad, 0, 0, 0, 0])
    assert (result.status, result.total, result.prorated, result.band) == ("invalid", None, None, None)
    assert result.errors[0].startswith("answer 3: ")


def test_a_wrong_number_of_answers_is_invalid():
    assert scoring.score("gad-7", [0] * 6).errors == ("GAD-7 has 7 answers, not 6",)


def test_subscales_of_an_incomplete_form_are_undefined_only_where_items_miss():
    assert scoring.score("phq-4", [1, 2, None, 0]).subscales == {"gad-2": 3, "phq-2": None}


def test_visual_scales_take_decimals():
    assert scoring.score("ors", [2.5, 3.5, 4, 10]).total == 20


@pytest.mark.parametrize("code", ["phq-9", "PHQ-9", "Phq9", "phq_9"])
def test_codes_in_any_case(code):
    assert scoring.get(code).code == "phq-9"


def test_an_unknown_code_is_one_sentence():
    with pytest.raises(scoring.BadInput, match="There is no instrument “bdi-2”"):
        scoring.get("bdi-2")


def test_rfq8_recodes():
    result = scoring.score("rfq-8", [1, 2, 3, 4, 5, 6, 7, 7])
    assert result.total is None
    assert result.subscales["certainty"] == pytest.approx((3 + 2 + 1) / 6)
    assert result.subscales["uncertainty"] == pytest.approx((0 + 0 + 1 + 2 + 0 + 3) / 6)


def test_dsq40_pairs_and_factors():
    result = scoring.score("dsq-40", list(range(1, 10)) * 4 + [1, 2, 3, 4])
    answers = dict(enumerate(list(range(1, 10)) * 4 + [1, 2, 3, 4], start=1))
    mature = [3, 38, 5, 26, 30, 35, 2, 25]
    assert len(result.subscales) == 23
    assert result.subscales["sublimation"] == (answers[3] + answers[38]) / 2
    assert result.subscales["mature"] == sum(answers[n] for n in mature) / 8


@given(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=9, max_size=9))
def test_total_and_estimate_never_stand_together(answers):
    result = scoring.score("phq-9", answers)
    assert result.total is None or result.prorated is None
    assert (result.status == "complete") == (None not in answers)
    if result.prorated is not None:
        assert 0 <= result.prorated <= 27


@given(st.lists(st.integers(0, 5), min_size=5, max_size=5), st.integers(0, 4))
def test_a_higher_answer_never_lowers_the_total(answers, position):
    raised = [*answers]
    raised[position] = 5
    assert scoring.score("who-5", raised).total >= scoring.score("who-5", answers).total
