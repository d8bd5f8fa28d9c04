"""Goals and plan versions: written as a draft, agreed by both, then superseded, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from reverie.core import audit
from reverie.core.policy import Actor
from reverie.treatment.actions.agreement import agree
from reverie.treatment.models import Goal, Plan, Remark, Treatment

FIELDS = ("written_together", "agreed", "frequency", "modality", "diagnosis", "diagnosis_words")


class CannotPlan(Exception):
    """One plain sentence for the user: why the plan or a goal cannot be changed this way."""


@dataclass(frozen=True)
class GoalWords:
    """A goal in the client's words, with the therapist's focus and the sign that it is moving."""

    words: str
    focus: str = ""
    sign: str = ""


@transaction.atomic
def draft_plan(*, treatment: Treatment, by: Actor) -> Plan:
    """Begin the next version with the words and goals of the one before; one draft at a time.

    Raises CannotPlan when the treatment is over or a version is not yet agreed.
    """
    treatment = Treatment.objects.select_for_update().get(pk=treatment.pk)
    if treatment.is_over:
        raise CannotPlan(_("This treatment has ended; its plan stays as it was."))
    before = treatment.plans.order_by("-number").first()
    if before is not None and before.is_draft:
        raise CannotPlan(_("There is already a draft of the plan. Go on with that one."))
    chain = treatment.chain()
    plan = Plan(treatment=treatment, number=(before.number if before else 0) + 1)
    plan.seal_words(chain, before.words(chain) if before else _empty())
    plan.save(force_insert=True)
    if before is not None:
        plan.goals.set(before.goals.filter(met_on=None))
    _audit(plan, "draft_plan", by)
    return plan


@transaction.atomic
def write_plan(*, plan: Plan, words: Mapping[str, Any], review_on: date | None = None, by: Actor) -> Plan:
    """Keep the words of a draft (keys of FIELDS, and `sections`: heading -> text). Raises CannotPlan."""
    plan = _locked_draft(plan)
    chain = plan.treatment.chain()
    kept = plan.words(chain) | {name: words[name] for name in (*FIELDS, "sections") if name in words}
    plan.seal_words(chain, kept)
    plan.review_on = review_on
    plan.save()
    _audit(plan, "write_plan", by)
    return plan


@transaction.atomic
def add_goal(*, plan: Plan, goal: GoalWords, replaces: Goal | None = None, by: Actor) -> Goal:
    """Put a goal on a draft, perhaps in place of another one. Raises CannotPlan."""
    if not goal.words.strip():
        raise CannotPlan(_("Write the goal in the client's words first."))
    plan = _locked_draft(plan)
    last = plan.treatment.goals.aggregate(last=Max("number"))["last"] or 0
    row = Goal(treatment=plan.treatment, number=last + 1, replaces=replaces)
    row.seal_words(plan.treatment.chain(), asdict(goal))
    row.save(force_insert=True)
    plan.goals.add(row)
    if replaces is not None:
        plan.goals.remove(replaces)
    audit.record(
        by=by,
        verb="add_goal",
        on=row,
        client=plan.treatment.client_id,
        detail={"plan": plan.number, "words": row.digest()},
    )
    return row


@transaction.atomic
def drop_goal(*, plan: Plan, goal: Goal, by: Actor) -> None:
    """Take a goal off a draft; earlier versions keep it. Raises CannotPlan."""
    plan = _locked_draft(plan)
    if not plan.goals.filter(pk=goal.pk).exists():
        raise CannotPlan(_("This goal is not on the draft."))
    plan.goals.remove(goal)
    audit.record(
        by=by, verb="drop_goal", on=goal, client=plan.treatment.client_id, detail={"plan": plan.number}
    )


@transaction.atomic
def agree_plan(*, plan: Plan, in_session: bool = False, by: Actor) -> Plan:
    """One side agrees; from then on the words of this version no longer change.

    Raises CannotAgree when that side has agreed already, CannotPlan when the plan is empty.
    """
    plan = _locked(plan)
    if plan.treatment.plans.filter(number__gt=plan.number).exists():
        raise CannotPlan(_("There is a newer version of the plan. Look at that one."))
    if not plan.goals.exists():
        raise CannotPlan(_("The plan names no goal yet; there is nothing to agree to."))
    side = agree(plan, plan.treatment, in_session=in_session, by=by)
    plan.save()
    _audit(plan, "agree_plan", by, side=side)
    return plan


@transaction.atomic
def review_plan(
    *, plan: Plan, on: date, next_review: date | None, met: Sequence[Goal] = (), by: Actor
) -> Plan:
    """Write down that the two looked at the plan together, which goals are met, and when they do so next.

    Raises CannotPlan.
    """
    plan = _locked(plan)
    if not plan.is_agreed:
        raise CannotPlan(_("Only a plan that both have agreed to can be reviewed."))
    if plan.reviewed_on is not None and on < plan.reviewed_on:
        raise CannotPlan(_("You looked at it together on a later day already."))
    if next_review is not None and next_review <= on:
        raise CannotPlan(_("The next review comes after this one."))
    plan.reviewed_on, plan.review_on = on, next_review
    plan.save()
    for goal in met:
        mark_goal_met(goal=goal, on=on, by=by)
    _audit(plan, "review_plan", by, on=on.isoformat(), met=len(met))
    return plan


@transaction.atomic
def remark_on_goal(*, goal: Goal, said: str, rating: str, on: date, by: Actor) -> Remark:
    """Keep what the client said about a goal and where they would put it (Remark.RATINGS)."""
    if rating not in Remark.RATINGS:
        raise CannotPlan(_("Choose where you would put it now."))
    row = Remark(goal=goal, on=on)
    assert by.user_id is not None
    row.by = by.user_id
    row.seal_words(goal.treatment.chain(), {"said": said, "rating": rating})
    row.save(force_insert=True)
    detail = {"words": row.digest()}
    audit.record(by=by, verb="remark_on_goal", on=row, client=goal.treatment.client_id, detail=detail)
    return row


@transaction.atomic
def mark_goal_met(*, goal: Goal, on: date, by: Actor) -> Goal:
    """The two agree that this goal is met. Raises CannotPlan when it was met before."""
    if goal.met_on is not None:
        raise CannotPlan(_("This goal was already marked as met."))
    goal.met_on = on
    goal.save()
    audit.record(by=by, verb="mark_goal_met", on=goal, client=goal.treatment.client_id)
    return goal


def _empty() -> dict[str, Any]:
    return {**dict.fromkeys(FIELDS, ""), "sections": {}}


def _locked(plan: Plan) -> Plan:
    rows = Plan.objects.select_related("treatment__client", "treatment__therapist")
    return rows.select_for_update(of=("self",)).get(pk=plan.pk)


def _locked_draft(plan: Plan) -> Plan:
    plan = _locked(plan)
    if not plan.is_draft:
        raise CannotPlan(_("This version was already agreed to. Begin a new version to change it."))
    return plan


def _audit(plan: Plan, verb: str, by: Actor, **detail: Any) -> None:
    audit.record(
        by=by,
        verb=verb,
        on=plan,
        client=plan.treatment.client_id,
        detail={"number": plan.number, "words": plan.digest(), **detail},
    )
