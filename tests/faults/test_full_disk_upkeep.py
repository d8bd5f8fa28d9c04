"""The disk is full in the middle of a backup, an update or a restore: one sentence, and nothing by halves.

REVERIE_EVERY=1 fills it up in steps of a hundred kilobytes and of four writes (`make proof`).
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.small_disk import IS_FINE, NoSmallDisk, in_a_place_of_its_own
from tests.faults.updating import EARLY, ROOT, Installation

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
FULL = "he disk is full. Make room, then run the same again."


def found(folder: Path, what: str) -> dict[str, Any]:
    """What was found on a small disk; no package gives one to a machine whose kernel forbids it."""
    try:
        seen: dict[str, Any] = in_a_place_of_its_own(folder, what)
    except NoSmallDisk as missing:
        pytest.skip(str(missing))
    return seen


def changes(tried: dict[str, Any], *but: str) -> list[str]:
    """The files that one try changed, but for those whose name holds one of these words."""
    return [name for name in tried["changed"] if not any(words in name for words in but)]


def is_refused_in_a_sentence(tried: dict[str, Any]) -> bool:
    said = str(tried["said"])
    return tried["code"] == 2 and len(said.splitlines()) == 1 and FULL in said


def test_a_backup_is_whole_or_not_there(tmp_path: Path) -> None:
    seen = found(tmp_path, "backup")
    *refused, done = seen["tried"]
    assert len(refused) > 3
    assert [one for one in refused if not is_refused_in_a_sentence(one)] == []
    assert [one for one in refused if changes(one, ".anchors")] == []
    assert done["code"] == 0
    assert [Path(name).name for name in changes(done, ".anchors")] == ["last-backup.json", "today.reverie"]
    assert (seen["wrong"], seen["is_whole"]) == ([], True)


def test_an_update_begins_with_its_backup_or_not_at_all(tmp_path: Path) -> None:
    """In the long form some are refused after the backup; the last one has room and goes through."""
    seen = found(tmp_path, "update")
    refused = [one for one in seen["tried"] if one["code"]]
    assert [one for one in refused if not is_refused_in_a_sentence(one)] == []
    if IS_FINE:
        assert seen["seen"][:3] == [["The quiet house."] * 30, True, []]
    else:
        assert len(refused) > 1
        assert [one for one in refused if changes(one, ".anchors")] == []


def test_a_restore_is_whole_or_leaves_the_place_empty(tmp_path: Path) -> None:
    seen = found(tmp_path, "restore")
    *refused, done = seen["tried"]
    assert len(refused) > 2
    assert [one for one in refused if not is_refused_in_a_sentence(one) or one["changed"]] == []
    assert done["code"] == 0
    assert seen["seen"][1:3] == [True, []]
    for late, prepared, *looks, _rows in seen["late"]:
        assert (late["code"], len(late["said"].splitlines()), prepared) == (2, 1, 0)
        assert looks == seen["seen"][:3], "what came back is whole once there is room"


def test_a_migration_is_done_or_not_begun(tmp_path: Path) -> None:
    """Each is tried with room for no write, for a few more, and so on until it has enough."""
    home = Installation(tmp_path / "home", EARLY).home
    env = {**os.environ, "PYTHONPATH": str(ROOT), "REVERIE_HOME": str(home), "DATABASE_URL": ""}
    env["DJANGO_SETTINGS_MODULE"] = "config.settings"
    command = [sys.executable, "-m", "tests.faults.full_disk_update"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["wrong"], said["is_done"]) == ([], True)
    assert said["said"] == [f"T{FULL}"]
    assert said["refused"] > 10
