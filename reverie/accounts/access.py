"""The doors to people: who may see and change whom."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Client, Invitation, Membership, Practice, SignIn, User, hash_of
from reverie.core import clock, policy
from reverie.core.policy import Actor


def require(actor: Actor, action: str) -> UUID:
    """The actor's practice, when the table lets them do `action` there; Http404 otherwise."""
    if actor.practice_id is None or not policy.allows(actor, action, {"practice"}):
        raise Http404
    return actor.practice_id


def members_visible_to(actor: Actor) -> QuerySet[Membership]:
    """Present memberships of the actor's practice, for those who may read them."""
    rows = Membership.objects.filter(ended_at=None)
    if not policy.roles_for(actor, "member.read", "practice"):
        return rows.none()
    return rows.filter(practice=actor.practice_id)


def get_member_for_changing(actor: Actor, user_id: UUID) -> User:
    """A person who works in the actor's practice; Http404 when there is none or it is not theirs to say."""
    practice = require(actor, "member.change")
    user = User.objects.filter(memberships__practice=practice, memberships__ended_at=None, id=user_id).first()
    if user is None:
        raise Http404
    return user


def get_practice(actor: Actor) -> Practice:
    """The practice in which the actor acts; Http404 for somebody who belongs to none."""
    if actor.practice_id is None:
        raise Http404
    return Practice.objects.get(id=actor.practice_id)


def invitations_visible_to(actor: Actor) -> QuerySet[Invitation]:
    """Invitations of the practice: to staff for those who manage people, to clients for the desk too."""
    rows = Invitation.objects.filter(practice=actor.practice_id).order_by("-created_at")
    kinds = Q(pk=None)
    if policy.roles_for(actor, "member.read", "practice"):
        kinds |= Q(client=None)
    if policy.roles_for(actor, "client_account.invite", "practice"):
        kinds |= Q(client__isnull=False)
    return rows.filter(kinds)


def get_invitation_for_withdrawing(actor: Actor, invitation_id: UUID) -> Invitation:
    """An invitation that the actor may take back; Http404 otherwise."""
    row = invitations_visible_to(actor).filter(id=invitation_id).first()
    if row is None:
        raise Http404
    return row


def get_open_invitation(token: str) -> Invitation:
    """The invitation behind a link, while it is open; Http404 otherwise."""
    row = Invitation.objects.select_related("practice", "client").filter(token_hash=hash_of(token)).first()
    if row is None or not row.is_open(clock.now()):
        raise Http404
    return row


def clients_visible_to(actor: Actor) -> QuerySet[Client]:
    """Clients as people (name, how to reach them): one's own row, or the practice's for its desk and owner.

    Whom a therapist treats is known one room higher: `treatment.access`.
    """
    rows = Client.objects.select_related("practice")
    own = Q(user=actor.user_id) if policy.roles_for(actor, "client_contact.read", "own") else Q(pk=None)
    if policy.roles_for(actor, "client_contact.read", "practice"):
        own |= Q(practice=actor.practice_id)
    return rows.filter(own)


def client_accounts_visible_to(actor: Actor) -> QuerySet[Client]:
    """Clients of the practice for those who see whether they have an account."""
    if not policy.roles_for(actor, "client_account.read", "practice"):
        return Client.objects.none()
    return Client.objects.filter(practice=actor.practice_id).order_by("name")


def get_client_for_inviting(actor: Actor, client_id: UUID, *, relations: Iterable[str] = ()) -> Client:
    """A client of the practice whom the actor may ask in; rooms above add what they know (`treating`)."""
    if not policy.allows(actor, "client_account.invite", {"practice", *relations}):
        raise Http404
    row = Client.objects.filter(id=client_id, practice=actor.practice_id).first()
    if row is None:
        raise Http404
    return row


def sign_ins_of(actor: Actor) -> QuerySet[SignIn]:
    """Where the actor is signed in, newest first; nobody sees anybody else's."""
    rows = SignIn.objects.filter(expires_at__gt=clock.now()).order_by("-touched_at")
    return rows.filter(user=actor.user_id) if actor.user_id else rows.none()
