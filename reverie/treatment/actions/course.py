"""The steps of a treatment; which of them are open in which state stands in `models.STEPS`."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.treatment.actions.agreement import side_of
from reverie.treatment.actions.hours import end_hours, start_hours
from reverie.treatment.models import STEPS, FitAnswer, Treatment, TreatmentStep
from reverie.treatment.queries.texts import approaches


class CannotStep(Exception):
    """One plain sentence for the user: why the treatment cannot go this way."""


@transaction.atomic
def open_consultation(
    *, client: Client, therapist: Therapist, started_on: date, approach: str = "", by: Actor
) -> Treatment:
    """Begin with the first meetings; fit is decided later by both. `started_on` is the first place.

    Raises CannotStep when the two are already in a treatment, or do not belong to one practice.
    """
    if client.practice_id != therapist.practice_id:
        raise CannotStep(_("The client and the therapist do not belong to the same practice."))
    treatment = Treatment(
        practice_id=client.practice_id,
        client=client,
        therapist=therapist,
        state=Treatment.CONSULTATION,
        approach=approach,
        started_on=started_on,
    )
    try:
        with transaction.atomic():
            treatment.save(force_insert=True)
    except IntegrityError:
        raise CannotStep(_("These two are already in a treatment that has not ended.")) from None
    _write_down(treatment, "open_consultation", "", started_on, "", by)
    return treatment


@transaction.atomic
def choose_approach(*, treatment: Treatment, approach: str, by: Actor) -> Treatment:
    """The lens through which the two work; its prompts and plan headings follow. Raises CannotStep."""
    treatment = _locked(treatment)
    if treatment.is_over:
        raise CannotStep(_("This treatment has already ended."))
    if approach and approach not in approaches():
        raise CannotStep(_("There is no such approach."))
    treatment.approach = approach
    treatment.save(update_fields=["approach"])
    detail = {"approach": approach}
    audit.record(by=by, verb="choose_approach", on=treatment, client=treatment.client_id, detail=detail)
    return treatment


@transaction.atomic
def answer_fit(*, treatment: Treatment, answer: str, in_session: bool = False, by: Actor) -> FitAnswer:
    """Keep what one side says about working together: `yes`, `no` or `not_yet`; the latest counts.

    `in_session`: the therapist writes down the client's answer. Raises CannotStep, CannotAgree.
    """
    treatment = _locked(treatment)
    if treatment.state not in {Treatment.CONSULTATION, Treatment.OFFERED}:
        raise CannotStep(_("The question whether you fit belongs to the first meetings."))
    if answer not in FitAnswer.ANSWERS:
        raise CannotStep(_("Choose yes, no or not yet."))
    side = side_of(treatment, by)
    if in_session and side != "therapist":
        raise CannotStep(_("Only the therapist can write down what was said in the session."))
    assert by.user_id is not None
    row = FitAnswer.objects.create(
        treatment=treatment,
        side="client" if in_session else side,
        answer=answer,
        how="in_session" if in_session else "self",
        by=by.user_id,
    )
    audit.record(by=by, verb="answer_fit", on=row, client=treatment.client_id, detail={"side": row.side})
    return row


def offer(*, treatment: Treatment, on: date, by: Actor) -> Treatment:
    """The therapist offers to work together; needs the therapist's own yes. Raises CannotStep."""
    return _step(treatment, "offer", on, by, needs_yes=("therapist",))


def begin(*, treatment: Treatment, on: date, by: Actor) -> Treatment:
    """The work begins: `working_since` is `on`; needs a yes of both sides. Raises CannotStep."""
    return _step(treatment, "begin", on, by, needs_yes=("therapist", "client"), changes={"working_since": on})


def pause(*, treatment: Treatment, last_day: date, reason: str = "", by: Actor) -> Treatment:
    """No hours after `last_day` until it is resumed. Raises CannotStep."""
    return _step(treatment, "pause", last_day, by, reason=reason, hours_end=last_day)


@transaction.atomic
def resume(*, treatment: Treatment, first_day: date, by: Actor) -> Treatment:
    """Go on: the hours of the frame in force start again on `first_day`. Raises CannotStep."""
    treatment = _step(treatment, "resume", first_day, by)
    start_hours(treatment, first_day, by)
    return treatment


def announce_ending(*, treatment: Treatment, last_day: date, reason: str = "", by: Actor) -> Treatment:
    """The phase of ending: the hours run until `last_day`. Raises CannotStep."""
    return _step(
        treatment,
        "announce_ending",
        last_day,
        by,
        reason=reason,
        hours_end=last_day,
        changes={"last_day": last_day},
    )


