"""Goals for a review: in the client's words, with what they said about each at first and last."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.core.sealing import KeyChain, keychain
from reverie.measures.models import ReviewSaying
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


@dataclass(frozen=True)
class Agreed:
    """The plan in force: what was written down together, what was agreed, when to look again."""

    written_together: str
    agreed: str
    review: str


def plan(read: PlanRead | None, zone: str) -> Agreed | None:
    """The plan in words for both; None while nothing is agreed."""
    if read is None:
        return None
    day = read.plan.review_on
    review = _("to be looked at together on {day}").format(day=dates.day(day, zone)) if day else ""
    return Agreed(read.words.get("written_together", ""), read.words.get("agreed", ""), review)


@dataclass(frozen=True)
class SayingRead:
    """What the client wants to say, with its day; `may_take_back` while nobody has read it."""

    pk: UUID
    day: str
    said: str
    may_take_back: bool


def sayings(rows: Iterable[ReviewSaying], zone: str, chain: KeyChain | None = None) -> list[SayingRead]:
    """What was said for reviews; access.py has let the actor read it. One key chain for all."""
    found = []
    for row in rows:
        chain = chain or keychain(row.scope)
        said = str(row.words(chain)["said"])
        found.append(SayingRead(row.pk, dates.day(row.said_at, zone), said, row.read_at is None))
    return found
