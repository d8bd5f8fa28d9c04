import argparse
import getpass
from pathlib import Path

import pytest

from reverie.process.archive import CannotOpenArchive, close, open_archive
from reverie.process.commands import add_parser, notes_open

PASSPHRASE = "a long passphrase"
CLOSED = close(b"I hate that you are going.", PASSPHRASE)


def test_the_passphrase_opens_it() -> None:
    assert open_archive(CLOSED, PASSPHRASE) == b"I hate that you are going."
    assert b"hate" not in CLOSED


@pytest.mark.parametrize("place", [0, 20, 40, 75, 100, len(CLOSED) - 1])
def test_a_changed_byte_is_refused(place: int) -> None:
    changed = CLOSED[:place] + bytes([CLOSED[place] ^ 1]) + CLOSED[place + 1 :]
    with pytest.raises(CannotOpenArchive):
        open_archive(changed, PASSPHRASE)


def test_a_damaged_file_is_told_from_a_wrong_passphrase() -> None:
    with pytest.raises(CannotOpenArchive, match="passphrase fits"):
        open_archive(CLOSED[:-1], PASSPHRASE)
    with pytest.raises(CannotOpenArchive, match="passphrase does not fit"):
        open_archive(CLOSED, "another passphrase")


@pytest.mark.parametrize(
    ("data", "word"),
    [(CLOSED, "another passphrase"), (CLOSED[:60], PASSPHRASE), (b"PK", PASSPHRASE)],
    ids=["another passphrase", "cut off", "another kind of file"],
)
def test_what_does_not_open(data: bytes, word: str) -> None:
    with pytest.raises(CannotOpenArchive):
        open_archive(data, word)


def test_the_command_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: "another passphrase")
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    (tmp_path / "a.reverie").write_bytes(CLOSED)
    args = parser.parse_args(["notes", "open", str(tmp_path / "a.reverie"), str(tmp_path / "out")])
    assert notes_open(args) == 2
    assert "passphrase does not fit" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
