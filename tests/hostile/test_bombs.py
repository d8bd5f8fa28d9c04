"""No file that somebody hands in costs more than two seconds and two hundred megabytes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SECONDS, MEGABYTES = 2, 200
pytestmark = [pytest.mark.slow, pytest.mark.own_database]


CONTROL = """
import json, django
django.setup()
from tests.hostile.bombs import apart
costs = [
    apart(lambda: b"x" * 500_000, lambda content: content * 1000),
    apart(lambda: b"", lambda content: bytes(2_000_000_000)),
]
print(json.dumps(costs))
"""


def told(home: Path, *words: str) -> Any:
    """What a process of its own prints as JSON; this one has grown by all tests before."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "config.settings"}
    env["REVERIE_HOME"] = str(home)
    command = [sys.executable, *words]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What each bomb cost."""
    found: dict[str, dict[str, Any]] = told(tmp_path_factory.mktemp("home"), "-m", "tests.hostile.bombs")
    return found


def test_none_takes_long_or_much(costs: dict[str, dict[str, Any]]) -> None:
    over = {
        name: cost
        for name, cost in costs.items()
        if cost["seconds"] > SECONDS or cost["megabytes"] > MEGABYTES
    }
    assert over == {}
    assert len(costs) > 20


def test_each_is_read_or_refused_with_a_sentence(costs: dict[str, dict[str, Any]]) -> None:
    clean = ("read", "Cannot", "BadFile: ", "BadForm: ")
    assert {name: cost["said"] for name, cost in costs.items() if not cost["said"].startswith(clean)} == {}


def test_a_reader_that_opens_a_bomb_is_noticed(tmp_path: Path) -> None:
    """The control: what unpacks half a gigabyte, or never ends, is over the limits."""
    unpacked, endless = told(tmp_path, "-c", CONTROL)
    assert unpacked["megabytes"] > MEGABYTES
    assert endless["said"].startswith("MemoryError")
