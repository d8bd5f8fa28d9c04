"""The only doors to questionnaires and their answers.

The client sees their own as soon as they are sent; the treating therapist sees all of them, but the
answers of a form that the client holds (the alliance check) only once the client has shown them. A formal
supervisor reads what the therapist reads, and changes nothing. Whoever covers reads the risk answer of the
concern they were told of, and no other. The front desk sees that a form is out, the owner numbers of ten
people and more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from reverie.accounts.models import Therapist
from reverie.core import audit, clock, policy
from reverie.core.policy import Actor
from reverie.measures.models import (
    HELD_BY_CLIENT,
    Administration,
    ReferenceChoice,
    ReviewSaying,
    Schedule,
    Summary,
)
from reverie.safety.access import concerns_visible_to, relations_to
from reverie.safety.models import Concern
from reverie.treatment.access import get_own_treatment, get_treatment_for
from reverie.treatment.models import Treatment

TherapistsOf = Callable[[Actor], QuerySet[Therapist]]
_supervising: list[TherapistsOf] = []


def provide_supervising(therapists_of: TherapistsOf) -> None:
    """Let the room that knows supervision say whom an actor formally supervises; called once."""
    _supervising[:] = [therapists_of]


def supervised_treatments(actor: Actor) -> QuerySet[Treatment]:
    """The treatments of those whom the actor formally supervises, the actor's own left out."""
    if not _supervising or not policy.roles_for(actor, "measure.read", "supervisee"):
        return Treatment.objects.none()
    rows = Treatment.objects.filter(practice_id=actor.practice_id, therapist__in=_supervising[0](actor))
    return rows.exclude(state=Treatment.ARCHIVED).exclude(therapist__user_id=actor.user_id)


def administrations_visible_to(actor: Actor) -> QuerySet[Administration]:
    """The forms the actor may see; a held one by its state alone (`answers_visible_to`)."""
    if actor.practice_id is None:
        return Administration.objects.none()
    seen = Q(pk__in=[])
    if policy.roles_for(actor, "measure.read", "own"):
        seen |= Q(client__user_id=actor.user_id) & ~Q(state=Administration.PLANNED)
    if policy.roles_for(actor, "measure.read", "treating"):
        seen |= _treating(actor)
    if policy.roles_for(actor, "measure.read", "supervisee"):
        seen |= Q(treatment__in=supervised_treatments(actor))
    rows = Administration.objects.filter(seen, practice_id=actor.practice_id)
    return rows.select_related("client", "treatment__therapist", "practice")


def answers_visible_to(actor: Actor) -> QuerySet[Administration]:
    """The forms whose answers the actor may read."""
    own = Q(client__user_id=actor.user_id)
    return administrations_visible_to(actor).filter(
        own | ~Q(instrument__in=HELD_BY_CLIENT) | Q(released_at__isnull=False)
    )


def get_administration_for_reading(actor: Actor, administration_id: UUID) -> Administration:
    """A form whose answers the actor may read, and one audited read. Raises Http404 otherwise."""
    row = answers_visible_to(actor).filter(pk=administration_id).first()
    if row is None:
        raise Http404
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=row, client=row.client_id)
    return row


def get_administration_for(actor: Actor, administration_id: UUID, action: str) -> Administration:
    """A form on which the actor may do `measure.<verb>`; the act is audited by itself. Else Http404."""
    row = administrations_visible_to(actor).filter(pk=administration_id).first()
    if row is None or not policy.allows(actor, action, _relations(actor, row)):
        raise Http404
    return row


def get_own_treatment_for_review(actor: Actor) -> Treatment:
    """The latest treatment of the client who asks; Http404 when there is none."""
    return get_own_treatment(actor)


def own_sayings(actor: Actor) -> QuerySet[ReviewSaying]:
    """What the client who asks has said for reviews, latest first, without what was taken back."""
    if not policy.allows(actor, "measure.say", {"own"}):
        return ReviewSaying.objects.none()
    own = Q(client__user_id=actor.user_id, practice_id=actor.practice_id, taken_back_at=None)
    return ReviewSaying.objects.filter(own).order_by("-said_at")


def get_own_saying(actor: Actor, saying_id: UUID) -> ReviewSaying:
    """One of them; Http404 otherwise."""
    row = own_sayings(actor).filter(pk=saying_id).first()
    if row is None:
        raise Http404
    return row


def read_sayings_of(actor: Actor, treatment: Treatment) -> list[ReviewSaying]:
    """What the client has said for reviews, latest first, to the therapist who leads the treatment.

    From now on it has been read, and can no longer be taken back.
    """
    if not policy.allows(actor, "measure.read", {"treating"}) or treatment.therapist.user_id != actor.user_id:
        return []
    rows = ReviewSaying.objects.filter(treatment=treatment, taken_back_at=None)
    with transaction.atomic():
        detail = {"sayings": rows.filter(read_at=None).update(read_at=clock.now())}
        audit.record(by=actor, verb="read", on=treatment, client=treatment.client_id, detail=detail)
    return list(rows.order_by("-said_at"))


