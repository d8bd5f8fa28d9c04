"""Raising, looking after and closing a concern."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock, jobs, mail
from reverie.core.policy import Actor
from reverie.safety.models import Concern, ConcernStep
from reverie.safety.queries.concerns import Rung, chain_of, ladder_for
from reverie.safety.queries.looking import looking_of

CLIMB = "safety.climb"


class CannotRaise(Exception):
    """One plain sentence for the user: why this cannot be raised."""


class CannotAcknowledge(Exception):
    """One plain sentence for the user: why this cannot be taken on."""


class CannotClear(Exception):
    """One plain sentence for the user: why this cannot be closed."""


@dataclass(frozen=True)
class Source:
    """What raised a concern: its kind (a value of Concern.KINDS) and the id of the row it came from."""

    kind: str
    id: UUID


@dataclass(frozen=True)
class Assessment:
    """What a clinician writes down to close a concern; every part is needed."""

    contact: str
    asked: str
    judgment: str
    done: str


@transaction.atomic
def raise_concern(
    *,
    client: Client,
    treatment_therapist: Therapist,
    source: Source,
    ladder: Sequence[Rung] | None = None,
    at: datetime | None = None,
    by: Actor,
) -> Concern:
    """Raise a concern once per source, tell the first rung, and queue the others.

    Runs inside the caller's transaction, so that the answer and the concern are kept together or not at
    all. `ladder` is kept on the concern; without one it is worked out by `queries.ladder_for`. Rungs that
    come later count from the practice's next opening when nobody looks. `at` is the moment of an answer
    that was given earlier and only reaches us now (paper, another system): the concern carries that date,
    the therapist is told now, and nobody further, since whoever brought it has it before them.
    Raises CannotRaise for an unknown kind, for people of two practices, or for a moment to come.
    """
    _check(client, treatment_therapist, source, at)
    known = Concern.objects.filter(kind=source.kind, source_id=source.id).first()
    if known is not None:
        return known
    if ladder is None:
        ladder = ladder_for(client.practice, treatment_therapist)
    rungs = [rung for rung in ladder if at is None or not rung.after]
    concern = Concern(practice=client.practice, client=client, therapist=treatment_therapist)
    concern.kind, concern.source_id, concern.raised_at = source.kind, source.id, at or clock.now()
    concern.seal_words(chain_of(concern), {})
    concern.save(force_insert=True)
    detail = {"kind": source.kind, "source": str(source.id), "told": [rung.place for rung in rungs]}
    practice = client.practice_id
    audit.record(by=by, verb="raise", on=concern, practice=practice, client=client.id, detail=detail)
    counts_from = looking_of(client.practice).counts_from(clock.now())
    for rung in rungs:
        _set_rung(concern, rung, counts_from)
    return concern


def _check(client: Client, therapist: Therapist, source: Source, at: datetime | None) -> None:
    if source.kind not in Concern.KINDS:
        raise CannotRaise(_("There is no such kind of concern."))
    if client.practice_id != therapist.practice_id:
        raise CannotRaise(_("The client and the therapist belong to different practices."))
    if at is not None and at > clock.now():
        raise CannotRaise(_("This cannot have happened at a time to come."))


def _set_rung(concern: Concern, rung: Rung, counts_from: datetime) -> None:
    due = counts_from + rung.after if rung.after else clock.now()
    step = ConcernStep.objects.create(
        concern=concern,
        user=rung.user,
        outside_name=rung.outside_name,
        outside_email=rung.outside_email,
        place=rung.place,
        due_at=due,
    )
    if rung.after:
        jobs.enqueue(CLIMB, key=f"{CLIMB}:{step.id}", payload={"step": str(step.id)}, run_at=due)
    else:
        _tell(step, by=Actor.system(CLIMB, concern.practice_id))


@transaction.atomic
def tell_step(*, step: ConcernStep, by: Actor) -> bool:
    """Tell one rung, unless somebody already looks after the concern; False when nobody was told."""
    concern = Concern.objects.select_for_update().get(pk=step.concern_id)
    step = (
        ConcernStep.objects.select_for_update(of=("self",))
        .select_related("user", "concern__practice", "concern__therapist")
        .get(pk=step.pk)
    )
    if concern.acknowledged_at is not None or step.told_at is not None:
        return False
    _tell(step, by=by)
    return True


def _tell(step: ConcernStep, by: Actor) -> None:
    mail.post(
        key=f"concern:{step.id}",
        to=step.email,
        subject=_("Something needs you"),
        body=_inside() if step.user_id else _outside(step.concern),
        practice=step.concern.practice_id,
    )
    step.told_at = clock.now()
    step.save(update_fields=["told_at"])
    detail = {"place": step.place, "user": str(step.user_id or "outside")}
    audit.record(by=by, verb="tell", on=step.concern, client=step.concern.client_id, detail=detail)


def _inside() -> str:
    # The message says nothing of whom or what: it may be read on a screen that others see.
    return _("Please sign in and look at your first page.") + f"\n{settings.URL}/desk/\n"


def _outside(concern: Concern) -> str:
    # Whoever stands outside cannot sign in: they reach the therapist, and learn no client's name.
    words = _(
        "You stand in for {therapist} at {practice}. Something there needs a person, and nobody has taken it "
        "up yet. Please reach {therapist} now; the practice’s number is {phone}."
    )
    practice = concern.practice
    return words.format(
        therapist=concern.therapist.name, practice=practice.name, phone=practice.phone or _("not known here")
    )


@transaction.atomic
def acknowledge_concern(*, concern: Concern, by: Actor) -> Concern:
    """Say that somebody looks after it: the ladder stops. Raises CannotAcknowledge when somebody does."""
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    if concern.acknowledged_at is not None:
        raise CannotAcknowledge(_("Somebody already looks after this."))
    concern.acknowledged_at, concern.acknowledged_by = clock.now(), by.user_id
    concern.save(update_fields=["acknowledged_at", "acknowledged_by"])
    audit.record(by=by, verb="acknowledge", on=concern, client=concern.client_id)
    return concern


@transaction.atomic
def clear_concern(*, concern: Concern, assessment: Assessment, by: Actor) -> Concern:
    """Close a concern with a documented assessment, sealed into the record.

    Raises CannotClear when it is closed already or a part of the assessment is empty.
    """
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    if concern.cleared_at is not None:
        raise CannotClear(_("This is already closed."))
    words = {name: text.strip() for name, text in asdict(assessment).items()}
    if not all(words.values()):
        raise CannotClear(_("Say how you reached them, what you asked, how you judge it, and what was done."))
    now = clock.now()
    if concern.acknowledged_at is None:
        concern.acknowledged_at, concern.acknowledged_by = now, by.user_id
    concern.cleared_at, concern.cleared_by = now, by.user_id
    concern.seal_words(chain_of(concern), words)
    concern.save()
    audit.record(
        by=by, verb="clear", on=concern, client=concern.client_id, detail={"assessment": concern.digest()}
    )
    return concern
