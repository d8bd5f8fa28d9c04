"""Goals for a review: in the client's words, with what they said about each at first and last."""

from dataclasses import dataclass

from reverie.core import dates
from reverie.treatment.models import labels
from reverie.treatment.queries.plan import GoalRead, PlanRead, RemarkRead


@dataclass(frozen=True)
class Said:
    """What the client said about a goal on a day, and where they put it."""

    day: str
    said: str
    rating: str


@dataclass(frozen=True)
class Goal:
    """A goal with the first and the last thing that was said about it."""

    words: str
    first: Said | None
    last: Said | None


def goals(read: PlanRead | None, zone: str) -> list[Goal]:
    """The goals of the plan in force; none while nothing is agreed."""
    return [_goal(goal, zone) for goal in read.goals] if read else []


def _goal(goal: GoalRead, zone: str) -> Goal:
    first = _said(goal.remarks[0], zone) if goal.remarks else None
    last = _said(goal.remarks[-1], zone) if len(goal.remarks) > 1 else None
    return Goal(goal.words, first, last)


def _said(remark: RemarkRead, zone: str) -> Said:
    return Said(dates.short_day(remark.on, zone), remark.said, str(labels.RATINGS.get(remark.rating, "")))