def get_treatment_for_measuring(actor: Actor, client_id: UUID, action: str) -> Treatment:
    """The client's treatment in which the actor may do `measure.<verb>`; Http404 when it is invisible."""
    return get_treatment_for(actor, client_id, action)


def get_treatment_for_figures(actor: Actor, client_id: UUID) -> tuple[Treatment, bool]:
    """The treatment whose figures the actor reads, and whether they lead it themselves. Http404 otherwise."""
    if policy.allows(actor, "measure.see_figures", {"supervisee"}):
        rows = supervised_treatments(actor).filter(client_id=client_id).select_related("client", "therapist")
        row = rows.order_by("-created_at").first()
        if row is not None:
            return row, False
    return get_treatment_for_measuring(actor, client_id, "measure.see_figures"), True


def get_risk_answer(actor: Actor, concern_id: UUID) -> tuple[Concern, Administration]:
    """The form behind a concern that the actor was told of or treats, and one audited read. Else Http404.

    While the concern is open, or for whoever treats the client; of the form, its risk answers alone.
    """
    concern = concerns_visible_to(actor).filter(pk=concern_id, kind=Concern.RISK_ITEM).first()
    if concern is None:
        raise Http404
    relations = relations_to(actor, concern) - (set() if concern.cleared_at is None else {"covering"})
    rows = Administration.objects.filter(client_id=concern.client_id, practice_id=concern.practice_id)
    rows = rows.select_related("practice", "treatment__therapist")
    row = next((row for row in rows if concern.source_id in row.risk_sources()), None)
    if row is None or not policy.allows(actor, "measure.see_risk", relations):
        raise Http404
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=row, client=row.client_id, detail={"part": "risk"})
    return concern, row


def open_forms_of_practice(actor: Actor) -> QuerySet[Administration]:
    """Forms that are out, for whoever may know that they are, and nothing of them."""
    if actor.practice_id is None or not policy.allows(actor, "measure.see_status", {"practice"}):
        return Administration.objects.none()
    rows = Administration.objects.filter(practice_id=actor.practice_id, state__in=Administration.OPEN)
    return rows.select_related("client").defer("sealed")


def summaries_visible_to(actor: Actor) -> QuerySet[Summary]:
    """Numbers of ten people and more, for whoever may see those."""
    if actor.practice_id is None or not policy.allows(actor, "measure.see_aggregates", {"practice"}):
        return Summary.objects.none()
    return Summary.objects.filter(practice_id=actor.practice_id).order_by("instrument")


def get_schedule_for(actor: Actor, schedule_id: UUID, action: str) -> Schedule:
    """A regular asking that the actor may change; Http404 otherwise."""
    theirs = Q(practice_id=actor.practice_id, treatment__therapist__user_id=actor.user_id)
    rows = Schedule.objects.filter(theirs)
    row = rows.exclude(treatment__state=Treatment.ARCHIVED).select_related("treatment").filter(pk=schedule_id)
    found = row.first()
    if found is None or not policy.allows(actor, action, {"treating"}):
        raise Http404
    return found


@dataclass(frozen=True)
class Forms:
    """A client's forms, oldest first: to read, to come, and how many the client holds."""

    readable: list[Administration]
    waiting: list[Administration]
    held: int


def referenced(rows: QuerySet[Administration]) -> QuerySet[Administration]:
    """The same forms, each with the reference set chosen last for it, so that `courses` asks no more."""
    choices = ReferenceChoice.objects.filter(client=OuterRef("client"), instrument=OuterRef("instrument"))
    latest = choices.order_by("-chosen_at")
    parts = {f"reference_{name}": Subquery(latest.values(name)[:1]) for name in ("id", "version", "sealed")}
    return rows.annotate(**parts)


def forms_of(actor: Actor, treatment: Treatment) -> Forms:
    """The client's forms as the actor may see them, in one query; what follows is audited by itself."""
    rows = administrations_visible_to(actor).filter(client_id=treatment.client_id).order_by("opens_at")
    rows = referenced(rows)
    waiting = [row for row in rows if row.state in (Administration.PLANNED, *Administration.OPEN)]
    is_own = treatment.client.user_id == actor.user_id
    readable = [row for row in rows if is_own or not row.is_held]
    held = [row for row in rows if row.is_held and row.state == Administration.COMPLETED]
    return Forms(readable, waiting, 0 if is_own else len(held))


def read_forms_of(actor: Actor, treatment: Treatment) -> Forms:
    """The same, and one audited read for all."""
    forms = forms_of(actor, treatment)
    with transaction.atomic():
        detail = {"measures": len(forms.readable)}
        audit.record(by=actor, verb="read", on=treatment, client=treatment.client_id, detail=detail)
    return forms


def _relations(actor: Actor, row: Administration) -> set[str]:
    own = row.client.user_id == actor.user_id
    treating = row.treatment.therapist.user_id == actor.user_id
    return ({"own"} if own else set()) | ({"treating"} if treating else set())


def _treating(actor: Actor) -> Q:
    return Q(treatment__therapist__user_id=actor.user_id) & ~Q(treatment__state=Treatment.ARCHIVED)
