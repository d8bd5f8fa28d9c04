"""Who is told, and what is still open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from reverie.accounts.models import Client, Membership, Practice, Therapist, User
from reverie.core.policy import Actor
from reverie.core.sealing import ClientScope, KeyChain, keychain
from reverie.safety import access
from reverie.safety.models import Concern, ConcernStep

COVER_AFTER = timedelta(minutes=15)
LEAD_AFTER = timedelta(minutes=60)


@dataclass(frozen=True)
class Rung:
    """Who is told, in which place, how long after the concern was raised."""

    place: str
    user: User
    after: timedelta


@dataclass(frozen=True)
class OpenConcern:
    """One line for a first page; says nothing of what was answered."""

    id: UUID
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
    cover = _cover(practice, therapist)
    if cover is not None:
        rungs.append(Rung(ConcernStep.COVER, cover, COVER_AFTER))
    held = Membership.objects.filter(practice=practice, role="practice_owner", ended_at=None)
    after = LEAD_AFTER if cover is not None else COVER_AFTER
    called = {rung.user.pk for rung in rungs}
    return rungs + [
        Rung(ConcernStep.LEAD, row.user, after)
        for row in held.select_related("user").order_by("created_at")
        if row.user_id not in called
    ]


def _cover(practice: Practice, therapist: Therapist) -> User | None:
    rows = Therapist.objects.filter(practice=practice, name=practice.on_call_name, ended_at=None)
    row = rows.exclude(pk=therapist.pk).select_related("user").first()
    return row.user if row is not None else None


def open_concerns_for(actor: Actor) -> list[OpenConcern]:
    """What the actor must look at, the unacknowledged first, then the oldest."""
    rows = access.concerns_visible_to(actor).filter(cleared_at=None).order_by("raised_at")
    found = [
        OpenConcern(
            id=row.id,
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


def latest_concern_of(client: Client) -> Concern | None:
    """The client's latest concern, for the page that follows the answer."""
    return Concern.objects.filter(client=client).select_related("therapist").order_by("-raised_at").first()


def zone_of(actor: Actor) -> str:
    """The zone in which the actor's practice reads its clock."""
    zones = Practice.objects.filter(pk__in=[actor.practice_id]).values_list("zone", flat=True)
    return zones.first() or "UTC"
