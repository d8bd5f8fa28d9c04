"""Who is told, and what is still open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from reverie.accounts.models import Client, Membership, Practice, Therapist, User
from reverie.core.policy import Actor
from reverie.core.sealing import ClientScope, KeyChain, keychain
from reverie.safety import access
from reverie.safety.models import Concern, ConcernStep, Watch
from reverie.safety.queries.looking import watch_of

COVER_AFTER = timedelta(minutes=15)
LEAD_AFTER = timedelta(minutes=60)


@dataclass(frozen=True)
class Rung:
    """Who is told, in which place, after how long; without a user, somebody outside by name and address."""

    place: str
    user: User | None
    after: timedelta
    outside_name: str = ""
    outside_email: str = ""


@dataclass(frozen=True)
class OpenConcern:
    """One line for a first page; says nothing of what was answered."""

    id: UUID
    client_id: UUID
    client_name: str
    therapist_name: str
    kind: str
    raised_at: datetime
    is_acknowledged: bool


def ladder_for(practice: Practice, therapist: Therapist) -> list[Rung]:
    """The therapist at once; where the practice watches, the cover after 15 minutes and its leads after 60.

    Without a cover the leads are told after 15 minutes: a missing rung never means a longer silence.
    """
    rungs = [Rung(ConcernStep.THERAPIST, therapist.user, timedelta())]
    if not practice.is_monitored:
        return rungs
    cover = _cover(practice, therapist, watch_of(practice))
    if cover is not None:
        rungs.append(cover)
    held = Membership.objects.filter(practice=practice, role="practice_owner", ended_at=None)
    after = LEAD_AFTER if cover is not None else COVER_AFTER
    called = {rung.user.pk for rung in rungs if rung.user is not None}
    return rungs + [
        Rung(ConcernStep.LEAD, row.user, after)
        for row in held.select_related("user").order_by("created_at")
        if row.user_id not in called
    ]


def _cover(practice: Practice, therapist: Therapist, watch: Watch | None) -> Rung | None:
    """The declared cover; None while none is, for the cover's own clients, and once the cover has left."""
    if watch is None:
        return None
    if watch.outside_email:
        return Rung(ConcernStep.COVER, None, COVER_AFTER, watch.outside_name, watch.outside_email)
    if watch.cover is None or watch.cover_id == therapist.user_id:
        return None
    works_here = Membership.objects.filter(practice=practice, user=watch.cover, ended_at=None).exists()
    return Rung(ConcernStep.COVER, watch.cover, COVER_AFTER) if works_here else None


def open_concerns_for(actor: Actor) -> list[OpenConcern]:
    """What the actor must look at, the unacknowledged first, then the oldest."""
    rows = access.concerns_visible_to(actor).filter(cleared_at=None).order_by("raised_at")
    found = [
        OpenConcern(
            id=row.id,
            client_id=row.client_id,
            client_name=row.client.name,
            therapist_name=row.therapist.name,
            kind=row.kind,
            raised_at=row.raised_at,
            is_acknowledged=row.acknowledged_at is not None,
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: row.is_acknowledged)


def chain_of(concern: Concern) -> KeyChain:
    """The keys of the record that a concern's assessment belongs to."""
    return keychain(ClientScope(concern.practice_id, concern.client_id, "record"))


def assessment_of(concern: Concern) -> dict[str, str]:
    """The words that closed a concern, by part; empty while it is open. Read it through access first."""
    return concern.words(chain_of(concern))


def steps_of(concern: Concern) -> list[ConcernStep]:
    """The ladder in order, with the people on it."""
    return list(concern.steps.select_related("user"))


def latest_concern_of(client: Client, kind: str = "") -> Concern | None:
    """The client's latest concern, of one kind or of any, for the page that follows."""
    rows = Concern.objects.filter(client=client).select_related("therapist").order_by("-raised_at")
    return rows.filter(kind=kind).first() if kind else rows.first()


def zone_of(actor: Actor) -> str:
    """The zone in which the actor's practice reads its clock."""
    zones = Practice.objects.filter(pk__in=[actor.practice_id]).values_list("zone", flat=True)
    return zones.first() or "UTC"
