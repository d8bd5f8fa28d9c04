"""What this room does when a client no longer agrees, or their keys are destroyed."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from reverie.core.rotation import before_shredding
from reverie.process import actions
from reverie.process.queries.handing import CONSENT
from reverie.treatment.events import consent_taken_back
from reverie.treatment.models import Consent


@receiver(consent_taken_back)
def close_copies(consent: Consent, **rest: Any) -> None:
    """Every copy about the client that their therapist has open closes at once, in the same transaction."""
    treatment = consent.treatment
    if consent.kind == CONSENT:
        actions.close_copies(
            client_id=treatment.client_id,
            author_id=treatment.therapist.user_id,
            practice_id=treatment.practice_id,
        )


@receiver(before_shredding)
def destroy_handed(practice_id: UUID, client_id: UUID, **rest: Any) -> None:
    """A copy does not outlive the notes that it came from."""
    actions.destroy_handed_of(client_id=client_id, practice_id=practice_id)
