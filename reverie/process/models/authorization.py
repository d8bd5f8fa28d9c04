"""That notes were taken away by their author: for whom, and by which authorization."""

from reverie.process.models.owned import OwnedModel


class Authorization(OwnedModel):
    """One archive of process notes that was made, apart from the record's disclosures.

    Sealed words: why (own, release), recipient, purpose, signed_on, expires_on, counts, digest of the file.
    """
