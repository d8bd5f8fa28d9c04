"""Answers out of FHIR: the published responses, and the same answers under the linkIds of other forms."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from reverie.instruments import scoring

FHIR = Path(__file__).parent / "data" / "fhir"
PHQ9_FORMS = ["phq9.json", "phq9-with-the-weight-function.json", "argonaut-phq9-ish.json"]


def read(name):
    return json.loads((FHIR / name).read_text(encoding="utf-8"))


def total(resource, code=None):
    found, answers, _ = scoring.answers_from_response(resource, code)
    return found, scoring.score(found, answers).total


def questions(items):
    for item in items:
        if item["type"] == "choice":
            yield item["linkId"], next(iter(item.get("code", [])), {}).get("code")
        yield from questions(item.get("item", []))


def answered_under(form):
    """The US Core answers under the linkIds of another form, nested in its groups' manner."""
    response = read("QuestionnaireResponse-phq-9-example.json")
    answers = {item["linkId"].strip("/"): item["answer"] for item in response["item"]}
    rows = [{"linkId": link, "answer": answers[code]} for link, code in questions(form["item"])]
    return {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "questionnaire": form.get("url", ""),
        "item": [{"linkId": "g", "item": rows}],
    }


def test_the_us_core_response_scores_twelve():
    response = read("QuestionnaireResponse-phq-9-example.json")
    assert scoring.answers_from_response(response)[::2] == ("phq-9", "phq-9-example")
    assert total(response) == ("phq-9", 12)


@pytest.mark.parametrize("name", PHQ9_FORMS)
@pytest.mark.parametrize("code", [None, "phq-9"])
def test_the_same_answers_under_other_forms_score_twelve(name, code):
    assert total(answered_under(read(name)), code) == ("phq-9", 12)


@pytest.mark.parametrize(("name", "code"), [("AUDIT-C", "audit-c"), ("TAPS", "taps")])
def test_the_other_us_core_responses(name, code):
    assert total(read(f"QuestionnaireResponse-{name}.json")) == (code, 0)


def filled(name, values):
    form = read(name)
    options = [option["valueCoding"] for option in form["item"][1]["answerOption"]]
    links = [link for link, _ in questions(form["item"])]
    items = [
        {"linkId": link, "answer": [{"valueCoding": {"code": options[value]["code"]}}]}
        for link, value in zip(links, values, strict=True)
    ]
    return {"resourceType": "QuestionnaireResponse", "item": items}


@pytest.mark.parametrize(
    ("name", "values", "code"),
    [
        ("Questionnaire-gad-7.json", [0, 1, 2, 3, 3, 2, 1], "gad-7"),
        ("Questionnaire-phq-4.json", [3, 2, 1, 0], "phq-4"),
    ],
)
def test_our_own_forms(name, values, code):
    assert scoring.answers_from_response(filled(name, values))[:2] == (code, values)


def one(answer):
    return {"resourceType": "QuestionnaireResponse", "item": [{"linkId": "/44250-9", "answer": [answer]}]}


ORDINAL = [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 2}]
WEIGHT = [{"url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 2.0}]


@pytest.mark.parametrize(
    "answer",
    [
        {"valueInteger": 2},
        {"valueDecimal": 2.0},
        {"valueString": "2"},
        {"valueQuantity": {"value": 2}},
        {"valueCoding": {"system": "http://loinc.org", "code": "LA6570-1"}},
        {"valueCoding": {"code": "often", "extension": ORDINAL}},
        {"valueCoding": {"code": "often"}, "extension": WEIGHT},
        {"valueCoding": {"code": "2"}},
    ],
)
def test_every_way_to_write_an_answer(answer):
    assert scoring.answers_from_response(one(answer), "phq-9")[1] == [2] + [None] * 8


@pytest.mark.parametrize(
    "answer", [{"valueCoding": {"code": "LA9-1"}}, {"valueInteger": 7}, {"valueString": "often"}]
)
def test_a_strange_answer_is_invalid_and_not_missing(answer):
    _, answers, _ = scoring.answers_from_response(one(answer), "phq-9")
    assert scoring.score("phq-9", answers).status == "invalid"


def test_an_item_left_open_is_missing():
    response = read("QuestionnaireResponse-phq-9-example.json")
    del response["item"][0]["answer"]
    _, answers, _ = scoring.answers_from_response(response)
    assert scoring.score("phq-9", answers).status == "prorated"


def test_an_item_answered_twice_is_refused():
    response = read("QuestionnaireResponse-phq-9-example.json")
    response["item"].append(copy.deepcopy(response["item"][0]))
    with pytest.raises(scoring.BadInput, match="answered twice"):
        scoring.answers_from_response(response)


@pytest.mark.parametrize(
    ("resource", "words"),
    [
        ({"resourceType": "Patient"}, "not a FHIR QuestionnaireResponse"),
        ({"resourceType": "QuestionnaireResponse"}, "no answer of an instrument"),
        ({"resourceType": "QuestionnaireResponse", "status": "entered-in-error"}, "entered in error"),
        ({"resourceType": "QuestionnaireResponse", "item": {}}, "no answer of an instrument"),
        ({"resourceType": "QuestionnaireResponse", "item": ["x"]}, "not a list of objects"),
        (one({"valueInteger": 1}), "fits phq-4 and phq-9"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(resource, words):
    with pytest.raises(scoring.BadInput, match=words):
        scoring.answers_from_response(resource)
