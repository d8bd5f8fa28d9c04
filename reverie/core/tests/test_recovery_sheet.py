import os

import pytest

from reverie.core import master_key, recovery_sheet
from reverie.core.recovery_sheet import CannotReadBack, groups_of, key_from


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
