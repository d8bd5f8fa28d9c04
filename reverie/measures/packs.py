"""Forms that a practice brings with its licence: checked against the scoring key, then kept unchanged.

The file is a FHIR Questionnaire with one `choice` item an item of the key, each answer with its value
(ordinalValue or itemWeight), and the licence in `copyright`.
"""

import json
from dataclasses import dataclass
from typing import Any

from reverie.core import json_text
from reverie.instruments import scoring
from reverie.instruments.errors import BadInput
from reverie.instruments.instrument import Instrument
from reverie.measures import questionnaires
from reverie.measures.questionnaires import Question, Questionnaire

LARGEST_FILE = 1_000_000
INCOMPLETE = "The file is no complete Questionnaire: items, linkIds, texts or answers are missing."


class BadForm(ValueError):
    """One plain sentence: what is wrong with the form, and what to do."""


@dataclass(frozen=True)
class Pack:
    """A checked form: the key it belongs to, as it will be shown, and its bytes as they came."""

    instrument: Instrument
    form: Questionnaire
    raw: bytes


def check(raw: bytes, code: str, notice: str = "") -> Pack:
    """The form for the instrument `code`. Raises BadForm with one sentence, whatever the bytes.

    `notice` says whose words these are, and under what licence, where the file itself does not.
    """
    instrument = _instrument(code)
    resource = _parsed(raw)
    if notice.strip() and not str(resource.get("copyright") or "").strip():
        resource["copyright"] = notice.strip()
        raw = json.dumps(resource, ensure_ascii=False).encode()
    if not str(resource.get("copyright") or "").strip():
        raise BadForm("The file does not say whose words these are, and under what licence (“copyright”).")
    try:
        form = questionnaires.read(instrument.code, resource)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError, RecursionError):
        raise BadForm(INCOMPLETE) from None
    _check_questions(instrument, form)
    return Pack(instrument, form, raw)


def keep(pack: Pack) -> None:
    """Keep the form for this installation. Raises BadForm when one for the instrument is here."""
    folder = questionnaires.pack_folder()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with (folder / f"{pack.instrument.code}.json").open("xb") as file:
            file.write(pack.raw)
    except FileExistsError:
        raise BadForm(
            f"A form for {pack.instrument.name} is here already; take it out of {folder} first."
        ) from None


def _instrument(code: str) -> Instrument:
    try:
        instrument = scoring.get(code)
    except BadInput as error:
        raise BadForm(str(error)) from None
    if instrument.code in questionnaires.FILES and instrument.code not in questionnaires.MAY_BE_REPLACED:
        raise BadForm(f"The words of {instrument.name} come with Reverie.")
    if instrument.unscorable or not instrument.has_total:
        raise BadForm(f"{instrument.name} cannot be scored as one sum, so it cannot be asked here yet.")
    return instrument


def _parsed(raw: bytes) -> dict[str, Any]:
    if len(raw) > LARGEST_FILE:
        raise BadForm("The file is larger than one megabyte; a form is far smaller.")
    try:
        resource = json_text.loads(raw)
    except UnicodeDecodeError:
        raise BadForm("The file is not written in UTF-8.") from None
    except (ValueError, RecursionError):
        raise BadForm("The file is not complete JSON; it may have been cut off on the way.") from None
    if not isinstance(resource, dict) or resource.get("resourceType") != "Questionnaire":
        raise BadForm("This is not a FHIR Questionnaire.")
    return resource


def _check_questions(instrument: Instrument, form: Questionnaire) -> None:
    scored = [question for question in form.questions if question.is_scored]
    if len(scored) != instrument.items:
        raise BadForm(f"{instrument.name} has {instrument.items} questions; the file has {len(scored)}.")
    for question in scored:
        _check_answers(instrument, question)


def _check_answers(instrument: Instrument, question: Question) -> None:
    values = [option.value for option in question.options]
    wanted = list(range(int(instrument.min), int(instrument.max) + 1))
    if values != wanted:
        raise BadForm(
            f"Question {question.number} must have answers worth {wanted[0]} to {wanted[-1]}, "
            f"one each; the file has {values or 'none'}."
        )
