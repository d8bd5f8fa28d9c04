"""Raising, looking after and closing a concern."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock, jobs, mail
from reverie.core.policy import Actor
from reverie.safety.models import Concern, ConcernStep
from reverie.safety.queries.concerns import Rung, chain_of, ladder_for

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
    by: Actor,
) -> Concern:
    """Raise a concern once per source, tell the first rung, and queue the others.

    Runs inside the caller's transaction, so that the answer and the concern are kept together or not at
    all. `ladder` is kept on the concern; without one it is worked out by `queries.ladder_for`.
    Raises CannotRaise for an unknown kind or for people of two practices.
    """
    if source.kind not in Concern.KINDS:
        raise CannotRaise(_("There is no such kind of concern."))
    if client.practice_id != treatment_therapist.practice_id:
        raise CannotRaise(_("The client and the therapist belong to different practices."))
    known = Concern.objects.filter(kind=source.kind, source_id=source.id).first()
    if known is not None:
        return known
    rungs = list(ladder) if ladder is not None else ladder_for(client.practice, treatment_therapist)
    concern = Concern(
        practice=client.practice,
        client=client,
        therapist=treatment_therapist,
        kind=source.kind,
        source_id=source.id,
        raised_at=clock.now(),
    )
    concern.seal_words(chain_of(concern), {})
    concern.save(force_insert=True)
    detail = {"kind": source.kind, "source": str(source.id), "told": [rung.place for rung in rungs]}
    audit.record(
        by=by, verb="raise", on=concern, practice=client.practice_id, client=client.id, detail=detail
    )
    for rung in rungs:
        _set_rung(concern, rung)
    return concern


def _set_rung(concern: Concern, rung: Rung) -> None:
    due = concern.raised_at + rung.after
    step = ConcernStep.objects.create(concern=concern, user=rung.user, place=rung.place, due_at=due)
    if rung.after:
        jobs.enqueue(CLIMB, key=f"{CLIMB}:{step.id}", payload={"step": str(step.id)}, run_at=due)
    else:
        _tell(step, by=Actor.system(CLIMB, concern.practice_id))


@transaction.atomic
def tell_step(*, step: ConcernStep, by: Actor) -> bool:
    """Tell one rung, unless somebody already looks after the concern; False when nobody was told."""
    concern = Concern.objects.select_for_update().get(pk=step.concern_id)
    step = (
        ConcernStep.objects.select_for_update(of=("self",)).select_related("user", "concern").get(pk=step.pk)
    )
    if concern.acknowledged_at is not None or step.told_at is not None:
        return False
    _tell(step, by=by)
    return True


def _tell(step: ConcernStep, by: Actor) -> None:
    # The message says nothing of whom or what: it may be read on a screen that others see.
    body = _("Please sign in and look at your first page.") + f"\n{settings.URL}/desk/\n"
    mail.post(
        key=f"concern:{step.id}",
        to=step.user.email,
        subject=_("Something needs you"),
        body=body,
        practice=step.concern.practice_id,
    )
    step.told_at = clock.now()
    step.save(update_fields=["told_at"])
    detail = {"place": step.place, "user": str(step.user_id)}
    audit.record(by=by, verb="tell", on=step.concern, client=step.concern.client_id, detail=detail)


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
