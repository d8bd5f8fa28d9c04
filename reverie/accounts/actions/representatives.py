"""Somebody acts for a client: asked in, within a scope, on a legal basis, until a day; and ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.actions.invitations import CannotInvite, _send
from reverie.accounts.models import SCOPES, Client, Invitation, Representative
from reverie.core import audit, clock
from reverie.core.policy import Actor

MAJORITY = 18
"""Years; the age is the state's to say, and a practice elsewhere names an earlier last day."""


class CannotEndRepresentation(Exception):
    """One plain sentence for the user: why this cannot end."""


@dataclass(frozen=True)
class Representation:
    """For what somebody acts for a client, on which basis, from when and until when."""

    scope: tuple[str, ...]
    basis: str
    starts_on: date
    expires_on: date


def grown_up_on(client: Client) -> date | None:
    """The day on which the client comes of age; None when the birthday is not known."""
    born = client.born_on
    if born is None:
        return None
    day = 28 if (born.month, born.day) == (2, 29) else born.day
    return date(born.year + MAJORITY, born.month, day)


@transaction.atomic
def invite_representative(
    *, client: Client, email: str, name: str, terms: Representation, by: Actor
) -> tuple[Invitation, str]:
    """Ask somebody to act for a client; the token is shown this once. Raises CannotInvite.

    For a minor it ends at the latest on the day the client comes of age.
    """
    if not terms.scope or not set(terms.scope) <= set(SCOPES):
        raise CannotInvite(_("Choose what they may do for the client."))
    if not terms.basis.strip():
        raise CannotInvite(_("Write down on which basis: parent, guardian, power of attorney."))
    if terms.expires_on <= terms.starts_on:
        raise CannotInvite(_("The last day comes after the first."))
    grown = grown_up_on(client)
    if grown is not None and terms.starts_on < grown < terms.expires_on:
        raise CannotInvite(
            _("The client comes of age before that day. Choose that birthday or an earlier day.")
        )
    invitation = Invitation(
        practice=client.practice,
        email=email.lower(),
        name=name,
        client=client,
        represents={
            "scope": sorted(set(terms.scope)),
            "basis": terms.basis.strip(),
            "starts_on": terms.starts_on.isoformat(),
            "expires_on": terms.expires_on.isoformat(),
        },
    )
    return _send(invitation, by)


def scope_words(scope: Iterable[str]) -> str:
    """The scope in plain words."""
    return ", ".join(str(SCOPES[part]) for part in scope if part in SCOPES)


@transaction.atomic
def end_representation(*, representative: Representative, by: Actor) -> Representative:
    """Nobody acts for the client on this ground any more, at once. Raises CannotEndRepresentation."""
    row = Representative.objects.select_for_update().get(pk=representative.pk)
    if row.ended_at is not None:
        raise CannotEndRepresentation(_("This has ended already."))
    row.ended_at, row.ended_by = clock.now(), by.user_id
    row.save(update_fields=["ended_at", "ended_by"])
    audit.record(by=by, verb="end_representation", on=row, client=row.client_id)
    return row
