"""Reviews in words: the fixed questions with their answers, and counts of answers for the public page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.directory.queries.reviews import Counted

YES, NO = gettext_lazy("Yes"), gettext_lazy("No")
QUESTIONS: dict[str, tuple[Promise, dict[str, Promise]]] = {
    "answered": (
        gettext_lazy("How soon was your first question answered?"),
        {
            "day": gettext_lazy("Within a day"),
            "three_days": gettext_lazy("Within three days"),
            "week": gettext_lazy("Within a week"),
            "longer": gettext_lazy("It took longer"),
            "never": gettext_lazy("It was not answered"),
        },
    ),
    "as_offered": (
        gettext_lazy("Was the hour as it had been offered?"),
        {"yes": YES, "moved": gettext_lazy("It had to be moved"), "no": NO},
    ),
    "on_time": (gettext_lazy("Did it begin on time?"), {"yes": YES, "no": NO}),
    "fee_clear": (gettext_lazy("Was the fee clear beforehand?"), {"yes": YES, "no": NO}),
    "easy_to_reach": (gettext_lazy("Was the place or the link easy to reach?"), {"yes": YES, "no": NO}),
}
"""Field -> the question, and the words of each answer."""


@dataclass(frozen=True)
class Question:
    """A question with its answers and how many gave each."""

    words: str | Promise
    answers: tuple[tuple[str | Promise, int], ...]


def instead(found: Counted) -> str:
    """What stands there when nothing is counted; empty when something is."""
    if not found.is_on:
        return _("This therapist does not publish reviews.")
    return _("Not enough answers yet.") if found.clients is None else ""


def questions(found: Counted) -> list[Question]:
    """Each question with its counts, in their fixed order."""
    if found.clients is None:
        return []
    return [
        Question(words, tuple((label, found.counts[field][value]) for value, label in answers.items()))
        for field, (words, answers) in QUESTIONS.items()
    ]
