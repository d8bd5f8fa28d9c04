"""A diagnosis as it was given on a day, under one release of the code list."""

from django.db import models

from reverie.accounts.models import Client
from reverie.core.models import SealedModel


class Diagnosis(SealedModel):
    """One diagnosis; ended, never changed. Words: `code`, `description`, `remark`."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="diagnoses")
    number = models.PositiveSmallIntegerField()
    # The release of ICD-10-CM in which the code was looked up, as year-month.
    release = models.CharField(max_length=7)
    given_on = models.DateField()
    given_by = models.UUIDField()
    ended_on = models.DateField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="diagnosis_number_once"),
            models.CheckConstraint(
                condition=models.Q(ended_on=None, ended_by=None)
                | models.Q(ended_on__isnull=False, ended_by__isnull=False),
                name="diagnosis_ended_on_with_by",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("given_on")),
                name="diagnosis_ends_after_it_was_given",
            ),
        ]
