"""What this room does by itself: the work of a moving-in, and of taking it back."""

from datetime import timedelta
from typing import Any

from reverie.core.jobs import job
from reverie.interop.actions.bringing import make_papers, make_record
from reverie.interop.actions.hours import make_hours
from reverie.interop.actions.making import make_clients
from reverie.interop.actions.moving import JOB
from reverie.interop.actions.unmaking import unmake
from reverie.interop.models import MoveIn

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
    if move.state == MoveIn.UNDOING:
        unmake(move)
    elif move.state == MoveIn.RUNNING:
        WORK[move.kind](move)
