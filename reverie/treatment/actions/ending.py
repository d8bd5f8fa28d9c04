"""A limit of time that both agree to, a transfer to a colleague, and the summary at the end."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from reverie.accounts.models import Therapist
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.treatment.actions.agreement import agree, side_of
from reverie.treatment.actions.course import end, open_consultation
from reverie.treatment.models import EndingSummary, Limit, Plan, Transfer, Treatment


class CannotEnd(Exception):
    """One plain sentence for the user: why the limit, the transfer or the summary is not possible so."""


class EndingChanged(CannotEnd):
    """The summary has moved on since the page of whoever writes or signs it was made."""


@transaction.atomic
def propose_limit(
    *, treatment: Treatment, sessions: int, last_day: date, words: Mapping[str, str], by: Actor
) -> Limit:
    """The therapist proposes how many sessions, until when, with which focus. Raises CannotEnd."""
    treatment = Treatment.objects.select_for_update().get(pk=treatment.pk)
    if treatment.is_over:
        raise CannotEnd(_("This treatment has ended already."))
    if sessions < 1 or last_day <= treatment.started_on:
        raise CannotEnd(_("Agree on at least one session, and on a last day after the first."))
    if not words.get("focus", "").strip():
        raise CannotEnd(_("Write down the one thing that this is about."))
    last = treatment.limits.aggregate(last=Max("number"))["last"] or 0
    row = Limit(treatment=treatment, number=last + 1, sessions=sessions, last_day=last_day)
    row.seal_words(treatment.chain(), {key: words.get(key, "").strip() for key in ("focus", "enough")})
    agree(row, treatment, in_session=False, by=by)
    row.save(force_insert=True)
    _audit(row, "propose_limit", by)
    return row


@transaction.atomic
def agree_limit(*, limit: Limit, in_session: bool = False, by: Actor) -> Limit:
    """The client agrees to the newest one: its sessions and last day hold. Raises CannotAgree, CannotEnd."""
    rows = Limit.objects.select_related("treatment__client", "treatment__therapist")
    row = rows.select_for_update(of=("self",)).get(pk=limit.pk)
    if row.treatment.limits.filter(number__gt=row.number).exists():
        raise CannotEnd(_("Another limit was proposed since. Look at that one."))
    agree(row, row.treatment, in_session=in_session, by=by)
    row.save()
    if row.is_agreed:
        Treatment.objects.filter(pk=row.treatment_id).update(
            agreed_sessions=row.sessions, last_day=row.last_day
        )
    _audit(row, "agree_limit", by)
    return row


@transaction.atomic
def propose_transfer(*, treatment: Treatment, to: Therapist, letter: str, by: Actor) -> Transfer:
    """The therapist proposes that a colleague goes on; nothing happens before the client's yes."""
    if treatment.is_over:
        raise CannotEnd(_("This treatment has ended already."))
    if to.pk == treatment.therapist_id or to.practice_id != treatment.practice_id or to.ended_at:
        raise CannotEnd(_("Choose a colleague of this practice."))
    row = Transfer(treatment=treatment, to=to)
    row.seal_words(treatment.chain(), {"letter": letter.strip()})
    agree(row, treatment, in_session=False, by=by)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise CannotEnd(_("A transfer is proposed already. Withdraw that one first.")) from None
    _audit(row, "propose_transfer", by)
    return row


@transaction.atomic
def agree_transfer(*, transfer: Transfer, in_session: bool = False, by: Actor) -> Transfer:
    """The client agrees, themselves or as told in the session. Raises CannotEnd, CannotAgree."""
    row = _locked(transfer)
    agree(row, row.treatment, in_session=in_session, by=by)
    row.save()
    _audit(row, "agree_transfer", by)
    return row


@transaction.atomic
def withdraw_transfer(*, transfer: Transfer, by: Actor) -> Transfer:
    """Either side takes it back before it is done. Raises CannotEnd, and CannotAgree for anybody else."""
    row = _locked(transfer)
    side_of(row.treatment, by)
    row.withdrawn_at, row.withdrawn_by = clock.now(), by.user_id
    row.save()
    _audit(row, "withdraw_transfer", by)
    return row


