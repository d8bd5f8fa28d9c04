"""What the client came for and how the two mean to work: goals and plan versions, part of the record."""

from django.db import models

from reverie.core.models import SealedModel
from reverie.treatment.models.agreement import Agreement, pairing
from reverie.treatment.models.course import Treatment


class Goal(SealedModel):
    """Something the client came for. Words: `words` (the client's), `focus` and `sign` (the therapist's)."""

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="goals")
    number = models.PositiveSmallIntegerField()
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    met_on = models.DateField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["treatment", "number"], name="goal_number_once")]


class Remark(SealedModel):
    """What the client said about a goal on a day, and where they would put it. Words: `said`, `rating`."""

    RATINGS = ["as_before", "a_little_easier", "easier", "not_the_point"]

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="remarks")
    on = models.DateField()
    by = models.UUIDField()

    class Meta:
        ordering = ["on", "created_at"]


class Plan(Agreement):
    """One version of the plan.

    Words: `written_together`, `agreed`, `frequency`, `modality`, `diagnosis`, `diagnosis_words` and
    `sections` (the approach's own headings with their text).
    """

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveSmallIntegerField()
    goals = models.ManyToManyField(Goal, related_name="plans")
    review_on = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["treatment", "number"], name="plan_number_once"),
            *pairing("plan"),
        ]
