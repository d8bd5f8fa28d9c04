"""By whose figures a change is read: chosen by the therapist, for one form of one client."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.instruments.errors import BadInput
from reverie.instruments.outcomes import smallest_reliable_change
from reverie.measures import questionnaires
from reverie.measures.models import ReferenceChoice
from reverie.measures.queries import Reference
from reverie.treatment.models import Treatment

LONGEST = 200


class CannotChoose(Exception):
    """One plain sentence for the therapist."""


def own_reference(*, name: str, source: str, sd: float, reliability: float) -> Reference:
    """A set of the therapist's own: points from its SD and reliability. Raises CannotChoose."""
    if not (name.strip() and source.strip()) or len(name) > LONGEST or len(source) > LONGEST:
        words = _("Name the sample, and say where its figures are published, in up to {most} letters each.")
        raise CannotChoose(words.format(most=LONGEST))
    try:
        points = smallest_reliable_change(sd, reliability)
    except BadInput as error:
        raise CannotChoose(str(error)) from None
    return Reference(name.strip(), points, source.strip(), sd, reliability)


def choose_reference(
    *, treatment: Treatment, instrument: str, reference: Reference, by: Actor
) -> ReferenceChoice:
    """Read change on a form by this set from now on; what held before stays. Raises CannotChoose."""
    if instrument not in questionnaires.known() or by.user_id is None:
        raise CannotChoose(_("The words of this form are not here."))
    row = ReferenceChoice(
        practice_id=treatment.practice_id,
        treatment=treatment,
        client_id=treatment.client_id,
        instrument=instrument,
        chosen_at=clock.now(),
        chosen_by=by.user_id,
    )
    row.seal_words(keychain(row.scope), asdict(reference))
    with transaction.atomic():
        row.save(force_insert=True)
        detail = {"instrument": instrument, "digest": row.digest()}
        audit.record(by=by, verb="choose_reference", on=row, client=row.client_id, detail=detail)
    return row
