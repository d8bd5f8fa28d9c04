"""The power is cut at any moment of a day: the database opens, and every acknowledged act is in it.

REVERIE_CUTS=1000 is the long form (`make proof`).
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CUTS = int(os.environ.get("REVERIE_CUTS", "300"))
pytestmark = [pytest.mark.slow, pytest.mark.own_database]


def run(home: Path, *words: str) -> str:
    """What a program prints in an installation."""
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "REVERIE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation in which nobody has done anything yet."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    run(home, "config.cli", "prepare")
    return home


def cut(prepared: Path, home: Path, *words: str) -> dict[str, Any]:
    """What a day with so many cuts was like."""
    shutil.copytree(prepared, home)
    said: dict[str, Any] = json.loads(run(home, "tests.faults.power_cut", *words))
    return said


def test_no_cut_loses_what_was_acknowledged(prepared: Path, tmp_path: Path) -> None:
    said = cut(prepared, tmp_path / "home", str(CUTS))
    assert (said["lost"], said["wrong"]) == (0, [])
    assert sum(said["ways"].values()) == CUTS
    assert min(said["ways"].values()) > CUTS // 5, "each way of losing was tried"


def test_the_usual_setting_would_lose(prepared: Path, tmp_path: Path) -> None:
    """The control: with synchronous=NORMAL the same day and the same cuts lose, and tear nothing apart."""
    said = cut(prepared, tmp_path / "home", "40", "--acts", "100", "--normal")
    assert said["lost"] > 20
    assert said["wrong"] == []
