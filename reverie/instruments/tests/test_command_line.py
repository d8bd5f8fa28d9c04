"""`list`, `score` and `change` as the reference says, and what every command has in common."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reverie.instruments import command_line

ROOT = Path(__file__).parents[3]
FHIR = Path(__file__).parent / "data" / "fhir"
PHQ9 = FHIR / "QuestionnaireResponse-phq-9-example.json"
LIST_KEYS = ["code", "name", "items", "min", "max", "direction", "licence", "text_included"]
SCORE_KEYS = ["id", "status", "total", "prorated", "band", "subscales", "flags", "errors"]


def test_list_has_the_promised_keys(shell):
    rows = shell.json("list")
    assert all(list(row)[:8] == LIST_KEYS for row in rows)
    assert {row["code"] for row in rows if row["text_included"]} == {
        "phq-9",
        "gad-7",
        "phq-4",
        "audit-c",
        "taps",
        "alliance-check",
    }


@pytest.mark.parametrize(
    "program",
    [
        "from reverie.instruments.command_line import main; status = main(['list'])",
        "from config.cli import main; status = main(['instruments', 'list'])",
    ],
)
def test_list_needs_no_django_no_settings_and_no_database(program, tmp_path):
    code = (
        f"import sys; {program}\n"
        "heavy = [m for m in ('django', 'numpy', 'config.settings') if m in sys.modules]\n"
        "sys.exit(len(heavy) + (status or 0))"
    )
    home = {"PYTHONPATH": str(ROOT), "REVERIE_HOME": str(tmp_path / "home"), "DATABASE_URL": "nonsense:/"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=home, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)
    assert not (tmp_path / "home").exists()


def test_score_gives_a_line_each_with_the_id_as_it_came(shell):
    lines = [{"id": identity, "answers": [1] * 7} for identity in ("a", 7, None, ["x"], "é", 1.5)]
    rows = shell.lines("score", "GAD-7", "-", stdin="\n".join(map(json.dumps, lines)))
    assert [row["id"] for row in rows] == ["a", 7, None, ["x"], "é", 1.5]
    assert all(list(row) == SCORE_KEYS for row in rows)
    assert rows[0]["total"] == 7


def test_score_from_a_file_with_a_byte_order_mark_and_blank_lines(shell):
    path = shell.file("a.jsonl", b'\xef\xbb\xbf{"id": 1, "answers": [3,3,3,3,3]}\r\n\r\n')
    assert shell.lines("score", "who-5", path)[0]["subscales"] == {"percent": 60}


def test_score_fhir(shell):
    (row,) = shell.lines("score", "phq-9", "--fhir", PHQ9)
    assert (row["id"], row["total"], row["status"]) == ("phq-9-example", 12, "complete")


@pytest.mark.parametrize(
    "wrap", [lambda all_: {"resourceType": "Bundle", "entry": [{"resource": r} for r in all_]}, list]
)
def test_score_fhir_takes_its_own_responses_from_a_bundle_or_a_list(shell, wrap):
    found = [json.loads(path.read_text()) for path in sorted(FHIR.glob("QuestionnaireResponse-*.json"))]
    path = shell.file("all.json", json.dumps(wrap([*found, {"resourceType": "Patient"}, found[-1]])))
    assert [row["total"] for row in shell.lines("score", "phq-9", "--fhir", path)] == [12, 12]


def test_score_fhir_marks_what_was_entered_in_error(shell):
    response = {**json.loads(PHQ9.read_text()), "status": "entered-in-error"}
    (row,) = shell.lines("score", "phq-9", "--fhir", "-", stdin=json.dumps(response))
    assert (row["status"], row["total"]) == ("invalid", None)


GOOD = '{"id": 1, "answers": [0,0,0,0,0,0,0]}\n'


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": 2}', "line 2, field answers"),
        ('{"answers": []}', "line 2, field id"),
        ('{"id": 2, "answers": 3}', "line 2, field answers"),
        ("[1]", "line 2"),
        ("{", "line 2"),
        ('{"id": 2, "answers": [NaN]}', "line 2"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(shell, line, words):
    path = shell.file("a.jsonl", GOOD + line)
    error = shell.refused("score", "gad-7", path)
    assert path in error
    assert words in error


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["score", "bdi-2", "-"], "no instrument “bdi-2”"),
        (["score", "rse", "-"], "cannot be scored yet"),
        (["score", "phq-9"], "Give either"),
        (["score", "phq-9", "-", "--fhir", "x"], "Give either"),
        (["score", "phq-9", "/no/such/file"], "/no/such/file: no such file"),
        (["score", "gad-7", "--fhir", PHQ9], "no QuestionnaireResponse of GAD-7"),
        (["score", "k10", "--fhir", PHQ9], "no LOINC codes"),
    ],
)
def test_wrong_use_is_one_line(shell, arguments, words):
    assert words in shell.refused(*arguments)


def test_change_as_the_reference_says(shell):
    path = shell.file("c.csv", "id,before,after\nA,20,8\nB,12,12\nC,11,9\nD,,3\n")
    result = shell.json("change", path, "--sd", 6, "--reliability", 0.84, "--cutoff", 10)
    assert list(result) == ["se", "s_diff", "results"]
    assert [row["class"] for row in result["results"]] == [
        "recovered",
        "unchanged",
        "recovered-not-reliable",
        None,
    ]
    assert list(result["results"][0]) == ["id", "rci", "reliable", "class"]


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffid;before;after\nMüller;20,5;8\n".encode(),
        "id;before;after\r\nMüller;20,5;8\r\n".encode("cp1252"),
        "after\tid\tbefore\n8\tMüller\t20.5\n".encode("utf-16"),
        '\n"ID", "Before",after,\nMüller,20.5,8,\n'.encode(),
        "sep=;\r\nid;before;after\r\nMüller;20,5;8\r\n".encode("cp1252"),
        "id,before,after,further\rMüller,20.5,8,x\r".encode(),
    ],
)
def test_tables_come_in_many_dresses(shell, content):
    result = shell.json("change", shell.file("c.csv", content), "--sd", 6, "--reliability", 0.84)
    assert result["results"][0]["id"] == "Müller"
    assert result["results"][0]["rci"] == pytest.approx(-12.5 / result["s_diff"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("id,before\nA,1\n", "line 1: missing column “after”; found: id, before"),
        ("", "line 1: the file is empty"),
        ("id,before,after\nA,1,2\nB,x,2\n", "line 3, field before: “x” is not a number"),
        ("id,before,after\nA,1,nan\n", "line 2, field after: “nan” is not a number"),
        ("id,before,after\nA,1\n", "line 2, field after: 2 fields where 3 belong"),
        ("id,before,after\n,1,2\n", "line 2, field id: is empty"),
        ("id,before,before,after\nA,1,2,3\n", "“before” stands there twice"),
        ('id,before,after\nA,1,2\n"B,1,2\nC,1,2\n', "line 3: a quotation mark is opened here and never"),
        ("id|before|after\nA|1|2\n", "“id”, “before”, “after”; found: id|before|after (columns are divided"),
        ("sep=;\nid;before;after\nA;1;x\n", "line 3, field after: “x” is not a number"),
        ("id;before;after\nA;1.234,5;2\n", "line 2, field before: “1.234,5” is not a number"),
        ("id,before,after\nA,1,2,3\n", "line 2, field after: 4 fields where 3 belong"),
        (b"PK\x03\x04\x14\x00", "save the table as CSV"),
        (b"id,before,after\nA,1,\x00\n", "line 2: this is not a text file"),
        (b"id,before,after\nA,1,2\n\x81\x8d,1,2\n", "line 3: the encoding"),
    ],
)
def test_a_bad_table_names_line_and_field(shell, content, words):
    assert words in shell.refused("change", shell.file("c.csv", content), "--sd", 6, "--reliability", 0.84)


@pytest.mark.parametrize(
    "wrong", [("--sd", "0"), ("--reliability", "1"), ("--sd", "nan"), ("--sd", "1_0"), ("--direction", "up")]
)
def test_impossible_parameters(shell, wrong):
    base = {"--sd": "6", "--reliability": "0.84", wrong[0]: wrong[1]}
    shell.refused("change", "-", *[part for pair in base.items() for part in pair])


@pytest.mark.parametrize("add", command_line.COMMANDS)
def test_every_command_has_help_with_an_example(shell, add):
    name = add.__name__.removeprefix("_add_")
    status, out, _ = shell(name, "--help")
    assert status == 0
    assert "example:\n  " in out
    assert f"reverie instruments {name}" in out


def test_the_commands_hang_below_another_parser():
    import argparse

    parser = argparse.ArgumentParser()
    command_line.add_parser(parser.add_subparsers())
    assert callable(parser.parse_args(["instruments", "list"]).run)
