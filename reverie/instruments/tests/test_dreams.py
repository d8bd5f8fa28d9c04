"""Codes, indicators, norms that stay hidden, the small-sample band, and the long case's twelve dreams."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reverie.instruments import dream_norms, dreams, hvdc
from reverie.instruments.dream_statistics import effect
from reverie.instruments.errors import BadInput
from reverie.instruments.hvdc import Character

DATA = Path(__file__).parent / "data"
CHARACTERS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from("12345678"),
    st.sampled_from("MFJI"),
    st.sampled_from(sorted(hvdc.IDENTITIES)),
    st.sampled_from("ATCB"),
)


@given(CHARACTERS)
def test_every_character_is_read_back(text):
    character = hvdc.parse("character", text).character
    assert text == character.number + character.sex + character.identity + character.age


@pytest.mark.parametrize(
    ("scale", "text", "kind"),
    [
        ("characters", "1ani", "1"),
        ("aggression", "A5 1MOA > D", "A5"),
        ("friendliness", "D > 1FKA", "F"),
        ("friendliness", "F2 2JSA = 2JSA", "F2"),
        ("aggression", "A1 D *", "A1"),
        ("sexuality", "S5 1MKA>1FKA", "S5"),
        ("misfortune", "M6 D", "M6"),
        ("emotions", "AP", "AP"),
        ("good_fortune", "GF 1FMA", "GF"),
        ("setting", "IU", "IU"),
        ("setting", "N", "N"),
        ("striving", "SU D", "SU"),
        ("striving", "attempt", "ATTEMPT"),
        ("objects", "BT", "BT"),
    ],
)
def test_codes_of_every_scale(scale, text, kind):
    assert hvdc.parse(scale, text).kind == kind


def test_parties_of_an_interaction():
    code = hvdc.parse("aggression", "A5 1MOA > D")
    assert (code.initiator, code.receiver) == (Character("1", "M", "O", "A"), "D")
    assert code.involves_dreamer()
    assert hvdc.parse("friendliness", "F1 D > D").relation == "*"


@pytest.mark.parametrize(
    ("scale", "text", "words"),
    [
        ("character", "9MSA", "“9MSA”, position 1: “9” is no number"),
        ("character", "1XSA", "position 2: “X” is no sex"),
        ("character", "1MZA", "position 3: “Z” is no identity"),
        ("character", "1MSX", "position 4: “X” is no age"),
        ("character", "1MS", "position 4: the code ends before its age"),
        ("character", "1MSAA", "position 5: “A” is too much"),
        ("aggression", "A9 D > 1MSA", "position 2: “9” is no class"),
        ("aggression", "A5 1MSA D", "position 9: “D” is no sign"),
        ("aggression", "A5 1MSA > ", "position 10: here belongs D or a character"),
        ("friendliness", "A1 D > 1MSA", "position 1: here belongs D or a character"),
        ("misfortune", "M7 D", "position 1: here belongs a code of misfortune"),
        ("emotion", "XX D", "position 1: here belongs a code of emotion"),
        ("setting", "QU", "position 1: “Q” is no place"),
        ("setting", "IX", "position 2: “X” is no familiarity"),
        ("emotion", "", "The code of emotion is empty"),
        ("mood", "AP", "“mood” is no scale"),
    ],
)
def test_errors_name_the_position(scale, text, words):
    with pytest.raises(BadInput) as caught:
        hvdc.parse(scale, text)
    assert words in str(caught.value)


def found(*rows, **more):
    return dreams.series(dreams.read([("1", scale, code) for scale, code in rows]), **more).indicators


def characters(*codes):
    return [("character", code) for code in codes]


def test_characters_by_hand():
    values = found(*characters("1MFA", "2MSA", "1FKA", "1ANI", "3FRA", "5IUA", "1JPA"))
    assert values["male_female_percent"].value == 50
    assert values["familiarity_percent"].value == pytest.approx(100 * 4 / 6)
    assert values["friends_percent"].value == pytest.approx(100 / 6)
    assert values["family_percent"].value == pytest.approx(100 * 2 / 6)
    assert values["dead_imaginary_percent"].value == pytest.approx(100 * 2 / 7)
    assert (values["animal_percent"].value, values["animal_percent"].n) == (pytest.approx(100 / 7), 7)


def test_the_denominator_of_friends_and_family_is_named():
    values = found(*characters("1FKA", "1ANI"), denominator="all")
    assert (values["friends_percent"].value, values["friends_percent"].n) == (50, 2)
    with pytest.raises(BadInput, match="human"):
        found(denominator="some")


def test_interactions_by_hand():
    aggression = [("aggression", code) for code in ("A5 1MOA > D", "A2 D > 1MOA", "A8 1MOA > 1FSA", "A1 D *")]
    friendly = [
        ("friendliness", code) for code in ("F4 D > 1FKA", "F2 1FKA > D", "F2 1FKA > D", "F1 D = 1FKA")
    ]
    values = found(*aggression, *friendly, *characters("1MOA", "1FSA", "1FKA", "1MKA"))
    assert values["aggression_friendliness_percent"].value == pytest.approx(100 * 3 / 7)
    assert values["aggressor_percent"].value == values["victimization_percent"].value == 50
    assert values["befriender_percent"].value == pytest.approx(100 / 3)
    assert values["physical_aggression_percent"].value == 50
    assert values["aggression_per_character"].value == 1
    assert values["sexuality_per_character"].value == 0


def test_events_by_hand():
    rows = [("misfortune", "M6 D"), ("misfortune", "M1 1MSA"), ("failure", "FL D"), ("success", "SU D")]
    rows += [
        ("good_fortune", "GF D"),
        ("emotion", "AP D"),
        ("emotion", "HA D"),
        ("aggression", "A1 1MSA > D"),
    ]
    values = found(*rows)
    assert values["self_negativity_percent"].value == 60
    assert values["bodily_misfortune_percent"].value == 50
    assert values["negative_emotions_percent"].value == 50
    assert values["success_percent"].value == 50


def test_settings_and_body_parts():
    rows = [("setting", code) for code in ("IF", "IU", "OF", "AG", "N")]
    values = found(*rows, *[("object", code) for code in ("BH", "BT", "BA", "HO")])
    assert values["indoor_percent"].value == pytest.approx(100 * 2 / 3)
    assert values["familiar_setting_percent"].value == pytest.approx(100 * 2 / 3)
    assert values["torso_anatomy_percent"].value == pytest.approx(100 * 2 / 3)


def test_dreams_with_at_least_one():
    rows = [
        ("1", "failure", "FL D"),
        ("1", "failure", "FL D"),
        ("2", "sexuality", "S1 D > 1FKA"),
        ("3", "", ""),
    ]
    values = dreams.series(dreams.read(rows)).indicators
    assert values["with_failure_percent"].value == pytest.approx(100 / 3)
    assert values["with_striving_percent"].value == pytest.approx(100 / 3)
    assert (values["with_sexuality_percent"].n, values["with_aggression_percent"].value) == (3, 0)


def test_denominator_nothing_is_undefined_and_not_zero():
    values = dreams.series([]).indicators
    assert {value.value for value in values.values()} == {None}
    assert all(value.reason for value in values.values())


@given(st.lists(CHARACTERS, min_size=1, max_size=20))
def test_percentages_stay_in_range_and_complement(codes):
    values = found(*characters(*codes))
    assert all(value.value is None or 0 <= value.value <= 100 for value in values.values())
    aggressor, victim = values["aggressor_percent"].value, values["victimization_percent"].value
    assert aggressor is None or aggressor + victim == pytest.approx(100)


def test_only_a_verified_norm_is_shown():
    values = found(*characters("1MSA", "1FSA", "1FKA"), norm="male")
    shown = {name: value.norm for name, value in values.items() if value.norm is not None}
    assert shown == {"male_female_percent": 67}
    assert values["male_female_percent"].h == pytest.approx(effect(1 / 3, 0.67))
    assert values["friends_percent"].reason == "The norm has not been checked at its source."
    assert not any(value.norm for value in found(*characters("1MSA"), norm="female").values())


def test_an_unknown_norm_is_refused():
    with pytest.raises(BadInput, match="male or female"):
        dreams.series([], norm="child")


def test_the_norm_table_is_consistent_with_its_printed_effects():
    rows = {name: row for name, row in dream_norms.table()["norms"].items() if "h" in row}
    assert len(rows) == 25
    for name, row in rows.items():
        assert effect(row["male"] / 100, row["female"] / 100) == pytest.approx(row["h"], abs=0.0201), name


def test_norms_and_bands_name_indicators_that_exist():
    assert set(dream_norms.table()["norms"]) <= set(dreams.INDICATORS)
    assert set(dream_norms.table()["small_sample"]["points"]) <= set(dreams.INDICATORS)


@pytest.mark.parametrize(
    ("n", "points"), [(500, 0.9), (250, 0.9), (249, 1.3), (75, 1.9), (74, 4.4), (12, 7.6)]
)
def test_the_band_of_a_sample(n, points):
    assert dream_norms.band("animal_percent", n) == points


def test_small_samples_are_marked_below_seventy_five():
    many = [(str(i), "character", "1MSA") for i in range(75)]
    assert dreams.series(dreams.read(many)).indicators["animal_percent"].small_sample is False
    assert dreams.series(dreams.read(many[:74])).indicators["animal_percent"].small_sample is True


def test_two_series_are_compared_with_adjusted_p():
    first = dreams.series(dreams.read([(str(i), "aggression", "A1 D > 1MSA") for i in range(30)]))
    second = dreams.series(dreams.read([(str(i), "friendliness", "F1 D > 1MSA") for i in range(30)]))
    difference = dreams.compare(first, second)["with_aggression_percent"]
    assert difference.test.h == pytest.approx(effect(1, 0))
    assert difference.p_adjusted >= difference.test.p
    assert dreams.compare(first, second)["aggression_per_character"].test is None


def test_an_interval_of_an_index_over_resampled_dreams():
    rows = [(str(i), "character", "1MSA") for i in range(20)]
    rows += [(str(i), "aggression", "A1 D > 1MSA") for i in range(0, 20, 2)]
    coded = dreams.read(rows)
    found = dreams.index_interval(coded, "aggression_per_character", seed=3)
    assert found.low < 0.5 < found.high
    assert found == dreams.index_interval(coded, "aggression_per_character", seed=3)
    assert dreams.index_interval(coded, "sexuality_per_character") == dreams.Interval(0, 0, 1000)
    assert dreams.index_interval([], "aggression_per_character").to_dict()["reason"]


def test_presence_for_the_runs_test():
    coded = dreams.read([("1", "failure", "FL D"), ("2", "", ""), ("3", "success", "SU D")])
    assert dreams.presence(coded, "striving") == [True, False, True]
    with pytest.raises(BadInput):
        dreams.presence(coded, "flying")


def test_the_long_case(shell):
    result = shell.json("dreams", DATA / "dreams.csv", "--norm", "female")
    assert result["dreams"] == 12
    values = result["indicators"]
    assert list(values["animal_percent"])[:7] == [
        "value",
        "n",
        "norm",
        "h",
        "p",
        "p_adjusted",
        "small_sample",
    ]
    assert values["with_aggression_percent"]["value"] == pytest.approx(100 * 3 / 12)
    assert values["aggressor_percent"]["value"] == 0
    assert values["aggressor_percent"]["n"] == 4
    assert values["sexuality_per_character"]["value"] == 0
    assert values["animal_percent"]["value"] == pytest.approx(100 / values["animal_percent"]["n"])
    assert all(value["small_sample"] and value["norm"] is None for value in values.values())
    assert result["norm_origin"] == "US college students, 1947 to 1952"


WIDE = "dream_id;characters_code;aggression_code;friendliness_code;sexuality_code;emotions_code;Male\n"


def test_the_layout_with_a_column_a_scale(shell):
    path = shell.file("w.csv", WIDE + "a;1MSA, 1FKA, 1ANI;1MSA > D, D > 1MSA;;;AP D, HA 1FKA;0.5\nb;;;;;;\n")
    values = shell.json("dreams", path)["indicators"]
    assert values["animal_percent"]["value"] == pytest.approx(100 / 3)
    assert values["aggressor_percent"]["value"] == 50
    assert values["physical_aggression_percent"]["value"] is None
    assert values["with_aggression_percent"]["value"] == 50


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("dream,scale,code\n1,character,1MSX\n", "line 2, field code: “1MSX”, position 4"),
        ("dream,scale,code\n1,mood,AP\n", "line 2, field scale: “mood” is no scale"),
        ("dream,scale,code\n,character,1MSA\n", "line 2, field dream: is empty"),
        ("dream,code\n1,AP\n", "missing column “scale”"),
        (WIDE + "a;1MSA, 1Q;;;;;\n", "line 2, field characters_code: “1Q”, position 2"),
    ],
)
def test_a_bad_file_names_line_field_and_position(shell, content, words):
    assert words in shell.refused("dreams", shell.file("d.csv", content))
