"""Who works in a practice, and how that ends."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.events import hours_given_up, member_off_boarded
from reverie.accounts.models import ROLES, Invitation, Membership, Practice, SignIn, Therapist, User
from reverie.core import audit, clock
from reverie.core.policy import Actor

HOLDS_HOURS = {"therapist", "trainee"}


class CannotChangeRoles(Exception):
    """Roles that would leave the practice without an owner, or that do not exist."""


class CannotOffBoard(Exception):
    """A person who cannot leave like this."""


@transaction.atomic
def add_member(*, practice: Practice, user: User, roles: Iterable[str], by: Actor) -> None:
    """Give a person their first roles in a practice; the holder of hours becomes its therapist.

    Raises CannotChangeRoles for a role that does not exist.
    """
    wanted = _known(roles)
    Membership.objects.bulk_create(
        [Membership(practice=practice, user=user, role=role) for role in sorted(wanted)],
        ignore_conflicts=True,
    )
    _keep_therapist(practice, user, wanted)
    audit.record(by=by, verb="join", on=user, practice=practice.id, detail={"roles": sorted(wanted)})


@transaction.atomic
def change_roles(*, practice: Practice, user: User, roles: Iterable[str], by: Actor) -> None:
    """Make `roles` the roles of a person who works here; in force with their next request.

    Raises CannotChangeRoles without a role, for an unknown one, or when no owner would be left.
    """
    wanted = _known(roles)
    held = Membership.objects.select_for_update().filter(practice=practice, user=user, ended_at=None)
    before = {row.role for row in held}
    if "practice_owner" in before - wanted and not _other_owner(practice, user):
        raise CannotChangeRoles(_("A practice needs an owner. Make somebody else an owner first."))
    ended = {"ended_at": clock.now(), "ended_by": by.user_id or practice.id}
    held.exclude(role__in=wanted).update(**ended)
    for role in sorted(wanted - before):
        Membership.objects.create(practice=practice, user=user, role=role)
    if _keep_therapist(practice, user, wanted):
        hours_given_up.send(sender=Membership, practice_id=practice.id, user_id=user.id, by=by)
    audit.record(
        by=by,
        verb="change_roles",
        on=user,
        practice=practice.id,
        detail={"before": sorted(before), "after": sorted(wanted)},
    )


@transaction.atomic
def off_board(*, practice: Practice, user: User, by: Actor) -> None:
    """End a person's memberships here with every browser they are signed in on and every open invitation.

    Other rooms end what they gave (feeds, grants) in the same transaction: `events.member_off_boarded`.
    Raises CannotOffBoard for oneself, for the last owner, and for somebody who does not work here.
    """
    if user.id == by.user_id:
        raise CannotOffBoard(_("You cannot off-board yourself. Another owner can."))
    held = Membership.objects.select_for_update().filter(practice=practice, user=user, ended_at=None)
    roles = sorted(row.role for row in held)
    if not roles:
        raise CannotOffBoard(_("This person does not work here."))
    if "practice_owner" in roles and not _other_owner(practice, user):
        raise CannotOffBoard(_("A practice needs an owner. Make somebody else an owner first."))
    now, actor = clock.now(), by.user_id or practice.id
    held.update(ended_at=now, ended_by=actor)
    Therapist.objects.filter(practice=practice, user=user, ended_at=None).update(ended_at=now)
    browsers, _rows = SignIn.objects.filter(user=user).delete()
    invitations = _withdraw_invitations(practice, user, actor)
    member_off_boarded.send(sender=Membership, practice_id=practice.id, user_id=user.id, by=by)
    detail = {"roles": roles, "sign_ins": browsers, "invitations": invitations}
    audit.record(by=by, verb="off_board", on=user, practice=practice.id, detail=detail)


def _withdraw_invitations(practice: Practice, user: User, actor: UUID) -> int:
    """Take back what this person sent, and what was sent to them."""
    waiting = Invitation.objects.filter(practice=practice, accepted_at=None, withdrawn_at=None)
    sent_or_got = waiting.filter(invited_by=user.id) | waiting.filter(email__iexact=user.email)
    return sent_or_got.update(withdrawn_at=clock.now(), withdrawn_by=actor)


def _known(roles: Iterable[str]) -> set[str]:
    wanted = set(roles)
    if not wanted:
        raise CannotChangeRoles(_("Choose at least one role, or off-board the person."))
    if not wanted <= set(ROLES):
        raise CannotChangeRoles(_("There is no such role."))
    return wanted


def _other_owner(practice: Practice, user: User) -> bool:
    owners = Membership.objects.filter(practice=practice, role="practice_owner", ended_at=None)
    return owners.exclude(user=user).exists()


def _keep_therapist(practice: Practice, user: User, roles: set[str]) -> bool:
    """A holder of hours has a therapist row; who no longer holds hours keeps it, ended (true then)."""
    row = Therapist.objects.filter(practice=practice, user=user)
    if not roles & HOLDS_HOURS:
        return bool(row.filter(ended_at=None).update(ended_at=clock.now()))
    if not row.update(ended_at=None):
        zone = user.zone or practice.zone
        Therapist.objects.create(practice=practice, user=user, name=user.name, zone=zone)
    return False
