"""An update on a disk that is full from a migration's first write on, from a later one, and so on.

Works in the early installation at REVERIE_HOME; each migration is tried with so little room until it goes
through. Prints as JSON how often it was refused, with which words, and what it left that is not whole.
"""

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings

IS_FINE = os.environ.get("REVERIE_EVERY") == "1"
EVERY = 4 if IS_FINE else 16
"""Writes that there is more room for at each further try."""
MOST = 2_000
"""Writes that no migration needs."""
ROOMS = [] if IS_FINE else ["directory"]
"""The long form brings every room to this version."""


def state() -> tuple[frozenset[str], str, str]:
    """The migrations that count as done, the tables as they are, and the sealed pages."""
    from django.db import connection

    with connection.cursor() as cursor:
        done = cursor.execute("SELECT app || name FROM django_migrations").fetchall()
        tables = cursor.execute("SELECT name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        pages = cursor.execute("SELECT id, sealed FROM journal_entry ORDER BY id").fetchall()
    return frozenset(name for (name,) in done), _digest(tables), _digest(pages)


def _digest(rows: Any) -> str:
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def tries(disk: Any, room: int) -> str | None:
    """Update with room for so many writes; the sentence of its refusal, None when it went through."""
    from django.core.management import call_command
    from django.db import OperationalError

    from config.cli import plain_sentence

    disk.room = room
    try:
        call_command("migrate", *ROOMS, interactive=False, verbosity=0)
    except OperationalError as error:
        return plain_sentence(error)
    finally:
        disk.room = None
    return None


def update(disk: Any) -> dict[str, Any]:
    """Refused with these words so often, what was then found, and whether it went through."""
    from tests.faults.life import damage

    before, room, refused, wrong = state(), 0, [], []
    while (said := tries(disk, room)) is not None and room < MOST:
        now = state()
        refused.append(said)
        if now[2] != before[2] or (now[0] == before[0] and now[1] != before[1]) or now[0] < before[0]:
            wrong.append(f"after {room} writes")
        room, before = (room + EVERY if now[0] == before[0] else 0), now
    whole = {"is_done": said is None, "wrong": wrong + damage()}
    return {"refused": len(refused), "said": sorted(set(refused)), **whole}


def main() -> dict[str, Any]:
    """The whole, on a disk that is watched."""
    django.setup()
    from django.db import connection

    from tests.faults.disk import Disk

    disk = Disk(Path(settings.HOME))
    disk.watches()
    try:
        return update(disk)
    finally:
        connection.close()
        disk.lets_go()


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
