"""What the ground does by itself."""

from datetime import timedelta
from typing import Any

from reverie.core import anchors, clock
from reverie.core.jobs import KINDS, SILENCE, job
from reverie.core.models import Job, WorkerBeat

KEEP_DONE, KEEP_FAILED = timedelta(days=7), timedelta(days=90)


@job("core.purge_jobs", every=timedelta(days=1))
def purge_jobs(payload: dict[str, Any]) -> None:
    """Delete finished work after a week and failed work after ninety days."""
    now = clock.now()
    Job.objects.filter(state=Job.FAILED, finished_at__lt=now - KEEP_FAILED).delete()
    # A period's key must outlive its period, or the work would be put into the queue again.
    rare = [kind.name for kind in KINDS.values() if kind.every and kind.every * 2 > KEEP_DONE]
    Job.objects.filter(state=Job.DONE, finished_at__lt=now - KEEP_DONE).exclude(name__in=rare).delete()
    WorkerBeat.objects.filter(at__lt=now - SILENCE * 12).delete()


@job("core.anchor", every=timedelta(minutes=15), in_transaction=False)
def anchor(payload: dict[str, Any]) -> None:
    """Anchor what the audit chains have grown by."""
    anchors.write()
