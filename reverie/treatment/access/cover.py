"""The doors of a colleague who stands in, and of whoever opens a record in an emergency.

`standing_in`: a dated cover for the client's therapist is in force today. `covering`: the actor has opened
this one record in an emergency, less than an hour ago; rooms above ask `is_covering`, `clients_covered_by`.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Client
from reverie.core import audit, clock, policy
from reverie.core.policy import Actor
from reverie.treatment.access.course import led_by
from reverie.treatment.models import BreakGlass, Cover, Treatment


def is_covering(actor: Actor, client_id: UUID) -> bool:
    """True while the actor has this client's record open in an emergency."""
    return _opened(actor).filter(client_id=client_id).exists()


def clients_covered_by(actor: Actor) -> QuerySet[Client]:
    """The clients whose records the actor has open in an emergency now."""
    return Client.objects.filter(Exists(_opened(actor).filter(client_id=OuterRef("pk"))))


def clients_stood_in_for(actor: Actor) -> QuerySet[Client]:
    """The clients of the colleagues for whom the actor stands in today: how to reach them, no more."""
    about = clock.now().date()
    covers = Cover.objects.filter(
        colleague__user_id=actor.user_id, colleague__practice_id=actor.practice_id, ended_at=None,
        first_day__lte=about + timedelta(days=1), last_day__gte=about - timedelta(days=1),
    )  # fmt: skip
    absent = [row.therapist_id for row in covers.select_related("therapist") if _is_in_force(row)]
    led = Treatment.objects.filter(therapist_id__in=absent, client_id=OuterRef("pk"))
    running = led.exclude(state__in=[Treatment.ENDED, Treatment.ARCHIVED])
    return Client.objects.filter(Exists(running), practice_id=actor.practice_id).order_by("name")


def clients_to_open(actor: Actor) -> QuerySet[Client]:
    """The clients whose record the actor could open in an emergency, without having any reason yet."""
    if policy.allows(actor, "glass.break", {"practice"}):
        return Client.objects.filter(practice_id=actor.practice_id).order_by("name")
    if policy.allows(actor, "glass.break", {"standing_in"}):
        return clients_stood_in_for(actor)
    return Client.objects.none()


def get_client_to_open(actor: Actor, client_id: UUID) -> Client:
    """A client whose record the actor may open with a reason. Raises Http404 for any other."""
    client = clients_to_open(actor).select_related("practice").filter(pk=client_id).first()
    if client is None:
        raise Http404
    return client


def get_opened_client(actor: Actor, client_id: UUID) -> Client:
    """A client whose record the actor has open in an emergency, and one audited read. Raises Http404."""
    if not policy.allows(actor, "glass.read", {"covering"}):
        raise Http404
    rows = clients_covered_by(actor).filter(pk=client_id, practice_id=actor.practice_id)
    client = rows.select_related("practice").first()
    if client is None:
        raise Http404
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=client, client=client.id, detail={"emergency": True})
    return client


def covers_visible_to(actor: Actor) -> QuerySet[Cover]:
    """One's own covers and those one stands in; all of the practice for its owner."""
    rows = Cover.objects.filter(therapist__practice_id=actor.practice_id)
    if policy.allows(actor, "cover.set", {"practice"}):
        return rows
    return rows.filter(Q(therapist__user_id=actor.user_id) | Q(colleague__user_id=actor.user_id))


def get_cover_for_ending(actor: Actor, cover_id: UUID) -> Cover:
    """A cover that the actor may end: one's own, or any as the owner. Raises Http404."""
    rows = covers_visible_to(actor)
    if not policy.allows(actor, "cover.set", {"practice"}):
        rows = rows.filter(therapist__user_id=actor.user_id)
    cover = rows.filter(pk=cover_id).first()
    if cover is None:
        raise Http404
    return cover


def glasses_visible_to(actor: Actor) -> QuerySet[BreakGlass]:
    """The openings in an emergency that the actor looks at afterwards."""
    seen = Q(pk__in=[])
    if policy.allows(actor, "glass.review", {"practice"}):
        seen |= Q(practice_id=actor.practice_id)
    if policy.allows(actor, "glass.review", {"treating"}):
        seen |= Q(Exists(led_by(actor).filter(client_id=OuterRef("client_id"))))
    return BreakGlass.objects.filter(seen, practice_id=actor.practice_id)


def get_glass_for_review(actor: Actor, glass_id: UUID) -> BreakGlass:
    """An opening that the actor looks at afterwards. Raises Http404."""
    glass = glasses_visible_to(actor).filter(pk=glass_id).first()
    if glass is None:
        raise Http404
    return glass


def _opened(actor: Actor) -> QuerySet[BreakGlass]:
    return BreakGlass.objects.filter(
        practice_id=actor.practice_id, opened_by=actor.user_id, expires_at__gt=clock.now()
    )


def _is_in_force(cover: Cover) -> bool:
    return cover.first_day <= clock.today(cover.therapist.zone) <= cover.last_day
