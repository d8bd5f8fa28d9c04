"""Both sides say yes, each for themselves, or the client's yes is written down by the therapist."""

from django.utils.translation import gettext as _

from reverie.core.policy import Actor
from reverie.treatment.models import Treatment
from reverie.treatment.models.agreement import Agreement


class CannotAgree(Exception):
    """One plain sentence for the user: why this side cannot agree now."""


def side_of(treatment: Treatment, by: Actor) -> str:
    """`client` or `therapist`: the side of the treatment that the actor is. Raises CannotAgree else."""
    if by.user_id is not None and by.user_id == treatment.therapist.user_id:
        return "therapist"
    if by.user_id is not None and by.user_id == treatment.client.user_id:
        return "client"
    raise CannotAgree(_("Only the client and their therapist can agree to this."))


def agree(row: Agreement, treatment: Treatment, *, in_session: bool, by: Actor) -> str:
    """Mark `row` as agreed by the actor's side, or by the client `in_session`; returns the side.

    The caller saves and audits. Raises CannotAgree when that side has agreed already.
    """
    actors_side = side_of(treatment, by)
    if in_session and actors_side != "therapist":
        raise CannotAgree(_("Only the therapist can write down what was agreed in the session."))
    side = "client" if in_session else actors_side
    if getattr(row, f"{side}_agreed_at") is not None:
        raise CannotAgree(_("This side has already agreed."))
    assert by.user_id is not None
    row.mark_agreed(side, by.user_id, "in_session" if in_session else "self")
    return side
