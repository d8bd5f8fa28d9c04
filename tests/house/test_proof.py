"""The table of `make proof` leaves no fault test out and says what the commands answered."""

from pathlib import Path

import pytest

from tests import proof

ROOT = Path(__file__).parents[2]


def test_every_test_of_faults_and_hostility_is_in_the_table() -> None:
    named = {path for part in proof.PARTS for path in part.paths}
    there = {str(path.relative_to(ROOT)) for path in ROOT.glob("tests/*/test_*.py")}
    kept = {path for path in there if path.startswith(("tests/faults/", "tests/hostile/"))}
    assert kept
    assert kept - named == set()
    assert all((ROOT / path).exists() for path in named)


@pytest.mark.parametrize(
    ("body", "words", "has_passed"), [("pass", "1 passed", True), ("assert 0", "1 failed", False)]
)
def test_what_came_is_what_the_command_said(
    body: str, words: str, has_passed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "test_x.py").write_text(f"def test_x():\n    {body}\n")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(proof, "LOGS", tmp_path / "logs")
    monkeypatch.setattr(proof, "ROOT", tmp_path)
    part = proof.Part("a promise", ("test_x.py",))
    outcome = proof.ask(part, is_quick=True)
    assert (outcome.words, outcome.has_passed) == (words, has_passed)
    assert "1 " in (tmp_path / "logs" / "a-promise.log").read_text()


def test_the_table_ends_with_one_when_a_part_falls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(proof, "LOGS", tmp_path)
    monkeypatch.setattr(proof, "PARTS", [proof.Part("one", (), {"REVERIE_X": "9"}), proof.Part("two", ())])
    monkeypatch.setattr(
        proof, "ask", lambda part, is_quick: proof.Outcome("3 passed", part.promise == "one", 2)
    )
    assert proof.main(["one", "two"]) == 1
    said = capsys.readouterr().out
    assert "| one | x 9 | 3 passed | 2 | pass |" in said
    assert "| two |  | 3 passed | 2 | **fall** |" in said
    assert proof.main(["one"]) == 0
