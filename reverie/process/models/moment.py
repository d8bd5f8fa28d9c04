"""A marked passage, and the summaries that pictures are drawn from."""

from django.db import models

from reverie.process.models.owned import OwnedModel
from reverie.process.models.sheet import ProcessSheet

GONE = "gone"
"""In a moment's words: its mark was taken away and can still be brought back; no page shows it."""


class Moment(OwnedModel):
    """A passage that the author marked.

    Sealed words: kind, anchors (quote, before, after, start, is_lost), codes, note, threads (ids).
    """

    sheet = models.ForeignKey(ProcessSheet, on_delete=models.CASCADE, related_name="moments")


class YearSummary(OwnedModel):
    """The moments of one year as pictures need them: kinds, codes, dates and threads, without a word said.

    Year 0 lists the threads with names and courses. Rewritten in the transaction of each change, so that no
    picture needs a clear column or an index.
    """

    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "client", "practice", "year"], name="process_summary_once_a_year"
            ),
        ]
