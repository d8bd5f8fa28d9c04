"""How a therapist's hours are handled, and the link under which an hour online is joined."""

from django.db import models
from django.db.models import Q

from reverie.accounts.models import Practice, Therapist
from reverie.core.models import BaseModel, SealedModel
from reverie.core.sealing import PracticeScope
from reverie.scheduling.models.appointment import Appointment
from reverie.scheduling.models.availability import ASK, CLOSED, MODES, ONLINE

__all__ = ["ASK", "CLOSED", "ONLINE", "HourTerms", "MeetingLink"]


class HourTerms(BaseModel):
    """What a therapist lets clients do with an hour, and for how long an offered hour is kept.

    `moving`: `online`, a client moves an hour by themselves; `ask`, the therapist answers; `closed`, not
    at all. Without a row: `ask`, a day, and free hours are offered to who waits.
    """

    therapist = models.OneToOneField(Therapist, on_delete=models.CASCADE, related_name="hour_terms")
    moving = models.CharField(max_length=8, choices=[(mode, mode) for mode in MODES], default=ASK)
    is_offering = models.BooleanField(default=True)
    offer_hours = models.PositiveSmallIntegerField(default=24)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(offer_hours__gte=1, offer_hours__lte=168), name="hour_terms_offer_hours"
            )
        ]


class MeetingLink(SealedModel):
    """Where an hour online or by phone is joined: a link or a number, sealed with the practice's key.

    Of one appointment, or of a therapist for all that have none of their own.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="meeting_links")
    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="meeting_links")
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, null=True, related_name="meeting_link"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["therapist"], condition=Q(appointment=None), name="meeting_link_of_therapist_once"
            )
        ]

    @property
    def scope(self) -> PracticeScope:
        """Whose key seals it."""
        return PracticeScope(self.practice_id)
