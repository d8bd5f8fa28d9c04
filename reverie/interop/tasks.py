"""What this room does by itself: the work of a moving-in, and of taking it back."""

from datetime import timedelta
from typing import Any

from reverie.core import clock
from reverie.core.jobs import job
from reverie.core.policy import Actor
from reverie.core.tables import CannotReadTable
from reverie.interop.actions.bringing import make_papers, make_record
from reverie.interop.actions.hours import make_hours
from reverie.interop.actions.making import make_clients
from reverie.interop.actions.moving import JOB, CannotMoveIn, halt
from reverie.interop.actions.practice_copies import JOB as COPY
from reverie.interop.actions.practice_copies import forget_practice_copy, make_practice_copy
from reverie.interop.actions.unmaking import unmake
from reverie.interop.foreign_records import CannotReadRecord
from reverie.interop.hour_lines import CannotReadHours
from reverie.interop.models import MoveIn, PracticeCopy
from reverie.treatment.actions import CannotStep

REFUSALS = (CannotMoveIn, CannotStep, CannotReadTable, CannotReadHours, CannotReadRecord)
KEPT = timedelta(days=7)
WORK = {
    MoveIn.CLIENTS: make_clients,
    MoveIn.HOURS: make_hours,
    MoveIn.PAPERS: make_papers,
    MoveIn.RECORD: make_record,
}


# Each step is a transaction of its own, so that progress is seen and other people's writes get between.
@job(JOB, lease=timedelta(hours=1), in_transaction=False)
def move_in(payload: dict[str, Any]) -> None:
    """Go on with a moving-in from where it stopped."""
    move = MoveIn.objects.select_related("practice", "file").get(pk=payload["move_in"])
    try:
        if move.state == MoveIn.UNDOING:
            unmake(move)
        elif move.state == MoveIn.RUNNING:
            WORK[move.kind](move)
    except REFUSALS as refusal:  # trying again would say the same; anything else is tried again
        halt(move=move, why=str(refusal), by=Actor.system(JOB, move.practice_id))


# A transaction per file, for the same reason.
@job(COPY, lease=timedelta(hours=1), in_transaction=False)
def practice_copy(payload: dict[str, Any]) -> None:
    """Make the copy of a practice, or go on with it."""
    copy = PracticeCopy.objects.select_related("practice").filter(pk=payload["copy"]).first()
    if copy is not None:
        make_practice_copy(copy)


@job("interop.drop_old_copies", every=timedelta(hours=24))
def drop_old_copies(payload: dict[str, Any]) -> None:
    """Throw away copies of practices that are older than a week."""
    for copy in PracticeCopy.objects.filter(created_at__lt=clock.now() - KEPT):
        by = Actor.system("interop.drop_old_copies", copy.practice_id)
        forget_practice_copy(copy=copy, by=by)
