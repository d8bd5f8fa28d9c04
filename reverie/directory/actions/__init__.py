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
from reverie.directory.actions.inquiries import (
    CannotAnswer,
    CannotAsk,
    Person,
    answer_maybe,
    answer_no,
    answer_yes,
    ask,
    look_after,
    schedule,
    withdraw,
)
from reverie.directory.actions.profile import (
    CannotList,
    free_slug,
    list_profile,
    save_profile,
    state_credential,
    verify_credential,
)
from reverie.directory.actions.requests import ask_for_hour, close_request, follow_request, settle_request
from reverie.directory.actions.telling import receipt_of

__all__ = [
    "Booking",
    "CannotAnswer",
    "CannotAsk",
    "CannotBook",
    "CannotList",
    "CannotReviewGuide",
    "CannotWriteGuide",
    "GuideWords",
    "Person",
    "answer_maybe",
    "answer_no",
    "answer_yes",
    "ask",
    "ask_for_hour",
    "book_consultation",
    "close_request",
    "follow_request",
    "free_slug",
    "is_open",
    "list_profile",
    "look_after",
    "receipt_of",
    "review_guide",
    "save_profile",
    "schedule",
    "settle_request",
    "state_credential",
    "verify_credential",
    "withdraw",
    "withdraw_guide_review",
    "write_guide",
]
