"""Reads the answers out of a FHIR QuestionnaireResponse.

An item is found by the LOINC code in its linkId (`/44250-9`, `44250-9`, `/44249-1/44250-9`) or by a linkId
that the instrument's definition lists (`g1.q1`). An answer is read from its LOINC answer code, from an
ordinal extension, or from a plain number. What cannot be read is handed on as it stands, so that the
scorer calls the form invalid instead of taking a strange answer for a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from reverie.instruments.catalog import all_instruments, get
from reverie.instruments.errors import BadInput
from reverie.instruments.instrument import Instrument, Number

LOINC = re.compile(r"(?:^|/)(\d{1,7}-\d)(?=$|/)")
ORDINALS = ("/ordinalValue", "/itemWeight", "/iso21090-CO-value", "/valueset-ordinalValue")


def _objects(node: Mapping[str, Any], field: str) -> list[dict[str, Any]]:
    """The objects of a list field. Raises BadInput if the field is anything else."""
    found = node.get(field) or []
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise BadInput(f"The field “{field}” of the QuestionnaireResponse is not a list of objects.")
    return found


def _rows(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every item of a response, however deep in groups or under answers."""
    for item in _objects(node, "item"):
        yield item
        yield from _rows(item)
        for answer in _objects(item, "answer"):
            yield from _rows(answer)


def _keys(item: Mapping[str, Any]) -> set[str]:
    """The linkId itself and the last LOINC code in it."""
    link = str(item.get("linkId") or "")
    return {link, *LOINC.findall(link)[-1:]}


def _plain_number(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and re.fullmatch(r"\d+", value.strip()):
        return int(value)
    return value


def _ordinal(node: Mapping[str, Any]) -> Number | None:
    for extension in _objects(node, "extension"):
        if str(extension.get("url", "")).endswith(ORDINALS):
            for name in ("valueDecimal", "valueInteger"):
                value = extension.get(name)
                if isinstance(value, int | float):
                    return int(value) if float(value).is_integer() else value
    return None


def _coding(instrument: Instrument, answer: Mapping[str, Any], coding: Mapping[str, Any]) -> object:
    code = str(coding.get("code", "an answer without a code"))
    if code in instrument.answer_codes:
        return instrument.answer_codes[code]
    for node in (coding, answer, answer.get("_valueCoding") or {}):
        ordinal = _ordinal(node)
        if ordinal is not None:
            return ordinal
    return _plain_number(code)


def _value(instrument: Instrument, answer: Mapping[str, Any]) -> object:
    """One answer as a number, or as whatever stands there if it is not one."""
    for name, value in answer.items():
        if name == "valueCoding" and isinstance(value, dict):
            return _coding(instrument, answer, value)
        if name == "valueQuantity" and isinstance(value, dict):
            return _plain_number(value.get("value", "a quantity without a value"))
        if name.startswith("value"):
            return _plain_number(value)
    return None


def _item_keys(instrument: Instrument) -> list[set[str]]:
    sources = (instrument.item_codes, instrument.link_ids)
    return [
        {key for source in sources if len(source) == instrument.items for key in source[position]}
        for position in range(instrument.items)
    ]


def _answers(instrument: Instrument, resource: Mapping[str, Any]) -> list[object]:
    wanted = _item_keys(instrument)
    answers: list[object] = [None] * instrument.items
    seen: set[int] = set()
    for item in _rows(resource):
        keys = _keys(item)
        position = next((index for index, known in enumerate(wanted) if known & keys), None)
        given = _objects(item, "answer")
        if position is None or not given:
            continue
        if position in seen or len(given) > 1:
            raise BadInput(
                f"Item {position + 1} ({item.get('linkId')}) of {instrument.name} is answered twice."
            )
        seen.add(position)
        answers[position] = _value(instrument, given[0])
    return answers


def _named_by(resource: Mapping[str, Any]) -> Instrument | None:
    """The instrument that the response's `questionnaire` names, if its last part holds the code."""
    last = re.sub(
        r"[^a-z0-9]", "", str(resource.get("questionnaire") or "").split("|")[0].lower().split("/")[-1]
    )
    coded = [instrument for instrument in all_instruments() if instrument.item_codes]
    named = [known for known in coded if re.sub(r"[^a-z0-9]", "", known.code) in last]
    return named[0] if len(named) == 1 else None


def _fitting(resource: Mapping[str, Any]) -> list[Instrument]:
    """Instruments whose items hold every known key of the response, the smallest first."""
    present = {key for item in _rows(resource) for key in _keys(item)}
    known = {key for instrument in all_instruments() for keys in _item_keys(instrument) for key in keys}
    found = present & known
    fitting = []
    for instrument in all_instruments():
        own = set().union(*_item_keys(instrument))
        if found and found <= own:
            fitting.append(instrument)
    panels = {instrument.panel: instrument for instrument in fitting if instrument.panel}
    totals = {instrument.total_code: instrument for instrument in fitting if instrument.total_code}
    exact = [table[key] for table in (panels, totals) for key in present if key in table]
    return exact[:1] or sorted(fitting, key=lambda instrument: instrument.items)


def instrument_of(resource: Mapping[str, Any]) -> Instrument:
    """The instrument that a QuestionnaireResponse answers, by its questionnaire's name or by its linkIds.

    Formula: the one instrument whose items hold every known key. Shapes: one resource. Units: none.
    Direction: none. Errors: BadInput if it is none or more than one.
    Source: FHIR R4; LOINC codes as in docs/clinical/instruments.md. No worked example was seen.
    """
    named = _named_by(resource)
    if named is not None:
        return named
    fitting = _fitting(resource)
    if not fitting:
        raise BadInput("The QuestionnaireResponse holds no answer of an instrument known here.")
    if len(fitting) > 1:
        names = " and ".join(instrument.code for instrument in fitting)
        raise BadInput(f"The QuestionnaireResponse fits {names}; say which one it is.")
    return fitting[0]


def check_readable(instrument: Instrument) -> None:
    """Refuse an instrument if nothing says how its items are called in FHIR.

    Formula: it has LOINC codes or linkIds. Shapes: one instrument. Units: none. Direction: none.
    Errors: BadInput; nothing is returned. Source: docs/clinical/instruments.md. No worked example was seen.
    """
    if not any(_item_keys(instrument)):
        raise BadInput(f"{instrument.name} has no LOINC codes, so it cannot be read from FHIR.")


def answers_from_response(
    resource: Mapping[str, Any], code: str | None = None
) -> tuple[str, list[object], str | None]:
    """Instrument code, answers in item order (None where not answered) and the resource's id.

    `code` says which instrument is meant; without it, the questionnaire's name and the linkIds decide.

    Formula: an answer is its LOINC answer code, an ordinal extension, or a plain number.
    Shapes: one resource in; a code, a list, an id out. Units: answer values. Direction: the instrument's
    own.
    Errors: BadInput if this is no QuestionnaireResponse, was entered in error, or fits no instrument.
    Source: FHIR R4; HL7 US Core examples, which a test reads. No further worked example was seen.
    """
    if not isinstance(resource, Mapping) or resource.get("resourceType") != "QuestionnaireResponse":
        raise BadInput("This is not a FHIR QuestionnaireResponse.")
    if resource.get("status") == "entered-in-error":
        raise BadInput(f"QuestionnaireResponse {resource.get('id')} is marked as entered in error.")
    instrument = get(code) if code else instrument_of(resource)
    check_readable(instrument)
    answers = _answers(instrument, resource)
    return instrument.code, answers, resource.get("id")
