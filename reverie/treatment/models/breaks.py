"""Weeks without hours, and whether the client has been told."""

from django.db import models

from reverie.core.models import BaseModel
from reverie.treatment.models.course import Treatment


class Break(BaseModel):
    """A planned break of one treatment; the client's pages show it only once they have been told."""

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="breaks")
    first_day = models.DateField()
    last_day = models.DateField()
    told_on = models.DateField(null=True)
    told_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="break_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(told_on=None, told_by=None)
                | models.Q(told_on__isnull=False, told_by__isnull=False),
                name="break_told_on_with_by",
            ),
        ]
