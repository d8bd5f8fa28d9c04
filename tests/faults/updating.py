"""Installations of earlier versions, brought to this one in processes of their own, which may be killed."""

import json
import os
import signal
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
EARLY = Path(__file__).parent / "data" / "early_home.tar.xz"
"""A home of November 26, 2026 at noon, before the first release: thirty sealed pages of one client."""
UPDATE = """
import os, signal, sys, django
django.setup()
from django.core.management import call_command
from django.db import connection
left, wanted = abs(int(sys.argv[1])), 'INSERT INTO "django_migrations"' if sys.argv[1][0] == "-" else ""
def count(execute, sql, params, many, context):
    global left
    left -= sql.startswith(wanted)
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
with connection.execute_wrapper(count):
    call_command("migrate", *sys.argv[2:], interactive=False, verbosity=0)
"""
LOOK = """
import json, django
django.setup()
from reverie.core import snapshot, verification
from tests.faults.life import damage
from tests.faults.make_release import pages
print(json.dumps([pages(), verification.verify().is_whole, damage(), snapshot.count_rows()]))
"""


class Installation:
    """One home, on its own SQLite file or on the database that is named."""

    def __init__(self, home: Path, packed: Path, database: str = "") -> None:
        self.home, self.database = home, database
        with tarfile.open(packed) as content:
            content.extractall(home, filter="data")
        for key in (home / "keys").iterdir():
            key.chmod(0o400)
        home.chmod(0o700)

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A Python process of this version in the installation."""
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "REVERIE_HOME": str(self.home), **more}
        env |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": self.database}
        return subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )

    def updates(self, *rooms: str, killed_at: int = 0) -> bool:
        """Bring the tables of all rooms, or of one, to this version; False when it was killed first.

        Killed at so many statements, or, below nought, as the so many-th migration is noted.
        """
        done = self.run("-c", UPDATE, str(killed_at), *rooms)
        assert done.returncode in {0, -signal.SIGKILL}, done.stderr
        return done.returncode == 0

    def times_killed(self, *rooms: str, at: list[int]) -> int:
        """Killed at these one after the other, until there is nothing left to do; how often."""
        return next(
            (times for times, number in enumerate(at) if self.updates(*rooms, killed_at=number)), len(at)
        )

    def looks(self) -> tuple[list[str], bool, list[str], dict[str, int]]:
        """The words of all pages, whether the chain holds, what is damaged, and the rows of each table."""
        seen = self.run("-c", LOOK)
        assert seen.returncode == 0, seen.stderr
        found: Any = json.loads(seen.stdout)
        return found[0], found[1], found[2], found[3]
