"""Recording who approved the sentences for people in danger."""

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.safety.models import WordingApproval
from reverie.safety.queries.wordings import digest_of, text_keys


class CannotApprove(Exception):
    """One plain sentence for the user: why this approval cannot be recorded."""


@transaction.atomic
def approve_wording(
    *, practice: Practice, text_key: str, approved_by_name: str, by: Actor
) -> WordingApproval:
    """Record which clinician approved one place's sentences as they stand now.

    Raises CannotApprove for an unknown place, a missing name, and a second approval of the same words.
    """
    if text_key not in text_keys():
        raise CannotApprove(_("There is no such text."))
    name = approved_by_name.strip()
    if not name or by.user_id is None:
        raise CannotApprove(_("Write the name of the clinician who approved these words."))
    digest = digest_of(text_key)
    if WordingApproval.objects.filter(practice=practice, text_key=text_key, digest=digest).exists():
        raise CannotApprove(_("These words are already approved."))
    approval = WordingApproval.objects.create(
        practice=practice,
        text_key=text_key,
        digest=digest,
        approved_by_name=name,
        approved_at=clock.now(),
        recorded_by=by.user_id,
    )
    audit.record(by=by, verb="approve_wording", on=approval, detail={"text": text_key, "digest": digest})
    return approval
