"""Answers to a risk screener that a clinician asked from the wording they are licensed to use."""

from django.db import models

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import SealedModel
from reverie.core.sealing import ClientScope


class Screener(SealedModel):
    """One asking: yes, no or not asked, by the number of the question; the wording is nowhere here.

    words: {"answers": {"1": true, "2": false, …}, "recent": null, "level": "low", "is_complete": true,
    "reason": "", "remark": ""}. The level is what the answers reach, never a judgment.
    """

    CSSRS = "c-ssrs"
    FRAMES = MONTH, SINCE_LAST = "month", "since_last"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="screeners")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT)
    instrument = models.CharField(max_length=24, default=CSSRS)
    frame = models.CharField(max_length=12, choices=[(frame, frame) for frame in FRAMES])
    asked_at = models.DateTimeField()
    kept_at = models.DateTimeField()
    asked_by = models.UUIDField()

    @property
    def scope(self) -> ClientScope:
        """Whose keys seal the answers: they belong to the record."""
        return ClientScope(self.practice_id, self.client_id, "record")
