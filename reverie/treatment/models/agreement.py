"""What two people agree to: when each side did, who wrote it down, and how the client said so."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from reverie.core import clock
from reverie.core.models import SealedModel


class Agreement(SealedModel):
    """Words that hold from the moment both have agreed; each `_at` comes with its `_by`."""

    client_agreed_at = models.DateTimeField(null=True)
    client_agreed_by = models.UUIDField(null=True)
    # `in_session`: said in the hour and written down by the therapist; `self`: signed by the client.
    client_agreed_how = models.CharField(max_length=12, blank=True)
    therapist_agreed_at = models.DateTimeField(null=True)
    therapist_agreed_by = models.UUIDField(null=True)

    class Meta:
        abstract = True

    @property
    def is_agreed(self) -> bool:
        """True when both sides have agreed."""
        return self.client_agreed_at is not None and self.therapist_agreed_at is not None

    @property
    def is_draft(self) -> bool:
        """True while nobody has agreed, so that the words may still change."""
        return self.client_agreed_at is None and self.therapist_agreed_at is None

    def mark_agreed(self, side: str, user_id: UUID, how: str) -> None:
        """Write down that `side` agreed; the caller saves."""
        setattr(self, f"{side}_agreed_at", clock.now())
        setattr(self, f"{side}_agreed_by", user_id)
        if side == "client":
            self.client_agreed_how = how


def paired(side: str) -> Q:
    """The condition that `side`'s moment and person are both known or both unknown."""
    at, by = f"{side}_agreed_at", f"{side}_agreed_by"
    return Q(**{at: None, by: None}) | Q(**{f"{at}__isnull": False, f"{by}__isnull": False})


def pairing(table: str) -> list[models.CheckConstraint]:
    """The two constraints of a table of agreements."""
    return [
        models.CheckConstraint(condition=paired(side), name=f"{table}_{side}_agreed_at_with_by")
        for side in ("client", "therapist")
    ]
