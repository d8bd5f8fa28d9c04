"""What is kept of a dream beside its moment: day residue, associations by element, codings."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from reverie.core import audit
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.instruments import hvdc
from reverie.instruments.errors import BadInput
from reverie.process.models import DreamReport, Moment
from reverie.process.models.moment import GONE
from reverie.process.queries.dreams import report_of


class CannotKeepDream(Exception):
    """A report that cannot be kept; the sentence says why."""


@dataclass(frozen=True)
class DreamWords:
    """What a person writes: associations (element, text), codes (scale, code) of Hall and Van de Castle."""

    residue: str = ""
    associations: tuple[tuple[str, str], ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    entry: UUID | None = None


def keep_dream(*, moment: Moment, words: DreamWords, by: Actor) -> DreamReport:
    """Keep what belongs to a dream moment; a second time it is replaced.

    Raises CannotKeepDream for a moment that is no dream, or for a code that does not exist.
    """
    chain = keychain(moment.scope())
    held = moment.words(chain)
    if held.get(GONE):
        raise CannotKeepDream("This mark was taken away. Bring it back first.")
    if held["kind"] != "dream":
        raise CannotKeepDream("This moment is not marked as a dream.")
    for scale, code in words.codes:
        try:
            hvdc.parse(scale, code)
        except BadInput as error:
            raise CannotKeepDream(f"{scale} {code}: {error}") from None
    with transaction.atomic():
        row = report_of(moment) or DreamReport(
            practice_id=moment.practice_id,
            author_id=moment.author_id,
            client_id=moment.client_id,
            sheet_id=moment.sheet_id,
        )
        row.seal_words(chain, _sealable(moment, words))
        row.save()
        detail = {"digest": row.digest()}
        audit.record(by=by, verb="keep_dream", on=row, client=row.client_id, detail=detail)
    return row


def _sealable(moment: Moment, words: DreamWords) -> dict[str, Any]:
    return {
        "moment": str(moment.id),
        "entry": str(words.entry) if words.entry else None,
        "residue": words.residue.strip(),
        "associations": [{"element": element, "text": text} for element, text in words.associations],
        "codes": [{"scale": scale, "code": code} for scale, code in words.codes],
    }
