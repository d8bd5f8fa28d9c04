from reverie.record.actions.disclosure import CannotDisclose, write_disclosure
from reverie.record.actions.note import (
    CannotRelease,
    CannotSign,
    CannotWrite,
    ChangedElsewhere,
    add_addendum,
    hold_note,
    release_note,
    save_draft,
    sign_note,
)
from reverie.record.actions.session import (
    CannotChangeSession,
    CannotOpenSession,
    Facts,
    open_from_appointment,
    open_session,
    write_facts,
)

__all__ = [
    "CannotChangeSession",
    "CannotDisclose",
    "CannotOpenSession",
    "CannotRelease",
    "CannotSign",
    "CannotWrite",
    "ChangedElsewhere",
    "Facts",
    "add_addendum",
    "hold_note",
    "open_from_appointment",
    "open_session",
    "release_note",
    "save_draft",
    "sign_note",
    "write_disclosure",
    "write_facts",
]
