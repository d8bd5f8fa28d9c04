"""What the way into the record needs to know about the progress note."""

from uuid import UUID

from reverie.record.models import ProgressNote
from reverie.record.queries.templates import DEFAULT, template_of


def note_fields(session_id: UUID) -> list[tuple[str, str]]:
    """The parts of the note that lines can go into: (key, label)."""
    note = ProgressNote.objects.filter(session_id=session_id).first()
    template, words = (note.template, note.words(note.chain())) if note else (DEFAULT, {})
    return [(entry.key, entry.label) for entry in template_of(template, words).fields]
