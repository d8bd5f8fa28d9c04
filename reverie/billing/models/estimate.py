"""The figures of a good-faith estimate, in the clear, so that charges can be compared with them."""

from django.db import models
from django.db.models import Q

from reverie.billing.arithmetic import Estimate
from reverie.billing.models.document import Document
from reverie.core.models import BaseModel
from reverie.treatment.models import Frame, Treatment


class EstimateFigures(BaseModel):
    """What an issued estimate counts: so many hours a week (or every other, as the frame says) for so many
    weeks of a frame.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="figures")
    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="estimates")
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="estimates")
    hours_a_week = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField()
    fee_cents = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_a_week__gte=1, weeks__gte=1, weeks__lte=53), name="estimate_within_a_year"
            )
        ]

    def as_estimate(self) -> Estimate:
        """The figures in the form that the arithmetic counts with."""
        document = self.document
        return Estimate(
            document.first_day, document.last_day, self.hours_a_week, self.weeks, self.fee_cents,
            self.frame.step_weeks,
        )  # fmt: skip
