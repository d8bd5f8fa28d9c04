from reverie.interop.actions.bringing import add_papers, forget_move_in
from reverie.interop.actions.bringing_back import CannotBringBack, bring_back
from reverie.interop.actions.copies import Archive, CannotExport, export_client, safe_cells
from reverie.interop.actions.moving import (
    CannotMoveIn,
    begin_move_in,
    choose,
    go_on_with_move_in,
    run_move_in,
    undo_move_in,
)
from reverie.interop.actions.practice_copies import CannotCopy, begin_practice_copy, forget_practice_copy

__all__ = [
    "Archive",
    "CannotBringBack",
    "CannotCopy",
    "CannotExport",
    "CannotMoveIn",
    "add_papers",
    "begin_move_in",
    "begin_practice_copy",
    "bring_back",
    "choose",
    "export_client",
    "forget_move_in",
    "forget_practice_copy",
    "go_on_with_move_in",
    "run_move_in",
    "safe_cells",
    "undo_move_in",
]
