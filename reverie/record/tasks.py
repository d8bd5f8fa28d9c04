"""What this room does by itself."""

from datetime import timedelta
from typing import Any

from reverie.core.jobs import job
from reverie.core.policy import Actor
from reverie.record import actions
from reverie.record.queries.sessions import due_holds


@job("record.release_due_holds", every=timedelta(hours=1))
def release_due_holds(payload: dict[str, Any]) -> None:
    """Show the notes whose hold has come to its day."""
    for hold in due_holds():
        by = Actor.system("record.release_due_holds", hold.note.session.practice_id)
        actions.release_note(note=hold.note, by=by)


@job("record.announce_notes", every=timedelta(minutes=15))
def announce_notes(payload: dict[str, Any]) -> None:
    """Tell clients, in a letter without content, that there is a note to read."""
    actions.announce_notes()
