"""What may be done in the directory; each in one transaction with its link in the audit chain."""

from reverie.directory.actions.booking import Booking, CannotBook, book_consultation, is_open
from reverie.directory.actions.credentials import (
    CannotVerify,
    doubt_credential,
    drop_credential,
    state_credential,
    verify_credential,
)
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
    let_go,
    look_after,
    schedule,
    withdraw,
)
from reverie.directory.actions.profile import (
    CannotList,
    drop_photograph,
    follow_caseload,
    free_slug,
    keep_photograph,
    list_profile,
    save_profile,
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
    "CannotVerify",
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
    "doubt_credential",
    "drop_credential",
    "drop_photograph",
    "follow_caseload",
    "follow_request",
    "free_slug",
    "is_open",
    "keep_photograph",
    "let_go",
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
