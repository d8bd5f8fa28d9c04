"""Formulations: a new version each time; evidence can be added to the latest."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from reverie.accounts.models import Client
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process.access import may_open_sheet, scope_of
from reverie.process.models import Formulation, Moment
from reverie.process.models.moment import GONE

CONFIDENCE = ("guess", "likely", "firm")
MOST_CLAIMS = 20


class CannotRevise(Exception):
    """A formulation that cannot be kept like this; the sentence says why."""


@dataclass(frozen=True)
class Claim:
    """One hypothesis. `evidence` lists (sheet, moment or None)."""

    claim: str
    confidence: str = "likely"
    evidence: tuple[tuple[UUID, UUID | None], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The claim as it is sealed."""
        rows = [
            {"sheet": str(sheet), "moment": str(moment) if moment else None}
            for sheet, moment in self.evidence
        ]
        return {"claim": self.claim, "confidence": self.confidence, "evidence": rows}


@dataclass(frozen=True)
class FormulationWords:
    """What a person writes: a text, the optional fields of data/formulation.toml, claims."""

    text: str
    fields: dict[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()


def revise_formulation(
    *,
    client: Client,
    words: FormulationWords,
    based_on: int | None = None,
    at: datetime | None = None,
    by: Actor,
) -> Formulation:
    """Keep the next version. `based_on` is the number of the one that was being revised, 0 for none.

    `at` is when it was written, for one that is brought in from elsewhere.
    Raises CannotRevise when it is empty, when another window kept one since, or without a treatment.
    """
    _check(client, words, by)
    scope = scope_of(by, client.id)
    with transaction.atomic():
        rows = Formulation.objects.select_for_update().filter(
            practice_id=scope.practice, author_id=scope.author, client=client
        )
        last = rows.order_by("-number").first()
        number = last.number if last else 0
        if based_on is not None and based_on != number:
            raise CannotRevise(
                "A newer version was kept in another window. Open it and copy your words over."
            )
        row = Formulation(
            practice_id=scope.practice, author_id=scope.author, client=client, number=number + 1
        )
        row.created_at = at or row.created_at
        row.seal_words(keychain(scope), _sealable(words))
        row.save(force_insert=True)
        detail = {"number": row.number, "digest": row.digest()}
        audit.record(by=by, verb="revise_formulation", on=row, client=client.id, detail=detail)
    return row


def add_evidence(*, formulation: Formulation, claim: int, moment: Moment, by: Actor) -> Formulation:
    """Tie a moment to a claim (counted from 0) of a formulation. Raises CannotRevise without such a claim."""
    if (moment.author_id, moment.client_id) != (formulation.author_id, formulation.client_id):
        raise CannotRevise("This moment belongs to another treatment.")
    with transaction.atomic():
        row = Formulation.objects.select_for_update().get(pk=formulation.pk)
        chain = keychain(row.scope())
        if moment.words(chain).get(GONE):
            raise CannotRevise("This mark was taken away. Bring it back first.")
        words = row.words(chain)
        if not 0 <= claim < len(words["claims"]):
            raise CannotRevise("This claim is not there any more. Choose again.")
        held = words["claims"][claim]["evidence"]
        entry = {"sheet": str(moment.sheet_id), "moment": str(moment.id)}
        if entry not in held:
            held.append(entry)
        row.seal_words(chain, words)
        row.save(update_fields=["sealed", "version"])
        detail = {"digest": row.digest()}
        audit.record(by=by, verb="add_evidence", on=row, client=row.client_id, detail=detail)
    return row


def _sealable(words: FormulationWords) -> dict[str, Any]:
    return {
        "text": words.text.strip(),
        "fields": {name: value.strip() for name, value in words.fields.items() if value.strip()},
        "claims": [claim.as_dict() for claim in words.claims],
    }


def _check(client: Client, words: FormulationWords, by: Actor) -> None:
    if not may_open_sheet(by, client):
        raise CannotRevise("Only the therapist of a treatment can formulate it here.")
    if not words.text.strip() and not words.claims and not any(words.fields.values()):
        raise CannotRevise("Write something first; an empty version is not kept.")
    if len(words.claims) > MOST_CLAIMS:
        raise CannotRevise(f"A formulation holds at most {MOST_CLAIMS} claims.")
    if any(claim.confidence not in CONFIDENCE for claim in words.claims):
        raise CannotRevise("Choose how sure you are: guess, likely or firm.")
