"""The master key: outside the database and its backups, refused when others may read it.

The file has a line for each version, `kid base64`; the last line is the current one.
"""

import base64
import os
import secrets
import stat
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def path() -> Path:
    """Where the master key lies."""
    return Path(settings.MASTER_KEY_FILE)


def create() -> None:
    """Make the file with a first key. Does nothing when it exists."""
    if path().exists():
        return
    path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{secrets.token_hex(8)} {base64.b64encode(secrets.token_bytes(32)).decode()}\n")


@lru_cache(maxsize=2)
def _read(where: Path, changed: int) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for number, line in enumerate(where.read_text().splitlines(), 1):
        try:
            kid, value = line.split()
            key = base64.b64decode(value, validate=True)
        except ValueError:
            raise ImproperlyConfigured(f"The master key {where} is damaged in line {number}.") from None
        if len(key) != 32:
            raise ImproperlyConfigured(f"The master key {where}, line {number}, has not 32 bytes.")
        keys[kid] = key
    if not keys:
        raise ImproperlyConfigured(f"The master key {where} is empty.")
    return keys


def keys() -> dict[str, bytes]:
    """Every version, kid -> 32 bytes, oldest first. Refused when the file can be read by others."""
    where = path()
    try:
        status = where.stat()
    except FileNotFoundError:
        raise ImproperlyConfigured(f"The master key {where} is missing; restore it or run set-up.") from None
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ImproperlyConfigured(f"The master key {where} can be read by others; run: chmod 400 {where}")
    return _read(where, status.st_mtime_ns)


def current() -> tuple[str, bytes]:
    """The kid and the bytes of the newest version."""
    return list(keys().items())[-1]


def kid_as_uuid(kid: str) -> UUID:
    """A master key's id in the form that a sealed value carries."""
    return UUID(bytes=bytes.fromhex(kid).rjust(16, b"\0"))
