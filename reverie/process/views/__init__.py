from reverie.process.views.client import alliance, client, clients, pattern
from reverie.process.views.door import door_alive, door_held, door_state
from reverie.process.views.dream_figures import (
    dream_beside,
    dream_drop,
    dream_figures,
    dream_load,
    dream_take,
)
from reverie.process.views.dreams import dreams, moment_dream
from reverie.process.views.formulation import formulation, formulation_revise, moment_evidence
from reverie.process.views.fragments import counts, day_line
from reverie.process.views.handing import (
    copy,
    copy_begin,
    copy_choose,
    copy_drop,
    copy_prepare,
    copy_take_back,
)
from reverie.process.views.leaving import client_export, client_import, sheet_move
from reverie.process.views.moment import (
    aside,
    moment,
    moment_aside,
    moment_restore,
    moment_unmark,
    sheet_mark,
)
from reverie.process.views.pages import page
from reverie.process.views.search import search
from reverie.process.views.sheet import (
    session_sheet,
    sheet,
    sheet_carry,
    sheet_check,
    sheet_destroy,
    sheet_draft,
    sheet_open,
    sheet_print,
    sheet_versions,
    sheet_write,
)
from reverie.process.views.thread import (
    thread,
    thread_corner,
    thread_keep,
    thread_merge,
    thread_part,
    thread_split,
)

__all__ = [
    "alliance",
    "aside",
    "client",
    "client_export",
    "client_import",
    "clients",
    "copy",
    "copy_begin",
    "copy_choose",
    "copy_drop",
    "copy_prepare",
    "copy_take_back",
    "counts",
    "day_line",
    "door_alive",
    "door_held",
    "door_state",
    "dream_beside",
    "dream_drop",
    "dream_figures",
    "dream_load",
    "dream_take",
    "dreams",
    "formulation",
    "formulation_revise",
    "moment",
    "moment_aside",
    "moment_dream",
    "moment_evidence",
    "moment_restore",
    "moment_unmark",
    "page",
    "pattern",
    "search",
    "session_sheet",
    "sheet",
    "sheet_carry",
    "sheet_check",
    "sheet_destroy",
    "sheet_draft",
    "sheet_mark",
    "sheet_move",
    "sheet_open",
    "sheet_print",
    "sheet_versions",
    "sheet_write",
    "thread",
    "thread_corner",
    "thread_keep",
    "thread_merge",
    "thread_part",
    "thread_split",
]
