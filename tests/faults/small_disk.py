"""A small disk that is really full for every process of a command, with so much room, more, and still more.

A file system in memory, in a mount namespace of one's own (`in_a_place_of_its_own`), so that nothing of the
machine is touched. Prints as JSON what each try answered, and what it had changed.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import django

from tests.faults.make_release import HOME, RELEASES, version
from tests.faults.updating import EARLY, ROOT, Installation

IS_BACK = "What was in the backup is back, but the disk is full."
LARGE, KILO, MEGA = 200_000_000, 1_000, 1_000_000
IS_FINE = os.environ.get("REVERIE_EVERY") == "1"
"""In steps of a hundred kilobytes (`make proof`), an update of a megabyte; else of three megabytes."""
FEW = [5 * KILO, 60 * KILO]
ROOMS = [*FEW, *range(*((MEGA, 16 * MEGA, 100 * KILO) if IS_FINE else (3 * MEGA, 16 * MEGA, 3 * MEGA)))]


class NoSmallDisk(Exception):
    """This machine lets nobody lay a file system over a folder."""


def in_a_place_of_its_own(folder: Path, what: str) -> Any:
    """What `what` finds in a process with a small disk at `folder`. Raises NoSmallDisk."""
    alone = ["unshare", "--user", "--map-root-user", "--mount"]
    laid = [*alone, "mount", "-t", "tmpfs", "none", str(folder)]
    has_both = all(map(shutil.which, ("unshare", "mount")))
    if not has_both or subprocess.run(laid, capture_output=True).returncode:
        raise NoSmallDisk("A file system of one's own needs user namespaces (unshare, mount).")
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "REVERIE_HOME": str(folder / "home")}
    env |= {"DJANGO_SETTINGS_MODULE": "config.settings", "REVERIE_EVERY": os.environ.get("REVERIE_EVERY", "")}
    command = [*alone, sys.executable, "-m", "tests.faults.small_disk", what, str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class SmallDisk:
    """The file system at a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={LARGE}", "none", str(folder)], check=True)

    @contextmanager
    def with_room_for(self, size: int) -> Iterator[None]:
        """So many bytes are free, for as long as this lasts."""
        status = os.statvfs(self.folder)
        self._becomes((status.f_blocks - status.f_bfree) * status.f_frsize + size)
        try:
            yield
        finally:
            self._becomes(LARGE)

    def _becomes(self, size: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", str(self.folder)], check=True)


class Practice:
    """An installation on the small disk, with a verified backup of yesterday."""

    def __init__(self, folder: Path, packed: Path) -> None:
        self.disk, self.kept = SmallDisk(folder), folder / "kept"
        self.kept.mkdir()
        self.at = Installation(folder / "home", packed)

    def state(self) -> dict[str, str]:
        """Every file that a person would miss, and what should not lie there."""
        home = self.at.home
        files = [*self.kept.rglob("*"), *home.glob("*"), *home.glob("backups/*"), *home.glob("anchors/a*")]
        passing = ("-wal", "-shm")
        return {
            str(path): sha256(path.read_bytes()).hexdigest()
            for path in files
            if path.is_file() and not path.name.endswith(passing)
        } | {str(path): "" for path in self.at.home.glob(".backup-*")}

    def tries(self, room: int, *words: str) -> dict[str, Any]:
        """One command with so much room: what it answered and what it changed."""
        before = self.state()
        with self.disk.with_room_for(room):
            done = self.at.run("-m", "config.cli", *words)
        after = self.state()
        changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        return {"room": room, "code": done.returncode, "said": done.stderr, "changed": sorted(changed)}


def backup(folder: Path) -> dict[str, Any]:
    """A backup, with an act in the audit chain before each try, so that an anchor is written too."""
    practice = Practice(folder, RELEASES / version() / HOME)
    practice.at.run("-m", "config.cli", "backup", str(practice.kept / "yesterday.reverie"))
    django.setup()
    tried = []
    for room in ROOMS:
        _act()
        tried.append(practice.tries(room, "backup", str(practice.kept / "today.reverie")))
        if tried[-1]["code"] == 0:
            break
    from reverie.core import anchors, verification
    from tests.faults.life import damage

    damaged = [str(one) for one in anchors.read()[1]]
    return {"tried": tried, "wrong": damaged + damage(), "is_whole": verification.verify().is_whole}


def _act() -> None:
    from django.db import connection, transaction

    from reverie.accounts.models import Practice as Row
    from reverie.core import audit
    from reverie.core.policy import Actor

    practice = Row.objects.get()
    with transaction.atomic():
        audit.record(by=Actor.system("test", practice.pk), verb="read", on=practice)
    connection.close()


def update(folder: Path) -> dict[str, Any]:
    """An update of the early version, as `reverie prepare` does it; in the end with room enough."""
    practice = Practice(folder, EARLY)
    tried = [
        practice.tries(room, "prepare")
        for room in ([*FEW, *range(MEGA, 16 * MEGA, MEGA)] if IS_FINE else ROOMS[:3])
    ]
    if IS_FINE:
        tried.append(practice.tries(LARGE, "prepare"))
    return {"tried": tried, "seen": practice.at.looks() if IS_FINE else None}


def restore(folder: Path) -> dict[str, Any]:
    """Back into an empty installation; whatever was refused has left nothing there.

    `late`: what is there after a restore that came back and had no room for newer tables, and `prepare` with
    room enough.
    """
    practice = Practice(folder, RELEASES / version() / HOME)
    file = practice.kept / "yesterday.reverie"
    practice.at.run("-m", "config.cli", "backup", str(file))
    tried, late = [], []
    for room in ROOMS:
        _empty(practice.at.home)
        one = practice.tries(room, "restore", str(file))
        if IS_BACK in one["said"]:
            prepared = practice.tries(LARGE, "prepare")
            late.append([one, prepared["code"], *practice.at.looks()])
            continue
        tried.append(one)
        if one["code"] == 0:
            break
    return {"tried": tried, "late": late, "seen": practice.at.looks()}


def _empty(home: Path) -> None:
    """The installation has lost its database, and everything that lies beside it but keys."""
    for name in ("reverie.sqlite3*", "anchors/*", "backups/*"):
        for path in home.glob(name):
            path.unlink()


if __name__ == "__main__":
    acts = {"backup": backup, "update": update, "restore": restore}
    json.dump(acts[sys.argv[1]](Path(sys.argv[2])), sys.stdout)
