"""The client's wish for a copy, with its clock; and how long a practice keeps its records."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Practice
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.record.models import AccessRequest, KeepingRule
from reverie.record.models.keeping import DAYS
from reverie.record.queries.keeping import rules


class CannotAnswer(Exception):
    """One plain sentence for the user: why this wish cannot be kept or answered, or the rule not chosen."""


@transaction.atomic
def ask_for_access(*, client: Client, wish: str, by: Actor) -> AccessRequest:
    """Write down that the client wants to read or have their record; the clock runs from today."""
    if AccessRequest.objects.filter(client=client, state=AccessRequest.OPEN).exists():
        raise CannotAnswer(_("You have asked already; the answer is on its way."))
    due = clock.today(client.zone) + timedelta(days=DAYS)
    row = AccessRequest(practice_id=client.practice_id, client=client, asked_by=by.user_id, due_on=due)
    row.seal_words(row.chain(), {"wish": wish.strip(), "answer": ""})
    row.save(force_insert=True)
    detail = {"due_on": str(due), "words": row.digest()}
    audit.record(by=by, verb="ask_for_access", on=row, client=client.pk, detail=detail)
    return row


@transaction.atomic
def answer_access(*, request: AccessRequest, state: str, answer: str, by: Actor) -> AccessRequest:
    """Say that the copy was given, or refused with the reason; a client may take the wish back."""
    row = AccessRequest.objects.select_for_update().get(pk=request.pk)
    if row.state != AccessRequest.OPEN:
        raise CannotAnswer(_("This has been answered already."))
    if state not in {AccessRequest.GIVEN, AccessRequest.REFUSED, AccessRequest.TAKEN_BACK}:
        raise CannotAnswer(_("Choose whether it was given or refused."))
    if state != AccessRequest.TAKEN_BACK and not answer.strip():
        raise CannotAnswer(_("Write down how it was given, or why it is refused."))
    chain = row.chain()
    words = row.words(chain)
    row.state, row.answered_at, row.answered_by = state, clock.now(), by.user_id
    row.seal_words(chain, words | {"answer": answer.strip()})
    row.save()
    detail = {"state": state, "words": row.digest()}
    audit.record(by=by, verb="answer_access", on=row, client=row.client_id, detail=detail)
    return row


@transaction.atomic
def choose_rule(*, practice: Practice, rule: str, by: Actor) -> KeepingRule:
    """Choose how long this practice keeps its records. Raises CannotAnswer."""
    if rule not in rules():
        raise CannotAnswer(_("Choose one of the rules."))
    row = KeepingRule.objects.create(practice=practice, rule=rule, chosen_by=by.user_id)
    audit.record(by=by, verb="choose_rule", on=row, practice=practice.pk, detail={"rule": rule})
    return row
