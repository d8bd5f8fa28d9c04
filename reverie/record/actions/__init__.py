from reverie.record.actions.announcing import announce_notes
from reverie.record.actions.contact import CannotKeepContact, ContactWords, keep_contact
from reverie.record.actions.countersigning import (
    CannotName,
    countersign,
    end_countersigner,
    name_countersigner,
    return_note,
    say_ready,
)
from reverie.record.actions.disclosure import CannotDisclose, write_disclosure
from reverie.record.actions.keeping import CannotAnswer, answer_access, ask_for_access, choose_rule
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
from reverie.record.actions.paper import (
    CannotKeepPaper,
    add_paper,
    show_paper,
    take_out_paper,
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
    "CannotAnswer",
    "CannotChangeSession",
    "CannotDisclose",
    "CannotKeepContact",
    "CannotKeepPaper",
    "CannotName",
    "CannotOpenSession",
    "CannotRelease",
    "CannotSign",
    "CannotWrite",
    "ChangedElsewhere",
    "ContactWords",
    "Facts",
    "add_addendum",
    "add_paper",
    "announce_notes",
    "answer_access",
    "ask_for_access",
    "choose_rule",
    "countersign",
    "end_countersigner",
    "hold_note",
    "keep_contact",
    "name_countersigner",
    "open_from_appointment",
    "open_session",
    "release_note",
    "return_note",
    "save_draft",
    "say_ready",
    "show_paper",
    "sign_note",
    "take_out_paper",
    "write_disclosure",
    "write_facts",
]
