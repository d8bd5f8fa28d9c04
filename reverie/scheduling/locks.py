"""The order in which an act on hours takes its locks, and how often it tries.

First the practice's audit chain, with which every act ends; then therapists, clients and rooms, each by id.
One fixed order, so no two acts wait for each other. PostgreSQL: advisory locks until the end of the
transaction. SQLite: the transaction itself is the lock, since every transaction begins as a writer's
(`transaction_mode` IMMEDIATE).
"""

import hashlib
import random
import time
from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from django.db import OperationalError, connection, transaction

from reverie.core.models import AuditHead

KINDS = ("therapist", "client", "room")
TRIES = 5
FIRST_PAUSE = 0.02

T = TypeVar("T")


def take(practice: UUID, things: Iterable[tuple[str, UUID | None]]) -> None:
    """Lock (kind, id) pairs in the fixed order until the transaction ends; pairs without an id are left out.

    Raises TransactionManagementError outside a transaction: a lock that ends at once protects nothing.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Locks on hours belong into a transaction.")
    named = {(KINDS.index(kind), str(one)) for kind, one in things if one is not None}
    AuditHead.objects.select_for_update().filter(practice=practice).first()
    if connection.vendor != "postgresql":
        return
    keys = [_key(KINDS[number], one) for number, one in sorted(named)]
    with connection.cursor() as cursor:  # one question; the array's order is the order of the locks
        cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [keys])


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
            with transaction.atomic():
                return act()
        except OperationalError:
            # Somebody else's jitter must not be ours, or both would meet again.
            time.sleep(FIRST_PAUSE * 2**number * (0.5 + random.random()))  # noqa: S311
    with transaction.atomic():
        return act()
