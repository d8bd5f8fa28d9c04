"""`reverie instruments list` and `score`: instruments as they are, and forms scored one line at a time."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from reverie.instruments import printing, reading, scoring
from reverie.instruments.errors import BadInput
from reverie.instruments.instrument import Instrument
from reverie.instruments.opening import opened, share
from reverie.instruments.responses import check_readable


def run_list(arguments: argparse.Namespace) -> Any:
    """Every instrument, one object each."""
    return [instrument.to_dict() for instrument in scoring.all_instruments()]


def run_score(arguments: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """A scored form a line, from JSON lines or from FHIR."""
    instrument = scoring.scorable(arguments.code)
    if (arguments.fhir is None) == (arguments.file is None):
        raise BadInput("Give either FILE.jsonl or --fhir FILE.json.")
    if arguments.fhir is not None:
        with opened(arguments.fhir) as (stream, name):
            yield from printing.progress(score_fhir(instrument, stream, name), lambda: None)
        return
    with opened(arguments.file) as (stream, name):
        rows = score_lines(instrument, stream, name)
        yield from printing.progress(rows, lambda: share(stream))


def score_lines(instrument: Instrument, stream: BinaryIO, name: str) -> Iterator[dict[str, Any]]:
    """Score `{"id": …, "answers": […]}` lines; only one line is in memory."""
    for number, row in reading.json_lines(stream, name):
        identity = reading.field(row, "id", name, number)
        answers = reading.field(row, "answers", name, number)
        if not isinstance(answers, list):
            raise BadInput(f"{name}, line {number}, field answers: this is not a list.")
        yield {"id": identity, **scoring.score_with(instrument, answers).to_dict()}


def score_fhir(instrument: Instrument, stream: BinaryIO, name: str) -> Iterator[dict[str, Any]]:
    """Score the responses of one instrument in a QuestionnaireResponse, a Bundle of them or a list."""
    resources = list(responses(reading.json_value(reading.decode(stream.read(), name), name), name))
    check_readable(instrument)
    count = 0
    for place, resource in resources:
        try:
            if not _belongs(resource, instrument):
                continue
            result = _scored(resource, instrument)
        except BadInput as error:
            raise BadInput(f"{name}, {place}: {error}") from None
        count += 1
        yield {"id": resource.get("id"), **result.to_dict()}
    if not count:
        raise BadInput(f"{name}: there is no QuestionnaireResponse of {instrument.name} in it.")


def _belongs(resource: dict[str, Any], instrument: Instrument) -> bool:
    """True unless the response is plainly one of another instrument."""
    try:
        return scoring.instrument_of(resource).code == instrument.code
    except BadInput:
        _, answers, _ = scoring.answers_from_response(resource, instrument.code)
        return any(answer is not None for answer in answers)


def _scored(resource: dict[str, Any], instrument: Instrument) -> scoring.ScoreResult:
    """The score; a response that was entered in error is invalid and says so."""
    if resource.get("status") == "entered-in-error":
        return scoring.invalid(instrument, ("the response is marked as entered in error",))
    _, answers, _ = scoring.answers_from_response(resource, instrument.code)
    return scoring.score_with(instrument, answers)


def responses(value: Any, name: str) -> Iterable[tuple[str, dict[str, Any]]]:
    """Each QuestionnaireResponse with its place in the file; other resources of a Bundle are passed over."""
    if isinstance(value, list):
        found = [(f"resource {position}", resource) for position, resource in enumerate(value, start=1)]
    elif isinstance(value, dict) and value.get("resourceType") == "Bundle":
        entries = value.get("entry") or []
        found = [
            (f"entry {position}", entry.get("resource") if isinstance(entry, dict) else None)
            for position, entry in enumerate(entries if isinstance(entries, list) else [], start=1)
        ]
    else:
        return [("resource 1", value)]
    kept = [(place, resource) for place, resource in found if isinstance(resource, dict)]
    return [(place, r) for place, r in kept if r.get("resourceType") == "QuestionnaireResponse"]
