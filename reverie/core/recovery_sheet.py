"""The keys on paper: groups of letters and digits that a person can copy, and that come back as the key.

Base 32 without padding, four signs a group; the last group checks the others, so that a slip is noticed.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from reverie.core import master_key

SIGNS = 4


class CannotReadBack(Exception):
    """What was typed is not a key of a recovery sheet."""


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


def _check(key: bytes) -> str:
    return base64.b32encode(hashlib.sha256(key).digest()).decode()[:SIGNS]
