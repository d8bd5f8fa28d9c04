from reverie.record.models.disclosure import Disclosure
from reverie.record.models.note import Addendum, NoteHold, ProgressNote, record_chain
from reverie.record.models.session import Session

__all__ = ["Addendum", "Disclosure", "NoteHold", "ProgressNote", "Session", "record_chain"]
