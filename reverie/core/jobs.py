"""Work to be done later, in the database of the act itself; one code path for SQLite and PostgreSQL.

@job("scheduling.materialise", every=timedelta(hours=1))
def materialise(payload): ...

jobs.enqueue("safety.climb", key=f"climb:{concern.id}:15", payload={...}, run_at=...)
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from reverie.core import clock
from reverie.core.models import Job

Work = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Kind:
    """A kind of work: its name, what it does, how often by itself, how many tries."""

    name: str
    work: Work
    every: timedelta | None = None
    tries: int = 5


KINDS: dict[str, Kind] = {}


def job(name: str, *, every: timedelta | None = None, tries: int = 5) -> Callable[[Work], Work]:
    """Register `name`; rooms do so in tasks.py, which their AppConfig.ready imports."""

    def register(work: Work) -> Work:
        KINDS[name] = Kind(name, work, every, tries)
        return work

    return register


def enqueue(
    name: str, *, key: str, payload: dict[str, Any] | None = None, run_at: datetime | None = None
) -> None:
    """Put work into the queue, in the caller's transaction; the same `key` a second time changes nothing."""
    if name not in KINDS:
        raise LookupError(f"No job is called {name}.")
    row = Job(name=name, key=key, payload=payload or {}, run_at=run_at or clock.now())
    Job.objects.bulk_create([row], ignore_conflicts=True)