@transaction.atomic
def complete_transfer(*, transfer: Transfer, on: date, by: Actor) -> Treatment:
    """End here and begin there, with the plan as a draft of the new treatment. Raises CannotEnd, CannotStep.

    What is the client's goes along: history, people, diagnoses, sessions. Process notes never do.
    """
    row = _locked(transfer)
    if side_of(row.treatment, by) != "therapist":
        raise CannotEnd(_("Only the therapist can write down that it is done."))
    if not row.is_agreed:
        raise CannotEnd(_("The client has not agreed to the transfer yet."))
    ended = end(treatment=row.treatment, on=on, reason="transfer", by=by)
    begun = open_consultation(
        client=ended.client, therapist=row.to, started_on=on, approach=ended.approach, by=by
    )
    _carry_plan(ended, begun)
    row.done_on, row.next_treatment = on, begun
    row.save()
    _audit(row, "complete_transfer", by)
    return begun


@transaction.atomic
def write_ending(
    *, treatment: Treatment, words: Mapping[str, str], version: int = 0, by: Actor
) -> EndingSummary:
    """Keep the draft of the summary; `version` is the one it was written on (0 for a new one).

    Raises CannotEnd once it is signed and while nothing ends, EndingChanged when it has moved on.
    """
    treatment = Treatment.objects.select_for_update().get(pk=treatment.pk)
    if treatment.state not in {Treatment.ENDING, Treatment.ENDED}:
        raise CannotEnd(_("The summary is written once an ending is announced."))
    row = EndingSummary.objects.filter(treatment=treatment).first()
    if row is not None and row.signed_at is not None:
        raise CannotEnd(_("The summary is signed and no longer changes."))
    _refuse_other(row, version)
    assert by.user_id is not None
    row = row or EndingSummary(treatment=treatment, written_by=by.user_id)
    row.seal_words(treatment.chain(), {key: words.get(key, "").strip() for key in EndingSummary.PARTS})
    row.save()
    _audit(row, "write_ending", by)
    return row


@transaction.atomic
def sign_ending(*, summary: EndingSummary, version: int, by: Actor) -> EndingSummary:
    """Freeze the summary with the treatment's facts under the signer's name; `version` is the one read.

    Raises CannotEnd, and EndingChanged when what is kept is not what was read.
    """
    rows = EndingSummary.objects.select_related("treatment__therapist")
    row = rows.select_for_update(of=("self",)).get(pk=summary.pk)
    if row.signed_at is not None:
        raise CannotEnd(_("The summary is signed already."))
    if row.treatment.state != Treatment.ENDED:
        raise CannotEnd(_("Write down the ending first; the summary is signed after it."))
    if by.user_id != row.treatment.therapist.user_id:
        raise CannotEnd(_("Only the therapist signs the summary."))
    _refuse_other(row, version)
    chain = row.treatment.chain()
    if not any(row.words(chain).values()):
        raise CannotEnd(_("The summary is empty."))
    row.signed_at, row.signed_by, row.signed_name = clock.now(), by.user_id, row.treatment.therapist.name
    row.signed_hash = row.content_hash(chain)
    row.save()
    _audit(row, "sign_ending", by, hash=row.signed_hash)
    return row


def _carry_plan(ended: Treatment, begun: Treatment) -> None:
    """The plan in force becomes a draft with the colleague; its goals are written anew with their words."""
    agreed = ended.plans.filter(client_agreed_at__isnull=False, therapist_agreed_at__isnull=False)
    before = agreed.order_by("-number").first()
    if before is None:
        return
    chain = begun.chain()
    plan = Plan(treatment=begun, number=1)
    plan.seal_words(chain, before.words(chain))
    plan.save(force_insert=True)
    for number, goal in enumerate(before.goals.filter(met_on=None), start=1):
        words = goal.words(chain)
        copy = begun.goals.model(treatment=begun, number=number)
        copy.seal_words(chain, words)
        copy.save(force_insert=True)
        plan.goals.add(copy)


def _refuse_other(row: EndingSummary | None, version: int) -> None:
    if (row.version if row else 0) != version:
        raise EndingChanged(_("This was changed elsewhere since you opened the page. Nothing is lost."))


def _locked(transfer: Transfer) -> Transfer:
    rows = Transfer.objects.select_related("treatment__client", "treatment__therapist", "to__practice")
    row = rows.select_for_update(of=("self",)).get(pk=transfer.pk)
    if row.done_on is not None or row.withdrawn_at is not None:
        raise CannotEnd(_("This transfer is done or was withdrawn."))
    return row


def _audit(row: Limit | Transfer | EndingSummary, verb: str, by: Actor, **detail: str) -> None:
    client = row.treatment.client_id
    audit.record(by=by, verb=verb, on=row, client=client, detail={"words": row.digest(), **detail})
