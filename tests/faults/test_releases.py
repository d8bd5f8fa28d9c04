"""A practice of every release is brought to this version: killed midway, whole in the end.

`releases/<version>` is packed by `python -m tests.faults.make_release` before the release is tagged.
"""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.faults.make_release import HOME, RELEASES, ROOT, SEEN, version
from tests.faults.release_rows import ROWS, on_postgres
from tests.faults.updating import Installation

KILLED = int(os.environ.get("REVERIE_KILLED", "5"))
MADE_ANEW = {"core_cache", "django_content_type", "auth_permission"}
"""Tables that this version fills by itself."""
PACKED = sorted(path.name for path in RELEASES.iterdir())
pytestmark = [pytest.mark.slow, pytest.mark.own_database]


def test_no_release_is_forgotten() -> None:
    tags = subprocess.run(
        ["git", "tag"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    wanted = {tag.removeprefix("v") for tag in tags if re.fullmatch(r"v?\d+\.\d+\.\d+", tag)} | {version()}
    packed = {
        name for name in PACKED if {HOME, ROWS, SEEN} <= {one.name for one in (RELEASES / name).iterdir()}
    }
    assert wanted - packed == set(), "python -m tests.faults.make_release packs the one of this version"


def is_brought_here(practice: Installation, release: str, at: list[int]) -> None:
    """However often it is killed, every word, row and link is there in the end."""
    seen = json.loads((RELEASES / release / SEEN).read_text())
    assert practice.times_killed(at=at) >= 2
    assert practice.updates()
    pages, is_whole, damage, rows = practice.looks()
    assert (pages, is_whole, damage) == (seen["pages"], True, [])
    fewer = {
        name: (before, rows.get(name))
        for name, before in seen["rows"].items()
        if rows.get(name, -1) < before and name not in MADE_ANEW
    }
    assert fewer == {}, "a table that is gone on purpose belongs to MADE_ANEW, and its rows somewhere else"


@pytest.mark.parametrize("release", PACKED)
def test_it_comes_to_this_version_however_often_it_is_killed(release: str, tmp_path: Path) -> None:
    practice = Installation(tmp_path / "home", RELEASES / release / HOME)
    is_brought_here(practice, release, [3, 8, *(60 + 37 * number for number in range(KILLED))])


@pytest.mark.postgres
@pytest.mark.parametrize("release", PACKED)
def test_it_does_so_on_postgresql(release: str, tmp_path: Path) -> None:
    packed = RELEASES / release
    with on_postgres(tmp_path / "home", packed / HOME, packed / ROWS) as practice:
        is_brought_here(practice, release, [3, 8, *(60 + 37 * number for number in range(KILLED))])


def test_what_is_packed_holds_every_room_that_keeps_rows() -> None:
    rows = json.loads((RELEASES / version() / SEEN).read_text())["rows"]
    rooms = {name.partition("_")[0] for name in rows}
    filled = {name.partition("_")[0] for name, count in rows.items() if count}
    assert rooms - filled <= {"mfa"}, "second factors are added by people alone"
    assert (RELEASES / version() / HOME).stat().st_size < 400_000
