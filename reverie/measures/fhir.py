"""FHIR R4 in and out: a QuestionnaireResponse read from a file, and the resources of one filled-in form.

Pure: takes bytes and values, gives values; access, sealing and saving happen elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from reverie.core import json_text
from reverie.instruments import scoring
from reverie.measures import questionnaires

LARGEST_FILE = 1_000_000
LOINC = "http://loinc.org"
RELATED = "RelatedPerson"
SURVEY = {
    "system": "http://terminology.hl7.org/CodeSystem/observation-category",
    "code": "survey",
    "display": "Survey",
}


class BadFile(ValueError):
    """One plain sentence: what is wrong with the file, and what to do."""


@dataclass(frozen=True)
class Response:
    """A QuestionnaireResponse that could be read: which form, answers by question number, when.

    `answered_by` is who answered in the client's place, empty where the client did.
    """

    code: str
    answers: dict[int, int]
    answered_at: datetime
    source_id: str
    answered_by: str = ""


def read_response(raw: bytes) -> Response:
    """Read the bytes of a file. Raises BadFile with one sentence; nothing else, whatever the bytes."""
    resource = _parsed(raw)
    try:
        code, found, source_id = scoring.answers_from_response(resource)
        result = scoring.score(code, found)
    except scoring.BadInput as error:
        raise BadFile(str(error)) from None
    if result.errors:
        risk = _(" Its risk question is answered above 0: look at it now.") if result.flags else ""
        raise BadFile(_("The form cannot be taken over: {error}.").format(error=result.errors[0]) + risk)
    if all(answer is None for answer in found):
        raise BadFile(_("No question of this form is answered."))
    if code not in questionnaires.known():
        raise BadFile(_("The words of {name} are not here; bring its form first.").format(name=code))
    answers = {item: answer for item, answer in enumerate(found, start=1) if isinstance(answer, int)}
    answers |= dict(_unscored(code, resource))
    return Response(code, answers, _authored(resource), source_id or "", _proxy(resource))


def _proxy(resource: dict[str, Any]) -> str:
    """Who answered, where the form names a related person as its source."""
    source = resource.get("source")
    named = source if isinstance(source, dict) else {}
    reference, display = str(named.get("reference", "")), str(named.get("display", "")).strip()
    if named.get("type") != RELATED and not reference.startswith(f"{RELATED}/"):
        return ""
    return display or _("somebody else, not named in the file")


def _parsed(raw: bytes) -> dict[str, Any]:
    if len(raw) > LARGEST_FILE:
        raise BadFile(_("The file is larger than one megabyte; a filled-in form is far smaller."))
    try:
        resource = json_text.loads(raw)
    except UnicodeDecodeError:
        raise BadFile(_("The file is not written in UTF-8; export it again as FHIR JSON.")) from None
    except ValueError:
        raise BadFile(_("The file is not complete JSON; it may have been cut off on the way.")) from None
    except RecursionError:
        raise BadFile(_("The file is nested too deeply to be a filled-in form.")) from None
    if not isinstance(resource, dict) or resource.get("resourceType") != "QuestionnaireResponse":
        raise BadFile(_("This is not a FHIR QuestionnaireResponse; choose the file of one filled-in form."))
    return resource


def _authored(resource: dict[str, Any]) -> datetime:
    try:
        authored = datetime.fromisoformat(str(resource["authored"]))
    except (KeyError, ValueError):
        raise BadFile(_("The form does not say when it was filled in (field “authored”).")) from None
    if authored.tzinfo is None:
        raise BadFile(_("The moment in “authored” has no time zone, so the day is not certain."))
    return authored


def _unscored(code: str, resource: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """Questions that the key does not score (PHQ-9's difficulty), by linkId and answer code."""
    given = {item.get("linkId"): item.get("answer") or [{}] for item in resource.get("item", [])}
    for question in questionnaires.get(code).questions:
        if question.is_scored or question.link_id not in given:
            continue
        coded = given[question.link_id][0].get("valueCoding")
        for option in question.options:
            if isinstance(coded, dict) and coded.get("code") == option.coding["code"]:
                yield question.number, option.value


@dataclass(frozen=True)
class FilledForm:
    """What the emitter needs of one form; `answered_by` is who answered in the client's place."""

    id: UUID
    code: str
    client: UUID
    answered_at: datetime
    is_complete: bool
    answers: dict[int, int]
    total: int | float | None
    answered_by: str = ""


def bundle(forms: list[FilledForm], at: datetime) -> dict[str, Any]:
    """A collection Bundle: per form its QuestionnaireResponse, its panel Observation and the members."""
    resources = [resource for form in forms for resource in resources_of(form)]
    entries = [{"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "collection", "timestamp": at.isoformat(), "entry": entries}


def resources_of(form: FilledForm) -> list[dict[str, Any]]:
    """QuestionnaireResponse first; Observations only for a complete form with LOINC codes."""
    response = questionnaire_response(form)
    if not form.is_complete or not scoring.get(form.code).panel:
        return [response]
    members = list(_members(form))
    return [response, _panel(form, members), *members]


def questionnaire_response(form: FilledForm) -> dict[str, Any]:
    """The answers as they were given, against the form's canonical address."""
    sheet = questionnaires.get(form.code)
    version = f"|{sheet.version}" if sheet.version else ""
    items = []
    for question in sheet.questions:
        answer = _answer(question, form.answers.get(question.number))
        if answer:
            items.append({"linkId": question.link_id, "text": question.words, "answer": [answer]})
    return {
        "resourceType": "QuestionnaireResponse",
        "id": str(form.id),
        **({"questionnaire": sheet.url + version} if sheet.url else {}),
        "status": "completed" if form.is_complete else "in-progress",
        "subject": {"reference": f"Patient/{form.client}"},
        "authored": form.answered_at.isoformat(),
        "source": _source(form),
        **({"item": items} if items else {}),
    }


def _source(form: FilledForm) -> dict[str, str]:
    """Who answered: the client, or the person named; how they stand to the client is part of the name."""
    if form.answered_by:
        return {"type": RELATED, "display": form.answered_by}
    return {"reference": f"Patient/{form.client}"}


def _answer(question: questionnaires.Question, value: int | None) -> dict[str, Any]:
    """One answer as FHIR holds it: the coding of an option, or the count that was asked for."""
    option = question.option(-1 if value is None else value)
    if option is not None:
        return {"valueCoding": option.coding}
    return {} if value is None or question.options else {"valueDecimal": value}


def _panel(form: FilledForm, members: list[dict[str, Any]]) -> dict[str, Any]:
    instrument = scoring.get(form.code)
    panel = _observation(form, "panel", {"system": LOINC, "code": instrument.panel}, instrument.name)
    panel["hasMember"] = [{"reference": f"urn:uuid:{member['id']}"} for member in members]
    return panel


def _members(form: FilledForm) -> Iterator[dict[str, Any]]:
    instrument = scoring.get(form.code)
    for question in questionnaires.get(form.code).questions:
        value = form.answers.get(question.number)
        if not _answer(question, value):
            continue
        member = _observation(form, f"q{question.number}", question.coding, question.words)
        option = question.option(-1 if value is None else value)
        if option is not None:
            member["valueCodeableConcept"] = {"coding": [option.coding], "text": option.words}
        else:
            member["valueInteger"] = value
        yield member
    if form.total is not None and instrument.total_code:
        coding = {"system": LOINC, "code": instrument.total_code}
        total = _observation(form, "total", coding, f"{instrument.name} total score")
        # US Core's own example writes the total as a string; a number is what readers can compute with.
        total["valueInteger"] = int(form.total)
        yield total


def _observation(form: FilledForm, part: str, coding: dict[str, str], words: str) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": str(uuid5(form.id, part)),
        "status": "final",
        "category": [{"coding": [SURVEY]}],
        "code": {"coding": [coding], "text": words},
        "subject": {"reference": f"Patient/{form.client}"},
        "effectiveDateTime": form.answered_at.isoformat(),
        **({"performer": [_source(form)]} if form.answered_by else {}),
        "derivedFrom": [{"reference": f"urn:uuid:{form.id}"}],
    }
