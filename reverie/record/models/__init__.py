from reverie.record.models.contact import Contact
from reverie.record.models.disclosure import Disclosure
from reverie.record.models.keeping import AccessRequest, KeepingRule
from reverie.record.models.note import Addendum, NoteHold, ProgressNote, record_chain
from reverie.record.models.paper import Paper
from reverie.record.models.review import Countersigner, Review
from reverie.record.models.session import Session

__all__ = [
    "AccessRequest",
    "Addendum",
    "Contact",
    "Countersigner",
    "Disclosure",
    "KeepingRule",
    "NoteHold",
    "Paper",
    "ProgressNote",
    "Review",
    "Session",
    "record_chain",
]
