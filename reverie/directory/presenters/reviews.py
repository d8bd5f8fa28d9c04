"""Reviews in words: shares of answers for the public page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from reverie.directory.models.review import QUESTIONS
from reverie.directory.queries.reviews import Counted


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
        Question(words, tuple((label, found.counts[field][value]) for value, label in choices))
        for field, (words, choices) in QUESTIONS.items()
    ]
