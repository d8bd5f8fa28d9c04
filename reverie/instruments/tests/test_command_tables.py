"""`defenses`, `relationships` and `ruptures` as the reference says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"


def test_defenses_by_name(shell):
    path = shell.file("d.csv", "unit,defense\n1,humor\n2,Reaction formation\n3,denial\n4,no_defense\n")
    result = shell.json("defenses", path)
    assert list(result)[:5] == ["n", "odf", "levels", "categories", "defenses"]
    assert (result["n"], result["odf"]) == (3, 5)
    assert result["levels"]["7"] == pytest.approx(100 / 3)
    assert result["defenses"]["reaction_formation"] == pytest.approx(100 / 3)


def test_defenses_by_level_with_all_as_denominator(shell):
    path = shell.file("d.csv", "unit,level\n1,7\n2,3\n3,0\n4,8\n")
    result = shell.json("defenses", path, "--denominator", "all")
    assert (result["n"], result["odf"], result["levels"]["3"]) == (2, 5, 25)
    assert result["categories"] == {"mature": 25, "neurotic": 0, "immature": 25}


def test_no_defense_is_null_and_not_zero(shell):
    result = shell.json("defenses", shell.file("d.csv", "unit,level\n1,0\n"))
    assert (result["n"], result["odf"], result["levels"]["1"]) == (0, None, None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("unit,defense\n1,denail\n", "line 2, field defense: “denail” is no defense"),
        ("unit,level\n1,7\n2,9\n", "line 3, field level: 9 is no level"),
        ("unit,level\n1,x\n", "line 2, field level: “x” is no level"),
        ("unit,defense,level\n1,denial,4\n", "line 2, field defense: “denial” is of level 3, not 4"),
        ("unit,defense\n1,\n", "line 2, field level"),
        ("unit\n1\n", "missing column “defense”"),
    ],
)
def test_defenses_names_the_bad_field(shell, content, words):
    assert words in shell.refused("defenses", shell.file("d.csv", content))


HEAD = "episode,component,category,valence\n"
ROWS = HEAD + "1,W,be close,\n1,W,be close,\n1,RO,rejecting,-\n2,W,be apart,\n2,RS,sad,\u2212\n"


def test_relationships(shell):
    result = shell.json("relationships", shell.file("r.csv", ROWS))
    assert list(result) == ["episodes", "pervasiveness", "ccrt", "valence"]
    assert result["pervasiveness"]["W"] == {"be close": 0.5, "be apart": 0.5}
    assert result["ccrt"] == {"W": ["be apart", "be close"], "RO": ["rejecting"], "RS": ["sad"]}
    assert result["valence"]["RS"] == {"+": 0, "-": 0.5}


def test_relationships_without_a_row(shell):
    result = shell.json("relationships", shell.file("r.csv", "episode,component,category\n"))
    assert (result["episodes"], result["ccrt"]["W"], result["valence"]["RO"]["+"]) == (0, [], None)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("1,WX,a,", "line 2, field component: “WX” is no component"),
        ("1,RO,a,positive", "line 2, field valence: “positive” is no valence"),
        ("1,RO,,+", "line 2, field category: is empty"),
    ],
)
def test_relationships_names_the_bad_field(shell, line, words):
    path = shell.file("r.csv", "episode,component,category,valence\n" + line)
    assert words in shell.refused("relationships", path)


def alliance_file(shell):
    with (DATA / "measures.csv").open(newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["instrument"] == "alliance-check"]
    lines = [f"{row['session']},{sum(map(int, row['answers'].split()))}" for row in rows]
    return shell.file("a.csv", "session,alliance\n" + "\n".join(lines))


def test_ruptures_of_the_long_case(shell):
    result = shell.json("ruptures", alliance_file(shell))
    assert [episode["trough"] for episode in result["episodes"]] == [21, 41, 55]
    assert list(result["episodes"][0])[:6] == ["from", "trough", "to", "depth", "repaired", "shape"]
    assert list(result["chart"])[:2] == ["centre", "limits"]
    assert result["rule"] == {"k": [1, 2], "repair_share": 0.5, "within": 5, "sd_norm": None}


def test_the_strict_threshold_alone(shell):
    strict = shell.json("ruptures", alliance_file(shell), "--k", 2)
    assert all(episode["k"] == 2 for episode in strict["episodes"])


def test_a_short_series_has_no_chart(shell):
    result = shell.json("ruptures", shell.file("a.csv", "session,alliance\n1,18\n2,\n3,9\n"), "--sd-norm", 3)
    assert (result["chart"]["centre"], result["episodes"][0]["trough"]) == (None, 3)


@pytest.mark.parametrize("wrong", [("--k", "0"), ("--sd-norm", "-1"), ("--within", "0")])
def test_impossible_rules(shell, wrong):
    shell.refused("ruptures", alliance_file(shell), *wrong)


RATINGS = "unit,rater,value\n1,a,1\n1,b,1\n2,a,2\n2,b,3\n3,a,3\n3,b,3\n4,a,1\n4,b,\n"


@pytest.mark.parametrize("metric", ["cohen", "weighted", "krippendorff", "icc", "percent"])
def test_agreement(shell, metric):
    path = shell.file("a.csv", RATINGS)
    result = shell.json("agreement", path, "--metric", metric, "--level", "interval", "--bootstrap", 200)
    assert list(result)[:7] == ["value", "metric", "level", "units", "raters", "interval", "undefined"]
    assert (result["metric"], result["units"], result["raters"]) == (metric, 4, 2)
    assert 0.4 < result["value"] < 1
    assert result["interval"][0] <= result["value"] <= result["interval"][1]


def test_agreement_without_bootstrap_has_no_interval(shell):
    assert shell.json("agreement", shell.file("a.csv", RATINGS), "--metric", "cohen")["interval"] is None


def test_agreement_that_is_undefined(shell):
    result = shell.json("agreement", shell.file("a.csv", RATINGS), "--metric", "fleiss")
    assert result["value"] is None
    assert "equally many" in result["undefined"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("1,a,2\n", "line 10, field rater: rater a rates unit 1 twice"),
        ("5,a,x\n", "line 10, field value: “x” is not a number"),
        ("5,,1\n", "line 10, field rater: is empty"),
    ],
)
def test_agreement_names_the_bad_field(shell, line, words):
    assert words in shell.refused("agreement", shell.file("a.csv", RATINGS + line), "--metric", "icc")


def test_words_are_ratings_too(shell):
    path = shell.file("a.csv", "unit,rater,value\n1,a,humor\n1,b,humor\n2,a,1\n2,b,1\n")
    assert shell.json("agreement", path, "--metric", "krippendorff")["value"] == 1
