from reverie.journal.actions.export import export_pages
from reverie.journal.actions.homework import (
    CannotAnswer,
    CannotGive,
    answer_homework,
    give_homework,
    talk_about,
)
from reverie.journal.actions.library import CannotKeepSheet, keep_sheet, put_back, take_out
from reverie.journal.actions.sharing import CannotShare, CannotTakeBack, share_entry, take_back
from reverie.journal.actions.writing import (
    CannotKeep,
    ChangedElsewhere,
    find_draft,
    finish_entry,
    keep_draft,
    throw_away,
    throw_away_draft,
)

__all__ = [
    "CannotAnswer",
    "CannotGive",
    "CannotKeep",
    "CannotKeepSheet",
    "CannotShare",
    "CannotTakeBack",
    "ChangedElsewhere",
    "answer_homework",
    "export_pages",
    "find_draft",
    "finish_entry",
    "give_homework",
    "keep_draft",
    "keep_sheet",
    "put_back",
    "share_entry",
    "take_back",
    "take_out",
    "talk_about",
    "throw_away",
    "throw_away_draft",
]
