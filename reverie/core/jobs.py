"""Work to be done later, in the database of the act itself; one code path for SQLite and PostgreSQL.

    @job("scheduling.materialise", every=timedelta(hours=1))
    def materialise(payload: dict[str, Any]) -> None: ...

    jobs.enqueue("safety.climb", key=f"climb:{concern.id}:15", payload={…}, run_at=…)

The work and the mark that it is done share one transaction, so a crash between them does it again and
nothing twice. Work that speaks to the world (`in_transaction=False`) must bear being done twice.
`reverie.core.worker` is the loop that does it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from reverie.core import clock
from reverie.core.models import Job, WorkerBeat

Work = Callable[[dict[str, Any]], None]
LEASE = timedelta(minutes=10)
SILENCE = timedelta(minutes=5)
"""A worker that has not been heard for this long is taken for dead."""


@dataclass(frozen=True)
class Kind:
    """A kind of work: what it does, how often by itself, how many tries, and how long one may take."""

    name: str
    work: Work
    every: timedelta | None = None
    tries: int = 5
    lease: timedelta = LEASE
    in_transaction: bool = True


KINDS: dict[str, Kind] = {}


def job(
    name: str,
    *,
    every: timedelta | None = None,
    tries: int = 5,
    lease: timedelta = LEASE,
    in_transaction: bool = True,
) -> Callable[[Work], Work]:
    """Register `name`; rooms do so in tasks.py, which their AppConfig.ready imports."""

    def register(work: Work) -> Work:
        KINDS[name] = Kind(name, work, every, tries, lease, in_transaction)
        return work

    return register


def enqueue(
    name: str, *, key: str, payload: dict[str, Any] | None = None, run_at: datetime | None = None
) -> None:
    """Put work into the queue, in the caller's transaction; the same `key` a second time changes nothing."""
    enqueue_all(name, {key: payload or {}}, run_at=run_at)


def enqueue_all(name: str, work: dict[str, dict[str, Any]], *, run_at: datetime | None = None) -> None:
    """`enqueue` for many keys and their payloads, in one question."""
    if name not in KINDS:
        raise LookupError(f"No job is called {name}.")
    when = run_at or clock.now()
    rows = [Job(name=name, key=key, payload=payload, run_at=when) for key, payload in work.items()]
    Job.objects.bulk_create(rows, ignore_conflicts=True)


def period(every: timedelta) -> int:
    """Which of the periods of this length it is now; periodic work is done once in each."""
    return int(clock.now().timestamp() // every.total_seconds())


def last_beat() -> datetime | None:
    """When a worker was last heard; None when none ever was."""
    return WorkerBeat.objects.order_by("-at").values_list("at", flat=True).first()


def are_silent() -> bool:
    """True when no worker was heard for five minutes: what should climb or be sent does not."""
    beat = last_beat()
    return beat is None or clock.now() - beat > SILENCE
