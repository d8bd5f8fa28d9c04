"""Asking people in. An invitation never touches an account that exists, and never signs anybody in."""

from collections.abc import Iterable
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.actions.memberships import add_member
from reverie.accounts.models import ROLES, Client, Invitation, Membership, Practice, Representative, User
from reverie.core import audit, clock, mail
from reverie.core.policy import Actor

OPEN_FOR = timedelta(days=7)


class CannotInvite(Exception):
    """Somebody who cannot be asked in like this."""


class CannotAccept(Exception):
    """An invitation that this person cannot take up."""


@transaction.atomic
def invite_member(
    *, practice: Practice, email: str, name: str, roles: Iterable[str], by: Actor
) -> tuple[Invitation, str]:
    """Ask somebody to work here; returns the invitation and its token, which is shown this once.

    An earlier open invitation to the same address is taken back.
    Raises CannotInvite for somebody who works here already, and for roles that do not exist.
    """
    wanted = sorted(set(roles))
    if not wanted or not set(wanted) <= set(ROLES):
        raise CannotInvite(_("Choose at least one role."))
    if Membership.objects.filter(practice=practice, user__email=email.lower(), ended_at=None).exists():
        raise CannotInvite(_("Somebody with this address works here already. Change their roles instead."))
    invitation = Invitation(practice=practice, email=email.lower(), name=name, roles=wanted)
    return _send(invitation, by)


@transaction.atomic
def invite_client(*, client: Client, by: Actor) -> tuple[Invitation, str]:
    """Ask a client of the practice to open their own space; returns the invitation and its token.

    Raises CannotInvite without an address, and for a client who has an account already.
    """
    if client.user_id is not None:
        raise CannotInvite(_("This client has an account already."))
    if not client.email:
        raise CannotInvite(_("There is no e-mail address for this client yet. Add one first."))
    invitation = Invitation(
        practice=client.practice, email=client.email.lower(), name=client.name, client=client
    )
    return _send(invitation, by)


def _send(invitation: Invitation, by: Actor) -> tuple[Invitation, str]:
    invitation.invited_by = by.user_id or invitation.practice_id
    invitation.expires_at = clock.now() + OPEN_FOR
    token = invitation.new_token()
    earlier = Invitation.objects.filter(
        practice=invitation.practice, email=invitation.email, client=invitation.client
    )
    earlier.filter(accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=clock.now(), withdrawn_by=invitation.invited_by
    )
    invitation.save()
    if settings.MAIL_URL:
        _mail(invitation, token)
    audit.record(
        by=by,
        verb="invite",
        on=invitation,
        practice=invitation.practice_id,
        client=invitation.client_id,
        detail={"roles": invitation.roles},
    )
    return invitation, token


def _mail(invitation: Invitation, token: str) -> None:
    """Neutral words: neither the practice's name nor why one is asked in."""
    mail.post(
        key=f"invitation:{invitation.id}",
        to=invitation.email,
        subject=_("An invitation"),
        body=_("Open this link within 7 days to set up your account:\n%(link)s") % {"link": link_of(token)},
        practice=invitation.practice_id,
    )


def link_of(token: str) -> str:
    """The address that opens an invitation."""
    return f"{settings.URL}/join/{token}/"


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, by: Actor) -> None:
    """Take up an invitation with the account that is signed in.

    Raises CannotAccept when it is over, or was sent to another address than the account's.
    """
    row = Invitation.objects.select_for_update().get(id=invitation.id)
    if not row.is_open(clock.now()):
        raise CannotAccept(_("This invitation is no longer open. Ask for a new one."))
    if user.email.lower() != row.email.lower():
        raise CannotAccept(
            _("This invitation was sent to another address. Sign in with that one, or ask for a new one.")
        )
    row.accepted_at, row.accepted_by = clock.now(), user.id
    row.save(update_fields=["accepted_at", "accepted_by"])
    if row.represents is not None:
        _stand_for(row, user)
    elif row.client_id is not None:
        _open_space(row, user)
    else:
        add_member(practice=row.practice, user=user, roles=row.roles, by=by)
    audit.record(by=by, verb="accept", on=row, practice=row.practice_id, client=row.client_id)


def _open_space(invitation: Invitation, user: User) -> None:
    if Client.objects.filter(practice=invitation.practice, user=user).exists():
        raise CannotAccept(_("This account is already that of a client here. The practice can join the two."))
    if not Client.objects.filter(invitations=invitation, user=None).update(user=user):
        raise CannotAccept(_("This client has an account already. Sign in with it."))


def _stand_for(invitation: Invitation, user: User) -> None:
    assert invitation.client is not None
    assert invitation.represents is not None
    if invitation.client.user_id == user.id:
        raise CannotAccept(_("Nobody acts for themselves. Ask for an invitation to your own space."))
    terms = dict(invitation.represents)
    days = {name: date.fromisoformat(terms.pop(name)) for name in ("starts_on", "expires_on")}
    Representative.objects.create(client=invitation.client, user=user, **terms, **days)


@transaction.atomic
def accept_as_new_person(*, invitation: Invitation, name: str, password: str, by: Actor) -> User:
    """Make the account that an invitation is for, and take the invitation up with it.

    Raises CannotAccept when the address has an account: then it is taken up signed in.
    """
    if User.objects.filter(email=invitation.email.lower()).exists():
        raise CannotAccept(_("There is an account with this address. Sign in, then open the link again."))
    user = User.objects.create_user(
        invitation.email, password, name=name or invitation.name, zone=invitation.practice.zone
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=bool(settings.MAIL_URL))
    accept_invitation(invitation=invitation, user=user, by=by)
    return user


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Actor) -> None:
    """Take an open invitation back; its link says nothing any more."""
    changed = Invitation.objects.filter(id=invitation.id, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=clock.now(), withdrawn_by=by.user_id or invitation.practice_id
    )
    if changed:
        audit.record(by=by, verb="withdraw", on=invitation, practice=invitation.practice_id)
