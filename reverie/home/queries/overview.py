"""The practice's overview: people, numbers that point at nobody, the audit chain, messages that wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from reverie.accounts.models import Membership, Practice
from reverie.billing.models import ServiceCode
from reverie.core import anchors, clock, mail
from reverie.core.models import AuditHead
from reverie.core.policy import Actor
from reverie.directory.models import Credential
from reverie.home.models import AuditCheck
from reverie.record.models import Session
from reverie.safety.queries import unapproved_wordings
from reverie.treatment.models import Treatment
from reverie.treatment.queries.texts import ConsentText, consent_texts

SMALLEST = 10
"""Below this, a number could point at a person and is not shown (reference: product, aggregates)."""


@dataclass(frozen=True)
class ChainState:
    """How long the audit chain is, and how far its last anchor reaches."""

    links: int
    anchored: int
    hash: str


@dataclass(frozen=True)
class Walk:
    """The last walk of the whole chain: when, how many entries, whether it was whole."""

    at: datetime
    links: int
    is_whole: bool


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
    licences: tuple[Credential, ...] = ()
    services: tuple[ServiceCode, ...] = ()
    policies: tuple[ConsentText, ...] = ()
    checked: Walk | None = None


def overview_of(actor: Actor) -> Overview | None:
    """The overview of the actor's practice; nothing in it names a client."""
    practice = _counted(Practice.objects.filter(pk=actor.practice_id)).first()
    if practice is None:
        return None
    return Overview(
        practice=practice,
        people=tuple(_people(practice)),
        in_treatment=_safe(practice.in_treatment or 0),
        sessions=_safe(practice.lately or 0),
        chain=_chain(practice),
        waiting=mail.messages_visible_to(actor).count(),
        unapproved=tuple(unapproved_wordings(practice)),
        licences=tuple(_licences(practice)),
        services=tuple(ServiceCode.objects.filter(practice=practice, ended_at=None)),
        policies=tuple(consent_texts().values()),
        checked=_walk(practice),
    )


def _counted(practices: QuerySet[Practice]) -> QuerySet[Any]:
    """The practice with its numbers and the last walk of its chain, in one query."""
    month = clock.now() - timedelta(days=30)
    open_states = [Treatment.ACTIVE, Treatment.PAUSED, Treatment.ENDING]
    treated = Treatment.objects.filter(practice=OuterRef("pk"), state__in=open_states)
    held = Session.objects.filter(practice=OuterRef("pk"), started_at__gte=month)
    walks = AuditCheck.objects.filter(practice=OuterRef("pk")).order_by("-at")
    return practices.annotate(
        in_treatment=_number_of(treated),
        lately=_number_of(held),
        walked_at=Subquery(walks.values("at")[:1]),
        walked_links=Subquery(walks.values("links")[:1]),
        walked_whole=Subquery(walks.values("is_whole")[:1]),
    )


def _walk(practice: Any) -> Walk | None:
    at = practice.walked_at
    return Walk(at, practice.walked_links, practice.walked_whole) if at is not None else None


def _number_of(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("practice").annotate(n=Count("*")).values("n"))


def _licences(practice: Practice) -> QuerySet[Credential]:
    """What those who work here state of their licences, the next to run out first."""
    rows = Credential.objects.filter(profile__therapist__practice=practice, profile__therapist__ended_at=None)
    return rows.select_related("profile__therapist").order_by("valid_until")


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
