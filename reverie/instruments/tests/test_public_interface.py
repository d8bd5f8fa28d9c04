"""The example in each command's help is run as it stands, and gives the keys that scripts rely on."""

from __future__ import annotations

import argparse
import json
import re
import shlex

import pytest

from reverie.instruments import command_line

FILES = {
    "coded.csv": "unit,defense\n1,humor\n2,denial\n3,no_defense\n4,needs_information\n",
    "episodes.csv": "episode,component,category,valence\n1,W,be close,\n1,RO,rejecting,-\n2,RS,helpless,-\n",
    "dreams.csv": "dream,scale,code\n1,character,1MSA\n1,character,1FKA\n2,setting,IF\n",
    "scores.csv": "id,before,after\nA,20,8\nB,12,12\nC,11,9\nD,8,20\nE,,3\n",
    "alliance.csv": "session,alliance\n" + "".join(f"{n},{v}\n" for n, v in enumerate([18, 9, 17] * 4, 1)),
    "codes.csv": "unit,rater,value\n1,a,1\n1,b,1\n2,a,2\n2,b,3\n3,a,3\n3,b,3\n4,a,2\n",
    "reports.jsonl": '{"id": 1, "text": "A chilly child"}\n{"id": "b", "text": ""}\n',
    "mine.dic": "%\n1\tcold\n2\tkin\n%\nchil*\t1\nchild\t2\n",
}
INDICATOR = ["value", "n", "norm", "h", "p", "p_adjusted", "small_sample"]
KEYS = {
    "list": ["code", "name", "items", "min", "max", "direction", "licence", "text_included"],
    "score": ["id", "status", "total", "prorated", "band", "subscales", "flags", "errors"],
    "defenses": ["n", "odf", "levels", "categories", "defenses"],
    "relationships": ["episodes", "pervasiveness", "ccrt", "valence"],
    "dreams": ["dreams", "indicators"],
    "change": ["se", "s_diff", "results"],
    "ruptures": ["episodes", "chart"],
    "agreement": ["value", "metric", "level", "units", "raters", "interval", "undefined"],
    "words": ["id", "words", "categories"],
}
LINE = re.compile(r"(?:echo '(?P<stdin>.*)' \| )?reverie instruments (?P<words>.*)")


def example(name):
    """The words of a command's example, and what it reads from standard input."""
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers()
    next(add for add in command_line.COMMANDS if add.__name__ == f"_add_{name}")(subparsers)
    found = LINE.fullmatch(subparsers.choices[name].epilog.removeprefix("example:\n  "))
    return shlex.split(found["words"]), found["stdin"] or ""


@pytest.fixture
def run(shell, monkeypatch):
    """The first value that a command's own example prints."""
    for name, content in FILES.items():
        shell.file(name, content)
    monkeypatch.chdir(shell.folder)

    def first(name):
        words, stdin = example(name)
        status, out, err = shell(*words, stdin=stdin)
        assert (status, err) == (0, "")
        value = json.loads(out.splitlines()[0])
        return value[0] if isinstance(value, list) else value

    return first


def test_every_command_is_here():
    assert [add.__name__.removeprefix("_add_") for add in command_line.COMMANDS] == list(KEYS)


@pytest.mark.parametrize("name", KEYS)
def test_the_example_of_the_help_gives_the_promised_keys(run, name):
    assert list(run(name))[: len(KEYS[name])] == KEYS[name]


def test_score_of_the_example(run):
    found = run("score")
    assert (found["id"], found["status"], found["total"], found["band"]) == (1, "complete", 12, "moderate")
    assert (found["prorated"], found["flags"], found["errors"]) == (None, [], [])


def test_levels_categories_and_defenses_of_the_example(run):
    found = run("defenses")
    assert list(found["levels"]) == ["1", "2", "3", "4", "5", "6", "7"]
    assert list(found["categories"]) == ["mature", "neurotic", "immature"]
    assert found["categories"]["mature"] == found["defenses"]["humor"] == 25
    assert (found["n"], found["odf"], len(found["defenses"])) == (2, 5, 30)


def test_relationships_of_the_example(run):
    found = run("relationships")
    assert found["pervasiveness"]["W"] == {"be close": 0.5}
    assert found["ccrt"] == {"W": ["be close"], "RO": ["rejecting"], "RS": ["helpless"]}


def test_indicators_of_the_example(run):
    found = run("dreams")
    assert all(list(value)[:7] == INDICATOR for value in found["indicators"].values())
    assert found["indicators"]["male_female_percent"]["norm"] == 67
    assert found["indicators"]["torso_anatomy_percent"]["value"] is None


def test_classes_of_the_example(run):
    results = run("change")["results"]
    assert all(list(row)[:4] == ["id", "rci", "reliable", "class"] for row in results)
    assert [row["class"] for row in results] == [
        "recovered",
        "unchanged",
        "recovered-not-reliable",
        "deteriorated",
        None,
    ]


def test_episodes_and_chart_of_the_example(run):
    found = run("ruptures")
    assert list(found["episodes"][0])[:6] == ["from", "trough", "to", "depth", "repaired", "shape"]
    assert list(found["chart"])[:2] == ["centre", "limits"]
    assert "signals" in found["chart"]


def test_the_interval_of_the_example_has_two_ends(run):
    found = run("agreement")
    low, high = found["interval"]
    assert low <= found["value"] <= high
    assert (found["units"], found["raters"], found["level"]) == (4, 2, "ordinal")


def test_words_of_the_example(run):
    assert run("words") == {"id": 1, "words": 3, "categories": {"cold": 1, "kin": 1}}
