"""The order in which an act on hours takes its locks, and how often it tries.

First the practice's audit chain, with which every act ends; then therapists, clients and rooms, each by id.
One fixed order, so no two acts wait for each other. PostgreSQL: advisory locks until the end of the
transaction. SQLite: the transaction itself is the lock, since every transaction begins as a writer's
(`transaction_mode` IMMEDIATE), and who wants it stands in line.
"""

import fcntl
import hashlib
import os
import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

from django.db import OperationalError, connection, transaction

from reverie.core import trips
from reverie.core.models import AuditHead

KINDS = ("therapist", "client", "room")
TRIES = 5
FIRST_PAUSE = 0.02

HEAD = "SELECT count, hash FROM core_audithead WHERE practice = %s"
HEAD_AND_LOCKS = """
WITH head AS MATERIALIZED (SELECT count, hash FROM core_audithead WHERE practice = %s FOR UPDATE)
SELECT (SELECT count FROM head), (SELECT hash FROM head), (
    SELECT count(pg_advisory_xact_lock(key)) FROM unnest(%s::bigint[]) AS key
    WHERE (SELECT count(*) FROM head) >= 0
)
"""
"""The condition is asked once, before the locks: they follow the head's row, where there is one, and the
array's order is the order of the locks.
"""

T = TypeVar("T")


def take(practice: UUID, things: Iterable[tuple[str, UUID | None]]) -> AuditHead | None:
    """Lock (kind, id) pairs in the fixed order until the transaction ends; pairs without an id are left out.

    One question to the database. Returns the head of the chain, for the link with which the act ends; None
    before the practice's first act.

    Raises TransactionManagementError outside a transaction: a lock that ends at once protects nothing.
    """
    return ask(practice, things)()


def ask(practice: UUID, things: Iterable[tuple[str, UUID | None]]) -> Callable[[], AuditHead | None]:
    """`take`, with the answer read when it is called for: what is sent before that sees what the locks keep
    still, since the database begins no statement before the one ahead of it has ended.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Locks on hours belong into a transaction.")
    named = {(KINDS.index(kind), str(one)) for kind, one in things if one is not None}
    keys = [_key(KINDS[number], one) for number, one in sorted(named)]
    if connection.vendor == "postgresql":
        rows = trips.sent(HEAD_AND_LOCKS, [practice, keys])
    else:
        rows = trips.sent(HEAD, [practice.hex])

    def answer() -> AuditHead | None:
        found = next((row for row in rows() if row[0] is not None), None)
        return AuditHead(practice=practice, count=found[0], hash=found[1]) if found else None

    return answer


def _key(kind: str, one: str) -> int:
    """A signed 64-bit number for a thing."""
    return int.from_bytes(hashlib.sha256(f"{kind}:{one}".encode()).digest()[:8], "big", signed=True)


def in_one_transaction(act: Callable[[], T]) -> T:
    """Do the act in one transaction; when the database is too busy, again after a short pause, at most five
    times.

    Inside an outer transaction it is done once: only who opened a transaction can begin it anew.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            return act()
    for number in range(TRIES - 1):
        try:
            with _in_line(), transaction.atomic():
                return act()
        except OperationalError:
            # Somebody else's jitter must not be ours, or both would meet again.
            time.sleep(FIRST_PAUSE * 2**number * (0.5 + random.random()))  # noqa: S311
    with _in_line(), transaction.atomic():
        return act()


@contextmanager
def _in_line() -> Iterator[None]:
    """SQLite: wait for one's turn before asking to write.

    The database lets who waits sleep and try again, so that somebody may lose many times in a row; a lock on
    a file beside it wakes the one who came first, and is given back by the system should the process die.
    Where no such file can be opened nobody stands in line, and the database decides alone.
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":" in name:
        yield
        return
    try:
        line = os.open(f"{name}-line", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError:
        yield
        return
    try:
        fcntl.flock(line, fcntl.LOCK_EX)
        yield
    finally:
        os.close(line)
