from reverie.journal.views.homework import homework, homework_item, invitation
from reverie.journal.views.library import library, library_sheet, library_turn
from reverie.journal.views.pages import page, pages, share, take_along, take_back, throw_page
from reverie.journal.views.shared import shared, shared_page
from reverie.journal.views.writing import edit_page, keep, keep_edit, throw_draft, write, write_page

__all__ = [
    "edit_page",
    "homework",
    "homework_item",
    "invitation",
    "keep",
    "keep_edit",
    "library",
    "library_sheet",
    "library_turn",
    "page",
    "pages",
    "share",
    "shared",
    "shared_page",
    "take_along",
    "take_back",
    "throw_draft",
    "throw_page",
    "write",
    "write_page",
]
