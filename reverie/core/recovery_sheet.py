"""The keys on paper: groups of letters and digits that a person can copy, and that come back as the key.

Base 32 without padding, four signs a group; the last group checks the others, so that a slip is noticed.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from reverie.core import clock, master_key, private_file

SIGNS = 4
LAST_DRILL = "last-drill.json"


class CannotReadBack(Exception):
    """What was typed is not a key of a recovery sheet."""


class CannotBringBack(Exception):
    """There is a master key here already, and it is not thrown away by this."""


@dataclass(frozen=True)
class PaperKey:
    """One key as it stands on the sheet: its id, and its groups with the checking one at the end."""

    kid: str
    groups: tuple[str, ...]


def sheet() -> list[PaperKey]:
    """Every version of the master key, the newest last."""
    return [PaperKey(kid, groups_of(key)) for kid, key in master_key.keys().items()]


def groups_of(key: bytes) -> tuple[str, ...]:
    """A key of 32 bytes as thirteen groups and a checking one."""
    text = base64.b32encode(key).decode().rstrip("=")
    groups = [text[start : start + SIGNS] for start in range(0, len(text), SIGNS)]
    return (*groups, _check(key))


def key_from(text: str) -> bytes:
    """The key that was typed from a sheet; spaces, dashes and case do not matter. Raises CannotReadBack."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum()).translate(str.maketrans("018", "OIB"))
    body, check = signs[:-SIGNS], signs[-SIGNS:]
    try:
        key = base64.b32decode(body + "=" * (-len(body) % 8))
    except ValueError:
        raise CannotReadBack(
            "This is not a key of a recovery sheet: signs are missing or too many."
        ) from None
    if len(key) != 32 or not hmac.compare_digest(_check(key), check):
        raise CannotReadBack("This key does not agree with its last group. Compare it with the sheet.")
    return key


def is_group(number: int, typed: str) -> bool:
    """True when `typed` is group `number` (from 1) of the newest key; shows that the sheet is at hand."""
    wanted = sheet()[-1].groups[number - 1]
    return hmac.compare_digest(wanted.encode(), typed.strip().upper().encode())


def read_back(lines: Iterable[str]) -> dict[str, bytes]:
    """Id -> key of lines `key-id group group …`. Raises CannotReadBack naming the line."""
    found: dict[str, bytes] = {}
    for number, line in enumerate((line for line in lines if line.strip()), 1):
        kid, _, groups = line.strip().partition(" ")
        try:
            bytes.fromhex(kid)
            found[kid.lower()] = key_from(groups)
        except (ValueError, CannotReadBack) as wrong:
            said = wrong if isinstance(wrong, CannotReadBack) else "It must begin with the id of the key."
            raise CannotReadBack(f"Line {number}: {said}") from None
    if not found:
        raise CannotReadBack("No line was typed.")
    return found


def drill(lines: Iterable[str]) -> int:
    """Hold what was typed from the sheet against the keys here; nothing but the day is written.

    Returns how many keys agree. Raises CannotReadBack when one is wrong, unknown here, or missing.
    """
    typed, here = read_back(lines), master_key.keys()
    for kid, key in typed.items():
        if here.get(kid) != key:
            raise CannotReadBack(f"The key {kid} of the sheet is not the one here; print the sheet again.")
    missing = sorted(set(here) - set(typed))
    if missing:
        raise CannotReadBack(f"The sheet lacks the key {missing[0]}; print it again.")
    note = {"at": clock.now().isoformat(), "newest": master_key.current()[0]}
    private_file.replace(settings.HOME / LAST_DRILL, json.dumps(note))
    return len(typed)


def last_drill() -> datetime | None:
    """When a sheet with the newest key was last read back; None when that was never done."""
    try:
        note = json.loads((settings.HOME / LAST_DRILL).read_text())
        at = datetime.fromisoformat(note["at"])
    except (OSError, ValueError, KeyError):
        return None
    return at if note["newest"] == master_key.current()[0] else None


def bring_back(lines: Iterable[str]) -> int:
    """Write the master key's file from lines `key-id group group …`, oldest first; returns how many.

    Raises CannotReadBack naming the line, CannotBringBack when the file exists; then nothing is written.
    """
    if master_key.path().exists():
        raise CannotBringBack(f"There is a master key at {master_key.path()}; move it away first.")
    written = [f"{kid} {base64.b64encode(key).decode()}\n" for kid, key in read_back(lines).items()]
    private_file.write_new(master_key.path(), "".join(written))
    return len(written)


def _check(key: bytes) -> str:
    return base64.b32encode(hashlib.sha256(key).digest()).decode()[:SIGNS]
