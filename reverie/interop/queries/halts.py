"""Whether the work of a moving-in has come to a halt: told by itself, or given up by the queue."""

from uuid import UUID

from reverie.core.models import Job
from reverie.interop.models import MoveIn


def has_halted(move: MoveIn) -> bool:
    """True when it said so, or when its last job was tried five times and given up."""
    if not move.is_at_work:
        return move.state == MoveIn.FAILED
    return was_given_up("move_in", move.pk)


def was_given_up(what: str, pk: UUID) -> bool:
    """True when the last job with this row in its payload was tried again and again, and given up."""
    last = Job.objects.filter(**{f"payload__{what}": str(pk)}).order_by("-created_at").first()
    return last is not None and last.state == Job.FAILED
