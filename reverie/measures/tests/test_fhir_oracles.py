"""What we export of every form, read by programs of other people."""

import json
from typing import Any

import pytest

from reverie.core.policy import Actor
from reverie.measures import actions, demo, questionnaires
from reverie.measures.models import Administration
from reverie.measures.tests.conftest import asked
from reverie.treatment.models import Treatment
from tests.oracles import fhirkit_errors, npm_errors

pytestmark = pytest.mark.slow


@pytest.fixture
def bundle(treatment: Treatment, as_therapist: Actor, as_client: Actor) -> dict[str, Any]:
    """Every form that ships: filled in, without its last answer, by a brother, and one from a file."""
    rows = [_filled(treatment, code, as_therapist, as_client) for code in questionnaires.FILES]
    rows += [_begun(treatment, code, as_therapist) for code in questionnaires.FILES]
    rows.append(_told_by_somebody_else(treatment, as_therapist))
    row, _risk = actions.import_response(treatment=treatment, raw=demo.EXAMPLE.read_bytes(), by=as_therapist)
    return actions.export_forms(treatment=treatment, rows=[*rows, row], by=as_therapist)


def answers_of(code: str) -> dict[int, int | str]:
    """An answer to every question: the first option, or a count."""
    form = questionnaires.get(code).questions
    return {item.number: item.options[0].value if item.options else 3 for item in form}


def _filled(treatment: Treatment, code: str, by: Actor, client: Actor) -> Administration:
    row = asked(treatment, by, code)
    actions.answer_form(administration=row, answers=answers_of(code), by=client)
    return actions.complete(administration=row, by=client)


def _begun(treatment: Treatment, code: str, by: Actor) -> Administration:
    answers = dict(list(answers_of(code).items())[:-1])
    moment = treatment.created_at
    return actions.record_on_paper(
        treatment=treatment, instrument=code, answers=answers, answered_at=moment, by=by
    )[0]


def _told_by_somebody_else(treatment: Treatment, by: Actor) -> Administration:
    who = {"source": Administration.BY_PROXY, "answered_by": "Jon Marsh, brother"}
    moment, answers = treatment.created_at, answers_of("gad-7")
    return actions.record_on_paper(
        treatment=treatment, instrument="gad-7", answers=answers, answered_at=moment, by=by, **who
    )[0]


def resources(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    return [bundle, *(entry["resource"] for entry in bundle["entry"])]


def test_fhirkit_has_nothing_against_it(bundle: dict[str, Any]) -> None:
    found = {row.get("id", "bundle"): fhirkit_errors(row) for row in resources(bundle)}
    assert len(found) > 60
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_the_npm_package_has_nothing_against_it(bundle: dict[str, Any]) -> None:
    found = npm_errors(resources(bundle))
    assert len(found) > 60
    assert [errors for errors in found if errors] == []


def test_both_see_what_is_wrong() -> None:
    """The control: a property that FHIR does not know, and a status that does not exist."""
    broken = json.loads(demo.EXAMPLE.read_text()) | {"nonsense": 1, "status": 7}
    assert fhirkit_errors(broken)
    assert npm_errors([broken])[0]
