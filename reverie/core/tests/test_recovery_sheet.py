import os
from pathlib import Path
from typing import Any

import pytest

from reverie.core import master_key, recovery_sheet
from reverie.core.recovery_sheet import CannotBringBack, CannotReadBack, groups_of, key_from


def test_a_key_comes_back_from_paper() -> None:
    for _ in range(50):
        key = os.urandom(32)
        assert key_from(" ".join(groups_of(key))) == key
        assert key_from("-".join(groups_of(key)).lower()) == key


def test_one_wrong_sign_is_noticed() -> None:
    groups = list(groups_of(bytes(range(32))))
    groups[4] = ("B" if groups[4][0] != "B" else "C") + groups[4][1:]
    with pytest.raises(CannotReadBack, match="last group"):
        key_from(" ".join(groups))


@pytest.mark.parametrize("text", ["", "abcd", "!!!!", "A" * 500])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(CannotReadBack):
        key_from(text)


def test_the_sheet_holds_the_master_key() -> None:
    paper = recovery_sheet.sheet()[-1]
    assert key_from(" ".join(paper.groups)) == master_key.current()[1]
    assert recovery_sheet.is_group(3, f" {paper.groups[2].lower()} ")
    assert not recovery_sheet.is_group(3, "zzzz")


def typed() -> list[str]:
    """The sheet, as somebody types it."""
    return [f"{paper.kid} {' '.join(paper.groups).lower()}\n" for paper in recovery_sheet.sheet()]


def test_the_file_is_written_again_from_paper(tmp_path: Path, settings: Any) -> None:
    lines, before = typed(), master_key.keys()
    settings.MASTER_KEY_FILE = tmp_path / "keys" / "master.key"
    assert recovery_sheet.bring_back(lines) == len(before)
    assert master_key.keys() == before
    assert settings.MASTER_KEY_FILE.stat().st_mode & 0o077 == 0


def test_a_key_that_is_here_is_not_thrown_away() -> None:
    with pytest.raises(CannotBringBack, match="move it away first"):
        recovery_sheet.bring_back(typed())


@pytest.mark.parametrize(("line", "says"), [("xyz ABCD", "begin with the id"), ("ab12 ABCD", "Line 1: ")])
def test_a_wrong_line_is_named_and_nothing_written(
    tmp_path: Path, settings: Any, line: str, says: str
) -> None:
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    with pytest.raises(CannotReadBack, match=says):
        recovery_sheet.bring_back([line])
    assert not settings.MASTER_KEY_FILE.exists()


def test_a_drill_reads_the_sheet_back_and_changes_nothing(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    before = master_key.path().read_text()
    assert recovery_sheet.last_drill() is None
    assert recovery_sheet.drill(typed()) == len(master_key.keys())
    assert recovery_sheet.last_drill() is not None
    assert master_key.path().read_text() == before


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([], "No line"),
        (["ab12 ABCD"], "Line 1"),
        ([f"{'ab' * 8} {' '.join(groups_of(bytes(range(32))))}"], "not the one here"),
    ],
)
def test_a_drill_says_what_is_wrong(tmp_path: Path, settings: Any, lines: list[str], says: str) -> None:
    settings.HOME = tmp_path
    with pytest.raises(CannotReadBack, match=says):
        recovery_sheet.drill(lines)
    assert recovery_sheet.last_drill() is None


def test_a_sheet_without_a_key_of_here_is_told(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    lines, keys = typed(), master_key.keys()
    monkeypatch.setattr(master_key, "keys", lambda: {**keys, "ff" * 8: bytes(32)})
    with pytest.raises(CannotReadBack, match="lacks the key"):
        recovery_sheet.drill(lines)
