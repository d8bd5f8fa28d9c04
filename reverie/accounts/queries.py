"""Reads about people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet, Value

from reverie.accounts import access
from reverie.accounts.models import Client, Invitation, Membership, Practice, Representative, User
from reverie.core import clock
from reverie.core.policy import ANONYMOUS, Actor


def actor_of(user: Any, *, practice: UUID | None = None, has_second_factor: bool = False) -> Actor:
    """The actor that a signed-in user is in `practice`, or in the first practice they belong to.

    Roles are those of the memberships there, and `client` where the practice sees them. One query.
    """
    if not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    places = roles_by_practice(user.pk)
    here = practice if practice in places else next(iter(places), None)
    return Actor(
        user_id=user.pk,
        practice_id=here,
        roles=places[here] if here else frozenset(),
        has_second_factor=has_second_factor,
        name=user.name,
    )


def roles_by_practice(user_id: UUID) -> dict[UUID, frozenset[str]]:
    """Practice -> roles of a person there; practices they work in first, then those that see them, by age."""
    works = Membership.objects.filter(user=user_id, ended_at=None).annotate(rank=Value(0))
    seen = Client.objects.filter(user=user_id).annotate(rank=Value(1), role=Value("client"))
    about, day = clock.now().date(), timedelta(days=1)  # each row is looked at by its client's own day
    acts = Representative.objects.filter(
        user=user_id, ended_at=None, starts_on__lte=about + day, expires_on__gt=about - day
    ).annotate(rank=Value(2), role=Value("representative"))
    columns = ("rank", "created_at", "practice_id", "role")
    rows = works.values_list(*columns).union(
        seen.values_list(*columns),
        acts.values_list("rank", "created_at", "client__practice_id", "role"),
        all=True,
    )
    found: dict[UUID, set[str]] = {}
    for _rank, _since, practice, role in sorted(rows):
        found.setdefault(practice, set()).add(role)
    return {practice: frozenset(roles) for practice, roles in found.items()}


def practices_of(actor: Actor) -> list[Practice]:
    """The practices that a person may switch to, in the order of `roles_by_practice`."""
    if actor.user_id is None:
        return []
    places = roles_by_practice(actor.user_id)
    rows = Practice.objects.in_bulk(list(places))
    return [rows[practice] for practice in places]


def has_factor(user: User) -> bool:
    """True when the person has a passkey or an app that makes codes."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


def ways_to_unlock(user: User) -> dict[str, bool]:
    """What the person can say who they are with: password, code, passkey."""
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return {
        "password": user.has_usable_password(),
        "code": Authenticator.Type.TOTP in kinds or Authenticator.Type.RECOVERY_CODES in kinds,
        "passkey": Authenticator.Type.WEBAUTHN in kinds,
    }


def is_set_up() -> bool:
    """True once a practice exists."""
    return Practice.objects.exists()


def is_staff(user: User) -> bool:
    """True when the person works in some practice."""
    return Membership.objects.filter(user=user, ended_at=None).exists()


@dataclass(frozen=True)
class Member:
    """One person who works here, with all roles."""

    user: User
    roles: tuple[str, ...]
    since: datetime
    has_factor: bool


def members(actor: Actor) -> list[Member]:
    """The people who work in the actor's practice, by name."""
    rows = access.members_visible_to(actor).select_related("user").order_by("user__name", "role")
    found: dict[UUID, list[Membership]] = {}
    for row in rows:
        found.setdefault(row.user_id, []).append(row)
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    secured = set(Authenticator.objects.filter(user__in=found, type__in=kinds).values_list("user", flat=True))
    return [
        Member(
            user=held[0].user,
            roles=tuple(row.role for row in held),
            since=min(row.created_at for row in held),
            has_factor=user in secured,
        )
        for user, held in found.items()
    ]


def open_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Invitations of the actor's practice that nobody has taken up yet, newest first."""
    return access.invitations_visible_to(actor).filter(
        accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    )


def demo_people() -> list[tuple[User, frozenset[str]]]:
    """The people of a demo database's own practice with their roles, those who work first.

    Practices that were made beside it for load have thousands more, who have nothing to show.
    """
    first = Practice.objects.order_by("created_at")[:1]
    works = Membership.objects.filter(practice__in=first, ended_at=None).values_list("user")
    seen = Client.objects.filter(practice__in=first, user__isnull=False).values_list("user")
    acts = Representative.objects.filter(client__practice__in=first).values_list("user")
    people = User.objects.filter(pk__in=[user for (user,) in works.union(seen, acts)])
    rows = [(user, actor_of(user)) for user in people.order_by("created_at")]
    rows.sort(key=lambda row: (not row[1].is_staff, row[0].created_at))
    return [(user, actor.roles) for user, actor in rows if actor.roles]
