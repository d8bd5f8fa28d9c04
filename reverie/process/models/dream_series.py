"""Codes of many dreams, brought as a table."""

from reverie.process.models.owned import OwnedModel


class DreamSeries(OwnedModel):
    """One author's codes of a series of dreams of a client; codes alone, no word of a dream.

    Sealed words: name, rows [[dream, scale, code]]; a dream without a code has one row with both empty.
    """
