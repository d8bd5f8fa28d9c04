"""What may be done about people; each in one transaction with its link in the audit chain."""

from reverie.accounts.actions.accounts import (
    change_account,
    end_sign_ins,
    lock,
    note_factor_change,
    note_refused_sign_in,
    note_sign_in,
    touch,
    unlock,
)
from reverie.accounts.actions.clients import (
    CannotRename,
    forget_contact,
    register_client,
    rename_client,
)
from reverie.accounts.actions.invitations import (
    CannotAccept,
    CannotInvite,
    accept_as_new_person,
    accept_invitation,
    invite_client,
    invite_member,
    link_of,
    withdraw_invitation,
)
from reverie.accounts.actions.memberships import (
    CannotChangeRoles,
    CannotOffBoard,
    add_member,
    change_roles,
    off_board,
)
from reverie.accounts.actions.practices import change_practice, open_practice
from reverie.accounts.actions.representatives import (
    CannotEndRepresentation,
    Representation,
    end_representation,
    grown_up_on,
    invite_representative,
    scope_words,
)

__all__ = [
    "CannotAccept",
    "CannotChangeRoles",
    "CannotEndRepresentation",
    "CannotInvite",
    "CannotOffBoard",
    "CannotRename",
    "Representation",
    "accept_as_new_person",
    "accept_invitation",
    "add_member",
    "change_account",
    "change_practice",
    "change_roles",
    "end_representation",
    "end_sign_ins",
    "forget_contact",
    "grown_up_on",
    "invite_client",
    "invite_member",
    "invite_representative",
    "link_of",
    "lock",
    "note_factor_change",
    "note_refused_sign_in",
    "note_sign_in",
    "off_board",
    "open_practice",
    "register_client",
    "rename_client",
    "scope_words",
    "touch",
    "unlock",
    "withdraw_invitation",
]
