from reverie.interop.actions.copies import Archive, CannotExport, export_client, safe_cells
from reverie.interop.actions.moving import CannotMoveIn, begin_move_in, choose, run_move_in, undo_move_in

__all__ = [
    "Archive",
    "CannotExport",
    "CannotMoveIn",
    "begin_move_in",
    "choose",
    "export_client",
    "run_move_in",
    "safe_cells",
    "undo_move_in",
]
