"""Backup and restore: one sealed file with the database, the anchors and the uploads, and no key in it.

    reverie backup /mnt/backups/2026-11-26.reverie
    reverie restore /mnt/backups/2026-11-26.reverie      (empty installation, master key from its paper)

A backup counts as made once it was restored into a trial place and found whole there.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from reverie.core import anchors, clock, full_disk, master_key, snapshot
from reverie.core.sealed_stream import CHUNK, CannotOpenStream, SealedReader, SealedWriter

MANIFEST, DATABASE, ANCHORS, UPLOADS, ANCHOR_KEY = (
    "manifest.json",
    "database",
    "anchors",
    "uploads",
    "anchor.key",
)
LAST = "last-backup.json"
ENDING = ".reverie"
KEEP = timedelta(days=35)
"""A backup holds the wrapped keys too: what was shredded is gone when the last one from before is."""

FULL = "the disk is full. Make room, then run the same again."
IS_BACK = (
    "What was in the backup is back, but the disk is full. Make room, then run reverie prepare, which brings "
    "it to this version."
)
"""A restore whose tables are older than the program, and no room to change them."""


class CannotBackUp(Exception):
    """One plain sentence why there is no backup."""


class CannotRestore(Exception):
    """One plain sentence why nothing was restored."""


@dataclass(frozen=True)
class Made:
    """A backup that was tried and found whole."""

    file: Path
    made_at: datetime
    size: int
    rows: int
    sealed_tried: int


def last() -> dict[str, Any] | None:
    """What the last good backup was: `made_at`, `file`, `size`; None when there is none."""
    try:
        found: dict[str, Any] = json.loads((settings.HOME / LAST).read_text())
    except (OSError, ValueError):
        return None
    return found


# -- making ------------------------------------------------------------------------------------------


def make(file: Path) -> Made:
    """Write a backup to `file` and try it. Raises CannotBackUp; then `file` does not exist."""
    file = file.expanduser().resolve()
    _refuse_bad_places(file)
    draft = file.with_name(f".{file.name}.partial")
    try:
        anchors.write()
        with _private_folder() as folder:
            manifest = _gather(folder)
            _write(folder, draft)
            shutil.rmtree(folder, ignore_errors=True)
        tried = _try(draft, manifest)
        rows = sum(manifest["tables"].values())
        made = Made(file, clock.now(), draft.stat().st_size, rows, tried["sealed_tried"])
        _put_in_place(draft, made)
    except (snapshot.CannotCopy, OSError) as error:
        raise CannotBackUp(f"No backup was made: {_reason(error)}") from None
    finally:
        draft.unlink(missing_ok=True)
    return made


def _put_in_place(draft: Path, made: Made) -> None:
    """The backup and the note of it, which is written first: afterwards nothing needs room."""
    note, unfinished = settings.HOME / LAST, settings.HOME / f".{LAST}.partial"
    words = {"made_at": made.made_at.isoformat(), "file": str(made.file), "size": made.size}
    try:
        unfinished.write_text(json.dumps(words))
        draft.replace(made.file)
        unfinished.replace(note)
    finally:
        unfinished.unlink(missing_ok=True)


def _reason(error: Exception) -> str:
    if full_disk.is_full(error, settings.HOME):
        return FULL
    return str(error)


def _refuse_bad_places(file: Path) -> None:
    if file.exists():
        raise CannotBackUp(f"{file} exists; give the new backup a name of its own.")
    if not file.parent.is_dir():
        raise CannotBackUp(f"There is no folder {file.parent}.")
    if master_key.path().resolve().parent == file.parent:
        raise CannotBackUp("A backup must not lie beside the master key that opens it.")


@contextmanager
def _private_folder() -> Iterator[Path]:
    """A folder that nobody else can read, on the disk of the installation."""
    settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.HOME) as name:
        yield Path(name)


def _gather(folder: Path) -> dict[str, Any]:
    tables = snapshot.take(folder / DATABASE)
    manifest = {"made_at": clock.now().isoformat(), "engine": connection.vendor, "tables": tables}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    for name, source in ((ANCHORS, Path(settings.ANCHOR_FOLDER)), (UPLOADS, Path(settings.UPLOAD_FOLDER))):
        if source.is_dir():
            shutil.copytree(source, folder / name)
    shutil.copy(anchors.key_path(), folder / ANCHOR_KEY)
    return manifest


def _write(folder: Path, draft: Path) -> None:
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with SealedWriter(file) as sealed, tarfile.open(fileobj=sealed, mode="w|") as tar:
            for path in sorted(folder.iterdir()):
                tar.add(path, arcname=path.name)
        file.flush()
        os.fsync(file.fileno())


def _try(draft: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    """Restore into a trial place in a process of its own, and compare. Raises CannotBackUp."""
    with _private_folder() as home, snapshot.empty_database(home) as url:
        env = {**os.environ, "DATABASE_URL": url, "REVERIE_HOME": str(home), "REVERIE_ANCHORS": ""}
        env |= {"REVERIE_MASTER_KEY_FILE": str(master_key.path()), "PYTHONPATH": str(settings.ROOT)}
        env |= {"DJANGO_SETTINGS_MODULE": "config.settings", "REVERIE_URL": "", "REVERIE_DEMO": "0"}
        command = [sys.executable, "-m", "config.cli", "restore", str(draft), "--json"]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if not done.stdout:
        said = [line for line in done.stderr.splitlines() if line.startswith("reverie: ")]
        why = said[-1].removeprefix("reverie: ") if said else f"the trial ended with {done.returncode}."
        if full_disk.is_full(CannotBackUp(why)):
            raise CannotBackUp(f"No backup was made: {FULL}")
        raise CannotBackUp(f"The backup was written but did not come back: {why} It is not kept.")
    found: dict[str, Any] = json.loads(done.stdout)
    if not found["is_chain_whole"]:
        raise CannotBackUp("The audit chain in the backup is not whole; reverie audit verify says where.")
    if found["sealed_refused"]:
        raise CannotBackUp(f"{found['sealed_refused']} sealed rows in the backup do not open.")
    wrong = sorted(name for name, rows in manifest["tables"].items() if found["tables"].get(name) != rows)
    if wrong:
        raise CannotBackUp(f"The backup was written but came back with other rows in {', '.join(wrong)}.")
    return found


def drop_old(folder: Path) -> int:
    """Delete the backups of `folder` that are older than KEEP, but never the newest; how many."""
    found = sorted(folder.glob(f"*{ENDING}"), key=lambda path: path.stat().st_mtime)
    limit = (clock.now() - KEEP).timestamp()
    old = [path for path in found[:-1] if path.stat().st_mtime < limit]
    for path in old:
        path.unlink()
    return len(old)


# -- restoring ---------------------------------------------------------------------------------------


def restore(file: Path) -> dict[str, Any]:
    """Fill an empty installation from `file`; its manifest. Raises CannotRestore; then nothing changed."""
    anchor_folder = Path(settings.ANCHOR_FOLDER)
    if anchor_folder.is_dir() and any(anchor_folder.glob("*.anchors")):
        raise CannotRestore(
            f"There are anchors in {anchor_folder}; a backup goes into an empty installation."
        )
    with _private_folder() as folder:
        try:
            _extract(file, folder)
            manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
            if manifest["engine"] != connection.vendor:
                raise CannotRestore(f"This backup is of {manifest['engine']}; DATABASE_URL names another.")
            _put_back(folder)
        except (CannotOpenStream, snapshot.CannotCopy) as error:
            raise CannotRestore(str(error)) from None
    return manifest


def _extract(file: Path, folder: Path) -> None:
    with file.open("rb") as source:
        sealed = SealedReader(source)
        try:
            with tarfile.open(fileobj=sealed, mode="r|") as tar:
                tar.extractall(folder, filter="data")
            while sealed.read(CHUNK):  # the mark of the end stands behind the archive's own
                pass
        except tarfile.TarError:
            raise CannotOpenStream("This backup is damaged; nothing of it was used.") from None


def _put_back(folder: Path) -> None:
    """The files, then the database, after which nothing can fail; or nothing at all."""
    put: list[Path] = []
    try:
        for name, target in ((ANCHORS, settings.ANCHOR_FOLDER), (UPLOADS, settings.UPLOAD_FOLDER)):
            for path in (one for one in sorted((folder / name).rglob("*")) if one.is_file()):
                put.append(Path(target) / path.relative_to(folder / name))
                _copy(path, put[-1])
        if not anchors.key_path().exists():
            put.append(anchors.key_path())
            _copy(folder / ANCHOR_KEY, put[-1])
            put[-1].chmod(0o400)
        snapshot.bring_back(folder / DATABASE)
    except BaseException:
        for path in put:
            path.unlink(missing_ok=True)
        raise


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copy(source, target)
