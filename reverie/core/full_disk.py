"""Was there no room for what was written? The one sentence for it."""

import errno
import shutil
from pathlib import Path

SENTENCE = "The disk is full. Make room, then run the same again."
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
WORDS = ("disk is full", "no space left")
LEAST = 1_000_000
"""Bytes below which a database that cannot be opened has no room for its own files."""


def is_full(error: BaseException, home: Path | None = None) -> bool:
    """True when the system, SQLite or PostgreSQL says so, or when next to nothing is left in `home`."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return True
    said = str(error).lower()
    return any(words in said for words in WORDS) or ("disk i/o error" in said and _is_short(home))


def _is_short(home: Path | None) -> bool:
    return home is not None and home.exists() and shutil.disk_usage(home).free < LEAST
