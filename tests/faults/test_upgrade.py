"""An installation of an early version is brought to this one: kept first, killed midway, whole in the end.

REVERIE_KILLED=20 kills at twenty places (`make proof`).
"""

import os
from pathlib import Path

import pytest

from tests.faults.updating import EARLY, Installation

PAGES, KILLED = 30, int(os.environ.get("REVERIE_KILLED", "5"))
pytestmark = [pytest.mark.slow, pytest.mark.own_database]


@pytest.fixture
def early(tmp_path: Path) -> Installation:
    """The early installation."""
    return Installation(tmp_path / "home", EARLY)


def is_whole(installation: Installation) -> bool:
    """Every page opens in this version, the chain holds, the database is sound."""
    return installation.looks()[:3] == (["The quiet house."] * PAGES, True, [])


def test_it_is_kept_before_its_tables_change_and_comes_back_from_that(
    early: Installation, tmp_path: Path
) -> None:
    home, other = early.home, tmp_path / "other"
    done = early.run("-m", "config.cli", "prepare")
    assert done.returncode == 0, done.stderr
    assert is_whole(early)
    (kept,) = (home / "backups").glob("*-before-update.reverie")
    empty = Installation(other, EARLY)
    (other / "reverie.sqlite3").unlink()
    back = empty.run("-m", "config.cli", "restore", str(kept))
    assert back.returncode == 0, back.stderr
    assert is_whole(empty)
    assert early.run("-m", "config.cli", "prepare").returncode == 0
    assert len(list((home / "backups").iterdir())) == 1, "nothing changes, nothing has to be kept"


def test_an_update_that_cannot_be_kept_first_does_not_begin(early: Installation) -> None:
    database = early.home / "reverie.sqlite3"
    before = database.read_bytes()
    done = early.run("-m", "config.cli", "prepare", REVERIE_BACKUPS=str(early.home / "keys"))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "must not lie beside the master key" in done.stderr
    assert database.read_bytes() == before


def test_an_update_that_is_killed_anywhere_goes_on_where_it_was(early: Installation) -> None:
    """Killed as its third migration is noted, at its sixtieth statement, and so on; the next takes it up."""
    times = early.times_killed(at=[-3, *(60 + 37 * number for number in range(KILLED))])
    assert times >= min(5, KILLED), "it was killed more than once"
    assert early.updates()
    assert is_whole(early)
