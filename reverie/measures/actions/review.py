"""What the client wants to say at a review: said, and taken back while nobody has read it."""

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.measures.models import ReviewSaying
from reverie.treatment.models import Treatment

LONGEST = 8000


class CannotSay(Exception):
    """One plain sentence for the client."""


def say_for_review(*, treatment: Treatment, words: str, by: Actor) -> ReviewSaying:
    """Keep what the client wants to say; the therapist reads it. Raises CannotSay without words."""
    if not words.strip():
        raise CannotSay(_("Write something first, or leave it; both are fine."))
    if len(words) > LONGEST:
        raise CannotSay(_("This is longer than {most} characters. Nothing was lost.").format(most=LONGEST))
    row = ReviewSaying(
        practice_id=treatment.practice_id,
        treatment=treatment,
        client_id=treatment.client_id,
        said_at=clock.now(),
    )
    row.seal_words(keychain(row.scope), {"said": words.strip()})
    with transaction.atomic():
        row.save(force_insert=True)
        audit.record(by=by, verb="say", on=row, client=row.client_id, detail={"digest": row.digest()})
    return row


def take_back_saying(*, saying: ReviewSaying, by: Actor) -> ReviewSaying:
    """Take it back. Raises CannotSay once the therapist has read it, or when it is taken back."""
    with transaction.atomic():
        row = ReviewSaying.objects.select_for_update(of=("self",)).get(pk=saying.pk)
        if row.read_at is not None:
            raise CannotSay(_("Your therapist has read this already; it stays in the record."))
        if row.taken_back_at is not None:
            raise CannotSay(_("This is taken back already."))
        row.taken_back_at = clock.now()
        row.save(update_fields=["taken_back_at"])
        audit.record(by=by, verb="take_back", on=row, client=row.client_id)
    return row
