"""What the directory does by itself: no inquiry stays unanswered, no words stay without need."""

from datetime import timedelta
from typing import Any

from reverie.core.jobs import job
from reverie.core.policy import Actor
from reverie.directory.actions import look_after
from reverie.directory.queries.asking import due_for_care


@job("directory.look_after_inquiries", every=timedelta(hours=1))
def look_after_inquiries(payload: dict[str, Any]) -> None:
    """Remind, release and forget what is due."""
    for inquiry in due_for_care():
        by = Actor.system("directory.look_after_inquiries", inquiry.practice_id)
        look_after(inquiry=inquiry, by=by)
