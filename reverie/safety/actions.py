"""What is done when someone may be in danger."""

from typing import Any
from uuid import UUID

from django.db import transaction

from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import ClientScope, keychain
from reverie.safety.models import Concern


def raise_concern(
    *, client: Client, therapist: Therapist, kind: str, source_id: UUID, words: dict[str, Any], by: Actor
) -> Concern:
    """Commit a concern in the caller's transaction; the same source a second time gives the same concern.

    `words` is sealed with the client's record; `kind` and `source_id` say in the clear what it came from.
    """
    with transaction.atomic():
        known = Concern.objects.filter(kind=kind, source_id=source_id).first()
        if known is not None:
            return known
        concern = Concern(
            practice_id=client.practice_id,
            client=client,
            therapist=therapist,
            kind=kind,
            source_id=source_id,
            raised_at=clock.now(),
        )
        concern.seal_words(keychain(ClientScope(client.practice_id, client.id, "record")), words)
        concern.save(force_insert=True)
        audit.record(by=by, verb="raise", on=concern, client=client.id, detail={"digest": concern.digest()})
    return concern
