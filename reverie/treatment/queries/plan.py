"""Reads about goals and plans, unsealed for a reader who came through access."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from reverie.accounts.actions import grown_up_on
from reverie.core.sealing import KeyChain
from reverie.treatment.models import Consent, Goal, Plan, Remark, Treatment
from reverie.treatment.queries.texts import ConsentText, consent_texts


@dataclass(frozen=True)
class RemarkRead:
    """What the client said about a goal on a day."""

    on: date
    said: str
    rating: str


@dataclass(frozen=True)
class GoalRead:
    """A goal with its words and what was said about it since."""

    goal: Goal
    words: str
    focus: str
    sign: str
    remarks: tuple[RemarkRead, ...]

    @property
    def latest(self) -> RemarkRead | None:
        """The newest remark."""
        return self.remarks[-1] if self.remarks else None


@dataclass(frozen=True)
class PlanRead:
    """One version of the plan with its words."""

    plan: Plan
    words: dict[str, Any]
    goals: tuple[GoalRead, ...]


@dataclass(frozen=True)
class ConsentRead:
    """A text, and the signature in force under its current version, if any."""

    text: ConsentText
    signed: Consent | None


def plans_of(treatment: Treatment, chain: KeyChain) -> list[PlanRead]:
    """All versions of the plan, the newest first, unsealed."""
    remarks = Prefetch("remarks", queryset=Remark.objects.all())
    goals = Prefetch("goals", queryset=Goal.objects.prefetch_related(remarks))
    rows = treatment.plans.order_by("-number").prefetch_related(goals)
    seen: dict[Any, GoalRead] = {}
    return [PlanRead(plan, plan.words(chain), _goals(plan, chain, seen)) for plan in rows]


def current_plan(plans: list[PlanRead]) -> PlanRead | None:
    """The newest version that both have agreed to."""
    return next((read for read in plans if read.plan.is_agreed), None)


def open_plan(plans: list[PlanRead]) -> PlanRead | None:
    """The newest version, when it is not agreed by both yet: the draft, or what waits for a yes."""
    return plans[0] if plans and not plans[0].plan.is_agreed else None


def consents_of(treatment: Treatment, today: date) -> list[ConsentRead]:
    """Each text with the signature that is in force under its current version."""
    rows = treatment.consents.filter(revoked_at=None)
    grown = grown_up_on(treatment.client)
    is_grown = grown is not None and grown <= today
    held = {
        (row.kind, row.text_version): row
        for row in rows
        if (row.expires_on is None or row.expires_on > today)
        # What a parent signed is asked again of the client who has come of age.
        and (row.signed_by == treatment.client.user_id or not is_grown)
    }
    return [ConsentRead(text, held.get((kind, text.version))) for kind, text in consent_texts().items()]


def consent_history(treatment: Treatment) -> list[tuple[ConsentText | None, Consent]]:
    """Every signature there ever was with its text, the newest first."""
    texts = consent_texts()
    rows = treatment.consents.order_by("-signed_at")
    return [(texts.get(row.kind), row) for row in rows]


def goals_in_words(treatment: Treatment, chain: KeyChain) -> list[str]:
    """The goals of the plan in force, in the client's words; for the client's own front page."""
    agreed = treatment.plans.filter(client_agreed_at__isnull=False, therapist_agreed_at__isnull=False)
    goals = Goal.objects.filter(plans__in=agreed.order_by("-number")[:1])
    return [str(goal.words(chain)["words"]) for goal in goals]


def _goals(plan: Plan, chain: KeyChain, seen: dict[Any, GoalRead]) -> tuple[GoalRead, ...]:
    for goal in plan.goals.all():
        if goal.pk not in seen:
            remarks = tuple(_remark(row, chain) for row in goal.remarks.all())
            seen[goal.pk] = GoalRead(goal=goal, remarks=remarks, **goal.words(chain))
    return tuple(seen[goal.pk] for goal in plan.goals.all())


def _remark(row: Remark, chain: KeyChain) -> RemarkRead:
    words = row.words(chain)
    return RemarkRead(row.on, str(words["said"]), str(words["rating"]))
