import io
from pathlib import Path
from typing import Any

import pytest

from config import cli
from reverie.core import master_key, recovery_sheet


def test_keys_from_paper(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, paper = master_key.keys(), recovery_sheet.sheet()[-1]
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{paper.kid} {' '.join(paper.groups)}\n"))
    assert cli.main(["keys", "from-paper"]) == 0
    assert "1 key written" in capsys.readouterr().out
    assert master_key.keys() == before


def test_keys_from_paper_says_what_is_wrong(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    monkeypatch.setattr("sys.stdin", io.StringIO("ab12 ABCD EFGH\n"))
    assert cli.main(["keys", "from-paper"]) == 2
    assert "Line 1" in capsys.readouterr().err
