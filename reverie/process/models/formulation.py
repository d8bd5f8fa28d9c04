"""What the author makes of it all, as hypotheses with their evidence."""

from django.db import models

from reverie.process.models.owned import OwnedModel


class Formulation(OwnedModel):
    """One version of a formulation; earlier ones stay.

    Sealed words: text, fields, lens, claims [{claim, confidence, evidence [{sheet, moment}]}].
    """

    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "client", "practice", "number"], name="process_formulation_once"
            ),
        ]
