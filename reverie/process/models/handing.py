"""What an author hands over to supervision: the map of aliases, and where a copy came from."""

from django.db import models

from reverie.process.models.owned import OwnedModel

PREPARING, PRESENTED = "preparing", "presented"
"""In the sealed words of a `Handed`: still being made ready, or out."""


class AliasMap(OwnedModel):
    """What an author says instead of what, for one client; kept for the next time, never handed over.

    Sealed words: pairs [{original, alias}].
    """

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client", "practice"], name="process_alias_map_once"),
        ]


class Handed(OwnedModel):
    """Passages on their way to a supervisor, and where a presented copy came from: its author alone knows.

    Sealed words: state, title, question, lines [{who, text, sheet, moment}] as they were said, aliases
    [{original, alias}] as they were used, supervision, until, looked (what the author let pass), and, once
    presented, copy. Nothing in the clear leads from a copy to a client.
    """
