"""The only doors to treatments and to the clients behind them.

`treating` is a treatment of the client by the actor that is not archived; `own` is the client asking
about themselves. Everything outside the actor's practice is invisible.
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Client
from reverie.core import audit, policy
from reverie.core.policy import Actor
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Limit, Transfer, Treatment, latest_first


def is_treating(actor: Actor, client_id: UUID) -> bool:
    """True when the actor is the therapist of a treatment of this client that is not archived."""
    return led_by(actor).filter(client_id=client_id).exists()


def clients_treated_by(actor: Actor) -> QuerySet[Client]:
    """The clients of the actor's own treatments that are not archived.

    Looked up from the treatments: asked of each client in turn, it would read those of every practice.
    """
    return Client.objects.filter(pk__in=led_by(actor).values("client"))


def with_leading(actor: Actor, rows: QuerySet[Client]) -> QuerySet[Client]:
    """The same clients, each with the answer to `is_treating`, so that `relations_to` need not ask."""
    return rows.annotate(is_led=Exists(led_by(actor).filter(client_id=OuterRef("pk"))))


def relations_to(actor: Actor, client: Client) -> set[str]:
    """How the actor stands to the client: any of `own`, `treating`, `practice`; one query at most.

    No query for a client out of `with_leading`.
    """
    if not actor.is_signed_in or client.practice_id != actor.practice_id:
        return set()
    if client.user_id == actor.user_id:
        return {"own"}
    is_led = getattr(client, "is_led", None)
    is_led = is_treating(actor, client.id) if is_led is None else is_led
    return {"practice", "treating"} if is_led else {"practice"}


def clients_visible_to(actor: Actor) -> QuerySet[Client]:
    """The clients whose treatment the actor may read: oneself, or those whom one treats."""
    seen = Q(pk__in=[])
    if policy.roles_for(actor, "treatment.read", "own"):
        seen |= Q(user_id=actor.user_id)
    if policy.roles_for(actor, "treatment.read", "treating"):
        seen |= Q(Exists(led_by(actor).filter(client_id=OuterRef("pk"))))
    return Client.objects.filter(seen, practice_id=actor.practice_id)


def treatments_visible_to(actor: Actor) -> QuerySet[Treatment]:
    """The treatments the actor may read: one's own, or those one leads."""
    seen = Q(pk__in=[])
    if policy.roles_for(actor, "treatment.read", "own"):
        seen |= Q(client__user_id=actor.user_id)
    if policy.roles_for(actor, "treatment.read", "treating"):
        seen |= Q(therapist__user_id=actor.user_id) & ~Q(state=Treatment.ARCHIVED)
    return Treatment.objects.filter(seen, practice_id=actor.practice_id).select_related(
        "client__unit", "therapist", "practice"
    )


def get_client_for_reading(actor: Actor, client_id: UUID) -> Client:
    """The client, and one audited read. Raises Http404 when the actor may not see them."""
    client = clients_visible_to(actor).filter(pk=client_id).first()
    if client is None:
        raise Http404
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=client, client=client.id)
    return client


def get_treatment_for_reading(actor: Actor, client_id: UUID) -> Treatment:
    """The client's latest treatment that the actor may read, and one audited read; else Http404."""
    treatment = _latest(actor, client_id)
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=treatment, client=treatment.client_id)
    return treatment


def get_treatment_for(actor: Actor, client_id: UUID, action: str, *, reads: bool = False) -> Treatment:
    """The client's latest treatment for `object.verb`; the action that follows is audited by itself.

    `reads`: the page shows what is written so far, which is one audited read.
    Raises Http404 when it is invisible, PermissionDenied when the table refuses the verb on it.
    """
    treatment = _latest(actor, client_id)
    if not policy.allows(actor, action, _relations(actor, treatment)):
        raise PermissionDenied
    if reads:
        with transaction.atomic():
            audit.record(by=actor, verb="read", on=treatment, client=treatment.client_id)
    return treatment


def get_own_treatment(actor: Actor) -> Treatment:
    """The latest treatment of the client who asks, not audited: the caller reads or acts. Http404 if none."""
    rows = treatments_visible_to(actor).filter(client__user_id=actor.user_id)
    newer = Limit.objects.filter(treatment=OuterRef("treatment"), number__gt=OuterRef("number"))
    limits = Limit.objects.filter(~Exists(newer), treatment=OuterRef("pk"), client_agreed_at=None)
    transfers = Transfer.objects.filter(treatment=OuterRef("pk"), client_agreed_at=None, withdrawn_at=None)
    rows = rows.annotate(waits_for_client=Exists(limits) | Exists(transfers))
    treatment = latest_first(rows).first()
    if treatment is None:
        raise Http404
    return treatment


def get_own_treatment_for_reading(actor: Actor) -> Treatment:
    """The latest treatment of the client who asks, and one audited read; else Http404."""
    treatment = get_own_treatment(actor)
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=treatment, client=treatment.client_id)
    return treatment


def get_own_appointment(actor: Actor, appointment_id: UUID) -> Appointment:
    """An hour of the client who asks. Raises Http404 when it is somebody else's."""
    rows = Appointment.objects.filter(client__user_id=actor.user_id, practice_id=actor.practice_id)
    found = rows.select_related("client", "therapist").filter(pk=appointment_id).first()
    if found is None or not policy.allows(actor, "particulars.tell", {"own"}):
        raise Http404
    return found


def find_latest_treatment(actor: Actor, client_id: UUID) -> Treatment | None:
    """The client's latest treatment that the actor may read, not audited; None if there is none."""
    return latest_first(treatments_visible_to(actor).filter(client_id=client_id)).first()


def _latest(actor: Actor, client_id: UUID) -> Treatment:
    treatment = find_latest_treatment(actor, client_id)
    if treatment is None:
        raise Http404
    return treatment


def _relations(actor: Actor, treatment: Treatment) -> set[str]:
    own = treatment.client.user_id == actor.user_id
    treating = treatment.therapist.user_id == actor.user_id
    return ({"own"} if own else set()) | ({"treating"} if treating else set())


def led_by(actor: Actor) -> QuerySet[Treatment]:
    """The treatments that the actor leads and that are not archived."""
    return Treatment.objects.filter(
        practice_id=actor.practice_id, therapist__user_id=actor.user_id, client__practice_id=actor.practice_id
    ).exclude(state=Treatment.ARCHIVED)
