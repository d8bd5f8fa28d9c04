"""An installation of an early version is brought to this one: kept first, killed midway, whole in the end.

`data/early_home.tar.xz` is a home of November 26, 2026 at noon: thirty sealed pages of one invented client.
It stands for a release until there are some. REVERIE_KILLED=20 kills at twenty places (`make proof`).
"""

import json
import os
import signal
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES, KILLED = 30, int(os.environ.get("REVERIE_KILLED", "5"))
UPDATE = """
import os, signal, sys, django
django.setup()
from django.core.management import call_command
from django.db import connection
left = int(sys.argv[1])
def count(execute, sql, params, many, context):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
with connection.execute_wrapper(count):
    call_command("migrate", interactive=False, verbosity=0)
print(int(sys.argv[1]) - left)
"""
LOOK = """
import json, django
django.setup()
from django.db import connection
from reverie.core import verification
from reverie.core.sealing import keychain
from reverie.journal.models import Entry
rows = list(Entry.objects.all())
said = {row.words(keychain(row.scope))["body"] for row in rows}
sound = connection.cursor().execute("PRAGMA integrity_check").fetchone()[0]
print(json.dumps([len(rows), sorted(said), verification.verify().is_whole, sound]))
"""
WHOLE = [PAGES, ["The quiet house."], True, "ok"]
pytestmark = [pytest.mark.slow, pytest.mark.own_database]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The early installation."""
    home = tmp_path / "home"
    with tarfile.open(Path(__file__).parent / "data" / "early_home.tar.xz") as packed:
        packed.extractall(home, filter="data")
    for key in (home / "keys").iterdir():
        key.chmod(0o400)
    home.chmod(0o700)
    return home


def run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A Python process of this version in the installation."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "REVERIE_HOME": str(home), **more}
    env["DJANGO_SETTINGS_MODULE"] = "config.settings"
    return subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True, check=False)


def is_whole(home: Path) -> bool:
    """Every page opens in this version, the chain holds, the database is sound."""
    seen = run(home, "-c", LOOK)
    assert seen.returncode == 0, seen.stderr
    return bool(json.loads(seen.stdout) == WHOLE)


def test_it_is_kept_before_its_tables_change_and_comes_back_from_that(home: Path, tmp_path: Path) -> None:
    done = run(home, "-m", "config.cli", "prepare")
    assert done.returncode == 0, done.stderr
    assert is_whole(home)
    (kept,) = (home / "backups").glob("*-before-update.reverie")
    other = tmp_path / "other"
    (other / "keys").mkdir(parents=True, mode=0o700)
    (other / "keys" / "master.key").write_bytes((home / "keys" / "master.key").read_bytes())
    (other / "keys" / "master.key").chmod(0o400)
    back = run(other, "-m", "config.cli", "restore", str(kept))
    assert back.returncode == 0, back.stderr
    assert is_whole(other)
    assert run(home, "-m", "config.cli", "prepare").returncode == 0
    assert len(list((home / "backups").iterdir())) == 1, "nothing changes, nothing has to be kept"


def test_an_update_that_cannot_be_kept_first_does_not_begin(home: Path) -> None:
    before = (home / "reverie.sqlite3").read_bytes()
    done = run(home, "-m", "config.cli", "prepare", REVERIE_BACKUPS=str(home / "keys"))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "must not lie beside the master key" in done.stderr
    assert (home / "reverie.sqlite3").read_bytes() == before


def test_an_update_that_is_killed_anywhere_goes_on_where_it_was(home: Path) -> None:
    """Killed at its hundredth statement, and so on; what comes next takes up what was left."""
    for number in range(KILLED):
        done = run(home, "-c", UPDATE, str(60 + 37 * number))
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
    assert number >= min(4, KILLED - 1), "it was killed more than once"
    done = run(home, "-c", UPDATE, "0")
    assert done.returncode == 0, done.stderr
    assert is_whole(home)
