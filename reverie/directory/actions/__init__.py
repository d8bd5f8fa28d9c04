"""What may be done in the directory; each in one transaction with its link in the audit chain."""

from reverie.directory.actions.booking import Booking, CannotBook, book_consultation, is_open
from reverie.directory.actions.guides import (
    CannotReviewGuide,
    CannotWriteGuide,
    GuideWords,
    review_guide,
    withdraw_guide_review,
    write_guide,
)
from reverie.directory.actions.profile import (
    CannotList,
    free_slug,
    list_profile,
    save_profile,
    state_credential,
    verify_credential,
)

__all__ = [
    "Booking",
    "CannotBook",
    "CannotList",
    "CannotReviewGuide",
    "CannotWriteGuide",
    "GuideWords",
    "book_consultation",
    "free_slug",
    "is_open",
    "list_profile",
    "review_guide",
    "save_profile",
    "state_credential",
    "verify_credential",
    "withdraw_guide_review",
    "write_guide",
]
