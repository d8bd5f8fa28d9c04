"""Forms that were not filled in here: on paper, or in another system."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.instruments import scoring
from reverie.measures import fhir, questionnaires
from reverie.measures.actions import sheet
from reverie.measures.actions.answers import Answer, CannotAnswer, put
from reverie.measures.events import measure_completed
from reverie.measures.models import Administration, no_words
from reverie.treatment.models import Treatment

LONGEST_NAME = 120


class CannotEnter(Exception):
    """One plain sentence for the person who copies a form."""


class CannotImport(Exception):
    """One plain sentence for the person who brings a file."""


def record_on_paper(
    *,
    treatment: Treatment,
    instrument: str,
    answers: Mapping[int, Answer],
    answered_at: datetime,
    remark: str = "",
    source: str = Administration.ON_PAPER,
    answered_by: str = "",
    by: Actor,
) -> tuple[Administration, bool]:
    """Copy a form that was not filled in here; the second value is True for a risk answer.

    `source`: on paper by the client, aloud and written down for them, or by somebody else for them, who is
    named in `answered_by`.

    Raises CannotEnter for a form without words, a moment to come, no answers or a strange answer.
    """
    if instrument not in questionnaires.known():
        raise CannotEnter(_("The words of this form are not here."))
    if answered_at > clock.now():
        raise CannotEnter(_("A form cannot have been filled in at a time to come."))
    words = {**no_words(), "remark": remark.strip()}
    try:
        for item, answer in answers.items():
            put(instrument, words, item, answer)
    except CannotAnswer as error:
        raise CannotEnter(str(error)) from None
    if not words["answers"]:
        raise CannotEnter(_("No question is answered yet."))
    words["answered_by"] = _who(source, answered_by)
    return _enter(treatment, instrument, words, answered_at, source, by)


def _who(source: str, answered_by: str) -> str:
    """Who answered in the client's place, by name; nobody where the client did."""
    if source not in (Administration.ON_PAPER, Administration.ALOUD, Administration.BY_PROXY):
        raise CannotEnter(_("Say how the form was filled in."))
    if source != Administration.BY_PROXY:
        return ""
    if not answered_by.strip():
        raise CannotEnter(_("Say who answered in the client’s place."))
    return answered_by.strip()[:LONGEST_NAME]


def import_response(*, treatment: Treatment, raw: bytes, by: Actor) -> tuple[Administration, bool]:
    """Take over a FHIR QuestionnaireResponse of this client; the second value is True for a risk answer.

    Raises CannotImport, having changed nothing, for any file that is not exactly that, or is here already.
    """
    try:
        response = fhir.read_response(raw)
    except fhir.BadFile as error:
        raise CannotImport(str(error)) from None
    if response.answered_at > clock.now():
        raise CannotImport(_("The form says that it was filled in at a time to come."))
    words = no_words()
    words["answers"] = {str(item): answer for item, answer in response.answers.items()}
    words["origin"] = {"id": response.source_id, "authored": response.answered_at.isoformat()}
    with transaction.atomic():
        if _is_here(treatment, response, words):
            raise CannotImport(_("This form is here already; nothing was added."))
        source = Administration.BY_PROXY if response.answered_by else Administration.FROM_FILE
        words["answered_by"] = response.answered_by[:LONGEST_NAME]
        return _enter(treatment, response.code, words, response.answered_at, source, by)


def _is_here(treatment: Treatment, response: fhir.Response, words: dict[str, Any]) -> bool:
    twins = Administration.objects.filter(
        client_id=treatment.client_id, instrument=response.code, completed_at=response.answered_at
    )
    return any(sheet.read(row)["answers"] == words["answers"] for row in twins)


def _enter(
    treatment: Treatment, instrument: str, words: dict[str, Any], at: datetime, source: str, by: Actor
) -> tuple[Administration, bool]:
    row = Administration(
        practice_id=treatment.practice_id,
        treatment=treatment,
        client=treatment.client,
        instrument=instrument,
        instrument_version=questionnaires.get(instrument).version,
        state=Administration.COMPLETED,
        source=source,
        opens_at=at,
        started_at=at,
        completed_at=at,
        entered_by=by.user_id,
    )
    row.seal_words(keychain(row.scope), words)
    with transaction.atomic():
        row.save(force_insert=True)
        is_risk = sheet.write(row, words, by, at=at)
        detail = {"source": source, "digest": row.digest(), "scorer": scoring.VERSION}
        audit.record(by=by, verb="enter", on=row, client=row.client_id, detail=detail)
        measure_completed.send(sender=Administration, administration=row, by=by)
    return row, is_risk
