"""What two screening questionnaires ask to be done next: a level of urgency, never a diagnosis.

Only the logic is here; the questions are asked in their authors' unaltered wording from a pack that a
practice loads. Levels as given in docs/clinical/instruments.md (not verified at the source). In doubt
the level is the higher one: an unknown time counts as recent, a refused answer as a yes. No level ever
closes a concern.

>>> cssrs([True, True, True, False, False, False], recent=None).level
'moderate'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reverie.instruments.errors import BadInput

LEVELS = ("none", "low", "moderate", "high")
Answer = bool | None


@dataclass(frozen=True)
class Triage:
    """The level reached by the answers so far; `level` is None while nothing can be said."""

    level: str | None
    complete: bool
    reason: str

    @property
    def raises_flag(self) -> bool:
        """True from the first answer that reaches a level, on partial forms too."""
        return self.level not in (None, "none")

    def to_dict(self) -> dict[str, object]:
        """The level as plain values."""
        return {
            "level": self.level,
            "complete": self.complete,
            "flag": self.raises_flag,
            "reason": self.reason,
        }


def cssrs_asked(answers: Sequence[Answer]) -> tuple[int, ...]:
    """The numbers of the questions that are asked, given the answers so far: 3 to 5 only after a yes to 2.

    Formula: the screener's order. Shapes: six answers, None where not yet answered. Units: question
    numbers.
    Direction: none. Errors: IndexError below two answers. Source: C-SSRS screener, not verified.

    >>> cssrs_asked([True, False, None, None, None, None])
    (1, 2, 6)
    """
    return (1, 2, 3, 4, 5, 6) if answers[1] else (1, 2, 6)


def cssrs(answers: Sequence[Answer], *, recent: Answer) -> Triage:
    """C-SSRS screener; `recent` is whether 6 was within three months. An answer counts although not asked.

    Formula: low yes to 1 or 2 · moderate yes to 3, or to 6 longer ago · high yes to 4 or 5, or to 6 within
    three months or at an unknown time.
    Shapes: six answers, None where not answered. Units: a level of urgency. Direction: none, low, moderate,
    high.
    Errors: BadInput unless there are six; the level is None while nothing can be said.
    Source: general literature, levels not verified.

    >>> cssrs([True, True, True, False, False, False], recent=None).level
    'moderate'
    """
    if len(answers) != 6:
        raise BadInput(f"The screener has 6 answers, not {len(answers)}.")
    one, two, three, four, five, six = answers
    complete = all(answers[number - 1] is not None for number in cssrs_asked(answers))
    complete = complete and not (six and recent is None)
    if four or five or (six and recent is not False):
        return Triage("high", complete, "Yes to 4 or 5, or to 6 within three months or at an unknown time.")
    if three or six:
        return Triage("moderate", complete, "Yes to 3, or to 6 longer than three months ago.")
    if one or two:
        return Triage("low", complete, "Yes to 1 or 2.")
    if complete:
        return Triage("none", True, "No to every question asked.")
    return Triage(None, False, "Not every question has been answered, and none with yes.")


def asq(answers: Sequence[Answer], *, now: Answer, refused: bool = False) -> Triage:
    """ASQ: four answers and whether there are such thoughts now; `refused` if None means a refusal.

    Formula: none no to all four · moderate a yes, and no to now · high a yes, and yes to now, or not
    answered.
    Shapes: four answers and one. Units: a level of urgency. Direction: none, moderate, high.
    Errors: BadInput unless there are four; the level is None while nothing can be said.
    Source: NIMH, levels not verified.

    >>> asq([False, True, False, False], now=False).level
    'moderate'
    """
    if len(answers) != 4:
        raise BadInput(f"The ASQ has 4 questions before the last, not {len(answers)}.")
    given = [True if answer is None and refused else answer for answer in answers]
    complete = None not in given
    if any(given):
        level = "moderate" if now is False else "high"
        return Triage(level, complete and now is not None, "A yes, or a question refused.")
    if complete:
        return Triage("none", True, "No to every question.")
    return Triage(None, False, "Not every question has been answered, and none with yes.")
