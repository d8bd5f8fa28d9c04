"""What was asked with a risk screener."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from reverie.core.sealing import keychain
from reverie.safety.models import Concern, Screener


@dataclass(frozen=True)
class Asked:
    """One asking with its words, and the concern that it raised."""

    row: Screener
    words: dict[str, Any]
    concern_id: UUID | None


def asked_with(rows: list[Screener]) -> list[Asked]:
    """The askings of one client with their words; read the rows through access first."""
    if not rows:
        return []
    chain = keychain(rows[0].scope)
    raised = Concern.objects.filter(kind=Concern.SCREENER, source_id__in=[row.id for row in rows])
    concerns = dict(raised.values_list("source_id", "id"))
    return [Asked(row, row.words(chain), concerns.get(row.id)) for row in rows]
