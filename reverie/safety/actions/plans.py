"""Writing a safety plan down, and reading it again together."""

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.safety.models import SafetyPlan
from reverie.safety.queries.plans import latest_number, plan_words

LONGEST = 4000


class CannotKeepPlan(Exception):
    """One plain sentence for the user: why this plan cannot be kept."""


@transaction.atomic
def keep_plan(*, client: Client, words: dict[str, str], after: int, by: Actor) -> SafetyPlan:
    """Keep the plan as its next version; `after` is the number that was before the writer's eyes.

    Raises CannotKeepPlan when nothing is written, nothing changed, a part is too long, or somebody else has
    kept a version meanwhile.
    """
    clean = {part: words.get(part, "").strip() for part in SafetyPlan.PARTS}
    if not any(clean.values()):
        raise CannotKeepPlan(_("Nothing is written yet."))
    if max(len(text) for text in clean.values()) > LONGEST:
        raise CannotKeepPlan(_("A part is longer than {most} characters.").format(most=LONGEST))
    if by.user_id is None:
        raise CannotKeepPlan(_("A safety plan is written by a person."))
    Client.objects.select_for_update().get(pk=client.pk)  # one writer after the other
    if latest_number(client) != after:
        raise CannotKeepPlan(
            _(
                "The plan was changed meanwhile. Your words are still here: compare them with the plan, "
                "then keep them."
            )
        )
    last = client.safety_plans.filter(number=after).first()
    if last is not None and plan_words(last) == clean:
        raise CannotKeepPlan(_("The plan says this already."))
    plan = SafetyPlan(
        practice_id=client.practice_id,
        client=client,
        number=after + 1,
        written_at=clock.now(),
        written_by_id=by.user_id,
    )
    plan.seal_words(keychain(plan.scope), clean)
    plan.save(force_insert=True)
    detail = {"number": plan.number, "plan": plan.digest()}
    audit.record(by=by, verb="write", on=plan, client=client.id, detail=detail)
    return plan


@transaction.atomic
def note_reread(*, plan: SafetyPlan, by: Actor) -> SafetyPlan:
    """Note that the plan in force was read again together, and still holds.

    Raises CannotKeepPlan for a version that is no longer in force.
    """
    plan = SafetyPlan.objects.select_for_update(of=("self",)).select_related("client").get(pk=plan.pk)
    if plan.number != latest_number(plan.client):
        raise CannotKeepPlan(_("There is a newer plan. Read that one together."))
    plan.reread_at, plan.reread_by = clock.now(), by.user_id
    plan.save(update_fields=["reread_at", "reread_by"])
    audit.record(by=by, verb="reread", on=plan, client=plan.client_id, detail={"number": plan.number})
    return plan
