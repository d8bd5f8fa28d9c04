"""Files that hold keys: written once, for their owner alone, refused when others may read them."""

import os
import stat
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def write_new(path: Path, content: str) -> None:
    """Write a file that nobody else can read. Raises FileExistsError when it is there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace(path: Path, content: str) -> None:
    """Put new content in the file's place, wholly or not at all."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    write_new(draft, content)
    draft.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def status(path: Path, what: str, remedy: str = "put it back") -> os.stat_result:
    """The file's status. Raises ImproperlyConfigured when it is missing or others may read it."""
    try:
        found = path.stat()
    except FileNotFoundError:
        raise ImproperlyConfigured(f"{what} {path} is missing; {remedy}.") from None
    if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ImproperlyConfigured(f"{what} {path} can be read by others; run: chmod 400 {path}")
    return found
