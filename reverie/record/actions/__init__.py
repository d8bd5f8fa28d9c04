from reverie.record.actions.countersigning import (
    CannotName,
    countersign,
    end_countersigner,
    name_countersigner,
    return_note,
    say_ready,
)
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
    "CannotName",
    "CannotOpenSession",
    "CannotRelease",
    "CannotSign",
    "CannotWrite",
    "ChangedElsewhere",
    "Facts",
    "add_addendum",
    "countersign",
    "end_countersigner",
    "hold_note",
    "name_countersigner",
    "open_from_appointment",
    "open_session",
    "release_note",
    "return_note",
    "save_draft",
    "say_ready",
    "sign_note",
    "write_disclosure",
    "write_facts",
]
