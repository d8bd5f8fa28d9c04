"""What the ground does by itself."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from reverie.core import anchors, backup, clock, jobs, mail, rotation
from reverie.core.jobs import SILENCE, job
from reverie.core.models import Job, WorkerBeat

KEEP_DONE, KEEP_FAILED = timedelta(days=7), timedelta(days=90)


@job("core.purge_jobs", every=timedelta(days=1))
def purge_jobs(payload: dict[str, Any]) -> None:
    """Delete finished work after a week and failed work after ninety days."""
    now = clock.now()
    Job.objects.filter(state=Job.FAILED, finished_at__lt=now - KEEP_FAILED).delete()
    # A period's key must outlive its period, or the work would be put into the queue again.
    rare = [kind.name for kind in jobs.KINDS.values() if kind.every and kind.every * 2 > KEEP_DONE]
    Job.objects.filter(state=Job.DONE, finished_at__lt=now - KEEP_DONE).exclude(name__in=rare).delete()
    WorkerBeat.objects.filter(at__lt=now - SILENCE * 12).delete()


@job("core.anchor", every=timedelta(minutes=15), in_transaction=False)
def anchor(payload: dict[str, Any]) -> None:
    """Anchor what the audit chains have grown by."""
    anchors.write()


@job("core.send_message", tries=8, in_transaction=False)
def send_message(payload: dict[str, Any]) -> None:
    """Send one message of the outbox."""
    mail.send(payload["key"])


@job("core.send_waiting", every=timedelta(hours=1))
def send_waiting(payload: dict[str, Any]) -> None:
    """Queue messages that still wait, once mail is set up."""
    mail.send_later_what_waits()


@job("core.finish_rotations", every=timedelta(days=1), in_transaction=False)
def finish_rotations(payload: dict[str, Any]) -> None:
    """Finish what a rotation of keys began, and drop keys that nothing needs any more."""
    rotation.finish_all()


@job("core.nightly_backup", every=timedelta(days=1), lease=timedelta(hours=6), in_transaction=False)
def nightly_backup(payload: dict[str, Any]) -> None:
    """Make a backup in REVERIE_BACKUPS, and drop those that are too old to be kept."""
    if settings.BACKUP_FOLDER:
        folder = Path(settings.BACKUP_FOLDER)
        backup.make(folder / f"{clock.now():%Y-%m-%d-%H%M%S}{backup.ENDING}")
        backup.drop_old(folder)
