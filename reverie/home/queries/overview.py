"""The practice's overview: people, numbers that point at nobody, the audit chain, messages that wait."""

from dataclasses import dataclass
from datetime import timedelta

from reverie.accounts.models import Membership, Practice
from reverie.core import anchors, clock, mail
from reverie.core.models import AuditHead
from reverie.core.policy import Actor
from reverie.record.models import Session
from reverie.safety.queries import unapproved_wordings
from reverie.treatment.models import Treatment

SMALLEST = 10
"""Below this, a number could point at a person and is not shown (reference: product, aggregates)."""


@dataclass(frozen=True)
class ChainState:
    """How long the audit chain is, and how far its last anchor reaches."""

    links: int
    anchored: int
    hash: str


@dataclass(frozen=True)
class Overview:
    """Everything the overview shows."""

    practice: Practice
    people: tuple[tuple[str, tuple[str, ...]], ...]
    in_treatment: int | None
    sessions: int | None
    chain: ChainState
    waiting: int
    unapproved: tuple[str, ...]


def overview_of(actor: Actor) -> Overview | None:
    """The overview of the actor's practice; nothing in it names a client."""
    practice = Practice.objects.filter(pk=actor.practice_id).first()
    if practice is None:
        return None
    month = clock.now() - timedelta(days=30)
    open_states = [Treatment.ACTIVE, Treatment.PAUSED, Treatment.ENDING]
    return Overview(
        practice=practice,
        people=tuple(_people(practice)),
        in_treatment=_safe(Treatment.objects.filter(practice=practice, state__in=open_states).count()),
        sessions=_safe(Session.objects.filter(practice=practice, started_at__gte=month).count()),
        chain=_chain(practice),
        waiting=mail.messages_visible_to(actor).count(),
        unapproved=tuple(unapproved_wordings(practice)),
    )


def _safe(number: int) -> int | None:
    return number if number >= SMALLEST else None


def _people(practice: Practice) -> list[tuple[str, tuple[str, ...]]]:
    rows = Membership.objects.filter(practice=practice, ended_at=None).select_related("user")
    found: dict[str, list[str]] = {}
    for row in rows.order_by("user__name", "role"):
        found.setdefault(row.user.name, []).append(row.role)
    return [(name, tuple(roles)) for name, roles in found.items()]


def _chain(practice: Practice) -> ChainState:
    head = AuditHead.objects.filter(practice=practice.pk).first()
    found, _damage = anchors.read()
    last = max((anchor.count for anchor in found if anchor.practice == practice.pk), default=0)
    return ChainState(head.count if head else 0, last, head.hash if head else "")
