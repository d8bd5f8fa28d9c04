"""A file closed with a passphrase: opened by the same words alone, and never when a byte was changed."""

import os

import pytest

from reverie.interop.locked_file import PIECE, CannotOpenFile, close, open_file

WORDS = "six words that nobody guesses"
FROM_ELSEWHERE = bytes.fromhex(
    "6167652d656e6372797074696f6e2e6f72672f76310a2d3e20736372797074206e3338416a74475a6470704e31"
    "41644a7145764953772031390a5a565379596154457630366533314a517a646566574451584c564d7672474146"
    "4f463056634a5a487a4f630a2d2d2d20484e513445756f37693466345a77673132637879313772653068796648"
    "50657a53416b36566269303668380a5d7a2096181a0955c07a533281f0559d6efe4ae0999dc74a0fae32688e9d"
    "6041166ef6de8e505b1c"
)
"""Made by another program (rage, by way of pyrage 1.2) from "a record" with the words above."""


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_it_opens_again(size: int) -> None:
    content = os.urandom(size)
    assert open_file(close(content, WORDS), WORDS) == content


def test_what_another_program_closed_opens() -> None:
    assert open_file(FROM_ELSEWHERE, WORDS) == b"a record"


def test_other_words_do_not_open_it() -> None:
    with pytest.raises(CannotOpenFile, match="does not fit"):
        open_file(close(b"a record", WORDS), "other words")
    with pytest.raises(CannotOpenFile, match="not closed in the age format"):
        open_file(b"PK", WORDS)


def test_a_changed_or_cut_file_does_not_open() -> None:
    closed = close(os.urandom(PIECE + 9), WORDS)
    for at in (30, 60, 100, 150, len(closed) - 40, len(closed) - 1):
        with pytest.raises(CannotOpenFile):
            open_file(closed[:at] + bytes([closed[at] ^ 1]) + closed[at + 1 :], WORDS)
    with pytest.raises(CannotOpenFile):
        open_file(closed[: -9 - 16], WORDS)
