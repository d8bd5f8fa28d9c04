"""The sealed words of one form: answers in, score out, and the concern that a risk answer raises.

Every action that touches answers goes through `write`, so that no path forgets the risk item.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.instruments import scoring
from reverie.measures.models import Administration
from reverie.safety.actions import Source, raise_concern
from reverie.safety.models import Concern


def read(administration: Administration) -> dict[str, Any]:
    """The words of a form, unsealed. The caller has checked who asks."""
    return administration.words(keychain(administration.scope))


def write(
    administration: Administration, words: dict[str, Any], by: Actor, *, at: datetime | None = None
) -> bool:
    """Seal `words` with a fresh score and save; True when a risk item is answered above its minimum.

    The concern is raised here, in the caller's transaction: on partial forms too, whatever the total. `at`
    is the moment of an answer that was given earlier and only reaches us now.
    """
    is_worse = risk_worsened(administration.instrument, read(administration)["answers"], words["answers"])
    result = scoring.score(administration.instrument, scored_answers(administration.instrument, words))
    words["score"] = {**result.to_dict(), "version": scoring.VERSION}
    administration.score_status = result.status
    administration.seal_words(keychain(administration.scope), words)
    administration.save()
    is_risk = scoring.RISK_FLAG in result.flags
    source = _source_id(administration, is_worse=is_worse) if is_risk else None
    if source is not None:
        raise_concern(
            client=administration.client,
            treatment_therapist=administration.treatment.therapist,
            source=Source(Concern.RISK_ITEM, source),
            at=at,
            by=by,
        )
    return is_risk


def scored_answers(code: str, words: dict[str, Any]) -> list[int | None]:
    """The answers of the key's items in order, None where not answered."""
    return [words["answers"].get(str(item)) for item in range(1, scoring.get(code).items + 1)]


def risk_changed(code: str, before: dict[str, int], after: dict[str, int]) -> bool:
    """False when the same risk answer is sent once more: its page has been shown already."""
    items = [str(item) for item in scoring.get(code).risk_items]
    return any(before.get(item) != after.get(item) for item in items)


def risk_worsened(code: str, before: dict[str, int], after: dict[str, int]) -> bool:
    """True when a risk item's answer is above what was answered before, where nothing is the least."""
    key = scoring.get(code)
    items = [str(item) for item in key.risk_items]
    return any(after.get(item, key.min) > before.get(item, key.min) for item in items)


def _source_id(administration: Administration, *, is_worse: bool) -> UUID | None:
    """What a concern about this form is to name as its source; None when no other is to be raised.

    One form is one sitting, and while a concern about it waits for somebody, that one stands for every
    change of it. A worse answer after somebody has taken it up or closed it is a source of its own.
    """
    raised = Concern.objects.filter(kind=Concern.RISK_ITEM, source_id__in=administration.risk_sources())
    if not raised.exists():
        return administration.id
    if not is_worse or raised.filter(acknowledged_at=None).exists():
        return None
    return uuid5(administration.id, f"version {administration.version}")
