"""The loop that does the queued work; any number of them may run beside each other."""

import logging
import os
import socket
import threading
import traceback
from datetime import datetime, timedelta
from types import FrameType
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.db.models import Q, QuerySet

from reverie.core import clock, jobs
from reverie.core.models import Job, WorkerBeat

log = logging.getLogger("reverie.jobs")
PAUSE = 1.0
"""Seconds between two looks into an empty queue."""
PAUSE_WITHOUT_DATABASE = 5.0
BEAT = timedelta(seconds=15)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)


class Stop:
    """Asks the loop to end after the work in hand."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def ask(self, number: int = 0, frame: FrameType | None = None) -> None:
        """A signal handler, too."""
        self._event.set()

    def wait(self, seconds: float) -> bool:
        """Wait, at most so long; True when asked to stop."""
        return self._event.wait(seconds)


class LostLease(Exception):
    """Somebody else has taken over this work; what was done of it is rolled back."""


def work(stop: Stop, *, pause: float = PAUSE) -> None:
    """Do due work until asked to stop; a database that is away is waited for."""
    heart = Heart()
    while not stop.wait(0):
        try:
            close_old_connections()
            heart.beat()
            heart.enqueue_periodic()
            if not run_next():
                stop.wait(pause)
        except (OperationalError, InterfaceError) as error:
            log.warning("The database does not answer (%s).", type(error).__name__)
            connection.close()
            stop.wait(PAUSE_WITHOUT_DATABASE)
    heart.cease()


class Heart:
    """This worker's sign of life, and what it has already put into the queue by itself."""

    def __init__(self) -> None:
        self.id: UUID = uuid4()
        self.name = f"{socket.gethostname()[:60]}:{os.getpid()}"
        self._beaten_at: datetime | None = None
        self._periods: dict[str, int] = {}

    def beat(self) -> None:
        """Say that this worker lives, every 15 seconds."""
        now = clock.now()
        if self._beaten_at is None or now - self._beaten_at >= BEAT:
            WorkerBeat.objects.update_or_create(id=self.id, defaults={"name": self.name, "at": now})
            self._beaten_at = now

    def cease(self) -> None:
        """Leave no beat that would be missed."""
        WorkerBeat.objects.filter(id=self.id).delete()

    def enqueue_periodic(self) -> None:
        """Put each periodic kind into the queue once a period, whoever comes first."""
        for kind in list(jobs.KINDS.values()):
            if kind.every is not None:
                period = jobs.period(kind.every)
                if self._periods.get(kind.name) != period:
                    jobs.enqueue(kind.name, key=f"{kind.name}@{period}")
                    self._periods[kind.name] = period


def run_next() -> bool:
    """Claim and do one piece of due work; False when there is none."""
    row = claim()
    if row is None:
        return False
    try:
        do(row)
    except LostLease:
        log.warning("%s was taken over by another worker.", row.name)
    except Exception as error:
        fail(row, error)
    return True


def _due(now: datetime) -> Q:
    return Q(state=Job.WAITING, run_at__lte=now) | Q(state=Job.RUNNING, claimed_until__lt=now)


def claim() -> Job | None:
    """Take the longest-due work for this worker alone, until the lease ends."""
    now = clock.now()
    if not Job.objects.filter(_due(now)).exists():
        return None
    with transaction.atomic():
        # SQLite's transactions begin IMMEDIATE, so nobody else is between the look and the mark.
        rows = Job.objects.filter(_due(now)).order_by("run_at", "created_at")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        row = rows.first()
        if row is not None:
            kind = jobs.KINDS.get(row.name)
            row.state, row.attempts = Job.RUNNING, row.attempts + 1
            row.claimed_until = now + (kind.lease if kind else jobs.LEASE)
            row.save(update_fields=["state", "attempts", "claimed_until"])
    return row


def do(row: Job) -> None:
    """Do claimed work and mark it done. Raises what the work raises, or LostLease."""
    kind = jobs.KINDS[row.name]
    if not kind.in_transaction:
        kind.work(row.payload)
    with transaction.atomic():
        if kind.in_transaction:
            kind.work(row.payload)
        done = {"state": Job.DONE, "finished_at": clock.now(), "error": ""}
        if not _mine(row).update(**done):
            raise LostLease


def _mine(row: Job) -> QuerySet[Job]:
    return Job.objects.filter(id=row.id, state=Job.RUNNING, attempts=row.attempts)


def fail(row: Job, error: Exception) -> None:
    """Put failed work back for later, or give it up; the kind of error is kept, never its words."""
    kind = jobs.KINDS.get(row.name)
    where = traceback.extract_tb(error.__traceback__)[-1:]
    place = f" in {where[0].name}, line {where[0].lineno}" if where else ""
    log.error("%s failed: %s%s (try %d).", row.name, type(error).__name__, place, row.attempts)
    is_over = kind is None or row.attempts >= kind.tries
    changes = {"error": type(error).__name__[:200]}
    if is_over:
        _mine(row).update(state=Job.FAILED, finished_at=clock.now(), **changes)
    else:
        pause = min(FIRST_PAUSE * 4 ** (row.attempts - 1), LONGEST_PAUSE)
        _mine(row).update(state=Job.WAITING, run_at=clock.now() + pause, **changes)
