from reverie.interop.actions.bringing import add_papers, forget_move_in
from reverie.interop.actions.bringing_back import CannotBringBack, bring_back
from reverie.interop.actions.copies import Archive, CannotExport, export_client, safe_cells
from reverie.interop.actions.moving import CannotMoveIn, begin_move_in, choose, run_move_in, undo_move_in

__all__ = [
    "Archive",
    "CannotBringBack",
    "CannotExport",
    "CannotMoveIn",
    "add_papers",
    "begin_move_in",
    "bring_back",
    "choose",
    "export_client",
    "forget_move_in",
    "run_move_in",
    "safe_cells",
    "undo_move_in",
]
