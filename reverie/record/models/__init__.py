from reverie.record.models.disclosure import Disclosure
from reverie.record.models.note import Addendum, NoteHold, ProgressNote, record_chain
from reverie.record.models.review import Countersigner, Review
from reverie.record.models.session import Session

__all__ = [
    "Addendum",
    "Countersigner",
    "Disclosure",
    "NoteHold",
    "ProgressNote",
    "Review",
    "Session",
    "record_chain",
]
