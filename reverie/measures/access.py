"""The only doors to questionnaires and their answers.

The client sees their own as soon as they are sent; the treating therapist sees all of them, but the
answers of a form that the client holds (the alliance check) only once the client has shown them.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from reverie.core import audit, policy
from reverie.core.policy import Actor
from reverie.measures.models import HELD_BY_CLIENT, Administration, Schedule
from reverie.treatment.access import get_own_treatment, get_treatment_for
from reverie.treatment.models import Treatment


def administrations_visible_to(actor: Actor) -> QuerySet[Administration]:
    """The forms the actor may see; a held one by its state alone (`answers_visible_to`)."""
    if actor.practice_id is None:
        return Administration.objects.none()
    seen = Q(pk__in=[])
    if policy.roles_for(actor, "measure.read", "own"):
        seen |= Q(client__user_id=actor.user_id) & ~Q(state=Administration.PLANNED)
    if policy.roles_for(actor, "measure.read", "treating"):
        seen |= _treating(actor)
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


def get_treatment_for_measuring(actor: Actor, client_id: UUID, action: str) -> Treatment:
    """The client's treatment in which the actor may do `measure.<verb>`; Http404 when it is invisible."""
    return get_treatment_for(actor, client_id, action)


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


def forms_of(actor: Actor, treatment: Treatment) -> Forms:
    """The client's forms as the actor may see them, in one query; what follows is audited by itself."""
    rows = administrations_visible_to(actor).filter(client_id=treatment.client_id).order_by("opens_at")
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
