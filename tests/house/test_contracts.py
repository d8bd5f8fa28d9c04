"""Each arrow of the house is broken on purpose in a copy, and the import linter says which."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

VIOLATIONS = [
    ("Rooms stand on the rooms below them", "reverie/core/clock.py", "import reverie.accounts.models"),
    ("Rooms stand on the rooms below them", "reverie/measures/apps.py", "import reverie.journal.models"),
    ("Rooms stand on the rooms below them", "reverie/attic/__init__.py", ""),
    ("Inside a room the request walks one way", "reverie/record/models.py", "import reverie.record.views"),
    ("Inside a room the request walks one way", "reverie/record/actions.py", "import reverie.record.forms"),
    ("Inside a room the request walks one way", "reverie/record/sealer.py", ""),
    ("The pure packages know no Django", "reverie/instruments/__init__.py", "import django"),
    ("The pure packages know no Django", "reverie/timetable/__init__.py", "import reverie.core.clock"),
    ("Nobody imports process", "reverie/home/apps.py", "import reverie.process.apps"),
    ("Nobody imports process", "config/wsgi.py", "import reverie.process.apps"),
    ("Rooms do not import config", "reverie/core/clock.py", "import config.env"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and the contracts, without tests and templates."""
    ignore = shutil.ignore_patterns("tests", "templates", "static", "data", "__pycache__", "locale")
    for package in ("reverie", "config"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignore)
    shutil.copy(ROOT / ".importlinter", tmp_path / ".importlinter")
    for name in ("views", "forms", "models", "actions"):
        (tmp_path / "reverie" / "record" / f"{name}.py").touch()
    return tmp_path


def verdicts(root: Path) -> dict[str, bool]:
    """Contract name -> kept."""
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    run = subprocess.run(
        command, cwd=root, capture_output=True, text=True, env={"PYTHONPATH": str(root), "PATH": ""}
    )
    lines = [line.strip() for line in run.stdout.splitlines()]
    kept = {line.removesuffix(" KEPT"): True for line in lines if line.endswith(" KEPT")}
    return kept | {line.removesuffix(" BROKEN"): False for line in lines if line.endswith(" BROKEN")}


def test_all_contracts_are_kept() -> None:
    assert set(verdicts(ROOT).values()) == {True}


@pytest.mark.parametrize(("contract", "name", "line"), VIOLATIONS)
def test_a_violation_breaks_its_contract(copy: Path, contract: str, name: str, line: str) -> None:
    path = copy / name
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + f"\n{line}\n")
    assert verdicts(copy)[contract] is False
