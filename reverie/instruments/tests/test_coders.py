"""Two coders of the same dreams: what agrees, what parts, and codes in their one way of writing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reverie.instruments import coders, dream_tables, hvdc
from reverie.instruments.errors import BadInput

ANNA = [
    ("1", "character", "1FSA"),
    ("1", "character", "1MKA"),
    ("1", "aggression", "A5 1MKA > D"),
    ("2", "", ""),
    ("3", "emotion", "AP D"),
]
BEN = [
    ("2", "Emotions", "sd d"),
    ("1", "characters", "1fsa"),
    ("1", "aggression", "a5 1mka>d"),
    ("4", "character", "1FSA"),
]
ROWS = st.lists(
    st.tuples(st.sampled_from("123"), st.just("character"), st.sampled_from(["1FSA", "1MSA", "2JSA"])),
    max_size=12,
)


def test_by_hand():
    found = coders.compare(ANNA, BEN)
    assert (found.both, found.only_first, found.only_second) == (("1", "2"), ("3",), ("4",))
    assert {name: each.value for name, each in found.scales.items()} == {
        "character": 0.5,
        "aggression": 1,
        "emotion": 0,
    }
    assert found.partings == (
        coders.Parting("1", "character", ("1MKA",), ()),
        coders.Parting("2", "emotion", (), ("SD D",)),
    )


def test_presence_has_counts_and_kappa():
    found = coders.compare(ANNA, BEN).presence
    aggression, success = found["aggression"], found["success"]
    assert (aggression.both, aggression.neither, aggression.kappa) == (1, 1, 1)
    assert (success.neither, success.kappa) == (2, None)
    assert "vary" in success.to_dict()["reason"]


def test_without_a_common_dream_nothing_is_defined():
    found = coders.compare(ANNA, [("9", "", "")])
    assert (found.scales, found.presence["aggression"].kappa) == ({}, None)
    assert found.to_dict()["reason"] == "There is no dream that both coded."


@given(ROWS, ROWS)
def test_who_is_first_does_not_matter(one, two):
    here, there = coders.compare(one, two), coders.compare(two, one)
    assert {n: s.value for n, s in here.scales.items()} == {n: s.value for n, s in there.scales.items()}
    assert {n: p.kappa for n, p in here.presence.items()} == {n: p.kappa for n, p in there.presence.items()}
    assert here.only_first == there.only_second


@given(ROWS)
def test_a_coder_agrees_with_themselves(rows):
    assert all(scale.value == 1 for scale in coders.compare(rows, rows[::-1]).scales.values())


def test_a_wrong_code_is_refused():
    with pytest.raises(BadInput, match="position 4"):
        coders.compare(ANNA, [("1", "character", "1MSX")])


@pytest.mark.parametrize(
    ("scale", "text"),
    [
        ("character", "1FSA"),
        ("character", "2ANI"),
        ("aggression", "A5 1MOA > D"),
        ("friendliness", "D = 1FKA"),
        ("aggression", "A1 D *"),
        ("misfortune", "M6 D"),
        ("emotion", "AP"),
        ("setting", "IU"),
        ("activity", "RUNS AWAY"),
    ],
)
def test_a_code_is_written_as_it_is_read(scale, text):
    assert hvdc.written(hvdc.parse(scale, text)) == text
    assert hvdc.written(hvdc.parse(scale, "  " + text.lower())) == text


@given(st.lists(st.tuples(st.text('ab,"= 1', min_size=1).filter(str.strip), st.just(""), st.just(""))))
def test_a_table_is_read_back(rows):
    import io

    wanted = [(dream.strip(), "", "") for dream, _, _ in rows]
    table = dream_tables.as_table(rows).encode()
    assert list(dream_tables.coded_rows(io.BytesIO(table), "t.csv")) == wanted


def test_no_cell_is_a_formula():
    assert "\n=" not in dream_tables.as_table([("=1+1", "", "")])


def test_the_command_compares_two_files(shell):
    files = [shell.file(f"{i}.csv", dream_tables.as_table(rows)) for i, rows in enumerate((ANNA, BEN))]
    found = shell.json("dreams", files[0], "--second", files[1])["agreement"]
    assert found["scales"]["character"] == {"agreements": 1, "disagreements": 1, "value": 0.5}
    assert found["partings"][0]["dream"] == "1"
    wrong = shell.file("w.csv", "dream,scale,code\n1,character,1MSX\n")
    assert "line 2, field code" in shell.refused("dreams", files[0], "--second", wrong)
