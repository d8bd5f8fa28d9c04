"""A dream as it was told in an hour."""

from django.db import models

from reverie.process.models.owned import OwnedModel
from reverie.process.models.sheet import ProcessSheet


class DreamReport(OwnedModel):
    """What the author keeps of a dream beside its moment.

    Sealed words: moment, entry (the client's own page, while it is shared), residue, associations
    [{element, text}], codes [{scale, code}].
    """

    sheet = models.ForeignKey(ProcessSheet, on_delete=models.CASCADE, related_name="dreams")
