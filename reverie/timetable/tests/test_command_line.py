import argparse
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from reverie.timetable.command_line import add_parser, main

OWN = str(Path(__file__).parent / "data" / "ics" / "own" / "weekly_series_dst.ics")


def test_occurrences_prints_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["occurrences", OWN, "--from", "2026-03-09", "--to", "2026-03-17T12:01:00Z"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert json.loads(first) == {
        "uid": "series-1@reverie.example", "start": "2026-03-09T21:30:00Z", "end": "2026-03-09T22:20:00Z",
    }  # fmt: skip
    assert json.loads(second)["start"] == "2026-03-17T12:00:00Z"


def test_an_offset_in_the_period_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["occurrences", OWN, "--from", "2026-03-09T17:30-04:00", "--to", "2026-03-09T18:00-04:00"]) == 0
    )
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["missing.ics", "--from", "2026-01-01", "--to", "2026-02-01"], "missing.ics: cannot be opened"),
        ([OWN, "--from", "someday", "--to", "2026-02-01"], "--from: someday is not an instant"),
        ([OWN, "--from", "2026-03-01", "--to", "2026-02-01"], "--to: 2026-02-01 lies before"),
    ],
)
def test_occurrences_refuses_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list, sentence: str
) -> None:
    assert main(["occurrences", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(sentence)
    assert shown.err.count("\n") == 1


def test_a_swapped_end_is_reported_and_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260105T100000Z\nDTEND:20260105T090000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert main(["occurrences", str(path), "--from", "2026-01-01", "--to", "2026-02-01"]) == 0
    assert "swapped" in capsys.readouterr().err


def run_starts(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    return main(["starts", "-"])


def test_starts_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = {"zone": "Europe/Berlin", "from": "2027-02-15", "to": "2027-02-16", "minutes": 50, "step": 60}
    assert (
        run_starts(
            json.dumps(spec | {"weekly": [{"weekday": 0, "start": "09:00", "end": "11:00"}]}), monkeypatch
        )
        == 0
    )
    assert json.loads(capsys.readouterr().out) == {
        "count": 2, "first": "2027-02-15T08:00Z", "last": "2027-02-15T09:00Z",
        "starts": ["2027-02-15T08:00Z", "2027-02-15T09:00Z"],
    }  # fmt: skip


def test_no_starts_are_null(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    spec = {"zone": "UTC", "from": "2027-02-15", "to": "2027-02-16", "minutes": 50, "step": 60, "weekly": []}
    assert run_starts(json.dumps(spec), monkeypatch) == 0
    assert json.loads(capsys.readouterr().out) == {"count": 0, "first": None, "last": None, "starts": []}


@pytest.mark.parametrize("text", ["{", '{"zone": NaN}', "[]", "\udcff" * 0 + '{"zone": "UTC"}'])
def test_starts_refuses_in_one_line(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_starts(text, monkeypatch) == 2
    assert capsys.readouterr().err.startswith("-: ")


def test_commands_hang_below_timetable() -> None:
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    args = parser.parse_args(["timetable", "occurrences", OWN, "--from", "2026-01-01", "--to", "2026-01-02"])
    assert args.run(args) == 0


def test_runs_without_django() -> None:
    code = "import sys; from reverie.timetable import command_line, search; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