@transaction.atomic
def withdraw_ending(*, treatment: Treatment, on: date, reason: str = "", by: Actor) -> Treatment:
    """The two go on after all; the hours run on from `on`. Raises CannotStep."""
    treatment = _step(treatment, "withdraw_ending", on, by, reason=reason, changes={"last_day": None})
    start_hours(treatment, on, by)
    return treatment


def end(*, treatment: Treatment, on: date, reason: str, words: str = "", by: Actor) -> Treatment:
    """The treatment is over since `on`, for one of Treatment.REASONS; `words` are kept sealed."""
    if reason not in Treatment.REASONS:
        raise CannotStep(_("Say how it ended: by agreement, by one side, by a transfer, or otherwise."))
    if on < treatment.started_on:
        raise CannotStep(_("A treatment cannot end before it began."))
    changes = {"ended_on": on, "ended_reason": reason}
    return _step(treatment, "end", on, by, reason=words, hours_end=on, changes=changes)


def archive(*, treatment: Treatment, on: date, by: Actor) -> Treatment:
    """Put an ended treatment away: its therapist no longer reads it day by day. Raises CannotStep."""
    return _step(treatment, "archive", on, by)


def take_step(
    *, treatment: Treatment, verb: str, day: date, reason: str = "", words: str = "", by: Actor
) -> Treatment:
    """Take the step `verb` on `day`, whichever it is; `reason` is how it ended. Raises CannotStep."""
    if verb not in STEPS:
        raise CannotStep(_("There is no such step."))
    if verb == "pause":
        return pause(treatment=treatment, last_day=day, reason=words, by=by)
    if verb == "resume":
        return resume(treatment=treatment, first_day=day, by=by)
    if verb == "announce_ending":
        return announce_ending(treatment=treatment, last_day=day, reason=words, by=by)
    if verb == "withdraw_ending":
        return withdraw_ending(treatment=treatment, on=day, reason=words, by=by)
    if verb == "end":
        return end(treatment=treatment, on=day, reason=reason, words=words, by=by)
    return {"offer": offer, "begin": begin, "archive": archive}[verb](treatment=treatment, on=day, by=by)


@transaction.atomic
def _step(
    treatment: Treatment,
    verb: str,
    on: date,
    by: Actor,
    *,
    reason: str = "",
    needs_yes: tuple[str, ...] = (),
    hours_end: date | None = None,
    changes: dict[str, Any] | None = None,
) -> Treatment:
    treatment = _locked(treatment)
    step = STEPS[verb]
    if treatment.state not in step.sources:
        raise CannotStep(_(step.refusal))
    for side in needs_yes:
        _refuse_without_yes(treatment, side)
    before, treatment.state = treatment.state, step.target
    for name, value in (changes or {}).items():
        setattr(treatment, name, value)
    treatment.save()
    if hours_end is not None:
        end_hours(treatment, hours_end, by)
    _write_down(treatment, verb, before, on, reason, by)
    return treatment


def _locked(treatment: Treatment) -> Treatment:
    # The whole row is read again under the lock, so that two steps at once cannot both be taken.
    rows = Treatment.objects.select_related("client", "therapist")
    return rows.select_for_update(of=("self",)).get(pk=treatment.pk)


def _refuse_without_yes(treatment: Treatment, side: str) -> None:
    latest = treatment.fit_answers.filter(side=side).order_by("-at", "-created_at").first()
    if latest is None or latest.answer != FitAnswer.YES:
        raise CannotStep(
            _("The therapist has not yet said yes to working together.")
            if side == "therapist"
            else _("The client has not yet said yes to working together.")
        )


def _write_down(treatment: Treatment, verb: str, before: str, on: date, reason: str, by: Actor) -> None:
    row = TreatmentStep(
        treatment=treatment,
        number=treatment.steps.count() + 1,
        verb=verb,
        from_state=before,
        to_state=treatment.state,
        on=on,
        by=by.user_id,
    )
    row.seal_words(treatment.chain(), {"reason": reason})
    row.save(force_insert=True)
    audit.record(
        by=by,
        verb=verb,
        on=treatment,
        practice=treatment.practice_id,
        client=treatment.client_id,
        detail={"from": before, "to": treatment.state, "on": on.isoformat(), "words": row.digest()},
    )
