"""The master key: outside the database and its backups, refused when others may read it.

The file has a line for each version, `kid base64`; the last line is the current one.
"""

import base64
import secrets
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from reverie.core import private_file

FROM_PAPER = "put it back, or write it from the recovery sheet: reverie keys from-paper"


def path() -> Path:
    """Where the master key lies."""
    return Path(settings.MASTER_KEY_FILE)


def create() -> None:
    """Make the file with a first key. Does nothing when it exists."""
    if path().exists():
        return
    private_file.write_new(path(), _new_line())


def add_version() -> str:
    """Append a new version, which seals from now on; its kid. Old versions stay until nothing needs them."""
    line = _new_line()
    private_file.replace(path(), path().read_text() + line)
    return line.split()[0]


def _new_line() -> str:
    return f"{secrets.token_hex(8)} {base64.b64encode(secrets.token_bytes(32)).decode()}\n"


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
    status = private_file.status(where, "The master key", FROM_PAPER)
    return _read(where, status.st_mtime_ns)


def current() -> tuple[str, bytes]:
    """The kid and the bytes of the newest version."""
    return list(keys().items())[-1]


def kid_as_uuid(kid: str) -> UUID:
    """A master key's id in the form that a sealed value carries."""
    return UUID(bytes=bytes.fromhex(kid).rjust(16, b"\0"))
