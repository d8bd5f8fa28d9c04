"""A form from another system: taken over whole, or refused in one sentence with nothing changed."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conftest import signed_in
from reverie.core.policy import Actor
from reverie.measures import actions, demo, questionnaires
from reverie.measures.models import Administration
from reverie.safety.models import Concern
from reverie.treatment.models import Treatment

EXAMPLE: dict[str, Any] = json.loads(demo.EXAMPLE.read_text())
RISK = json.dumps(EXAMPLE).replace('"LA6568-5"', '"LA6569-3"')


def without(name: str) -> str:
    return json.dumps({key: value for key, value in EXAMPLE.items() if key != name})


BAD = {
    "empty object": ("{}", "not a FHIR QuestionnaireResponse"),
    "half a file": (json.dumps(EXAMPLE)[:900], "not complete JSON"),
    "another type": (json.dumps({**EXAMPLE, "resourceType": "Patient"}), "not a FHIR QuestionnaireResponse"),
    "a list": ("[]", "not a FHIR QuestionnaireResponse"),
    "a picture": (b"\x89PNG\r\n\x1a\n\xff\xfe", "not written in UTF-8"),
    "UTF-16": (json.dumps(EXAMPLE).encode("utf-16"), "not written in UTF-8"),
    "far too deep": ("[" * 200_000, "nested too deeply"),
    "deep items": (
        '{"resourceType":"QuestionnaireResponse","item":' + '[{"item":' * 20_000,
        "complete JSON|deeply",
    ),
    "too big": (" " * 1_000_001, "larger than one megabyte"),
    "no items": (without("item"), "fits|no question|answered|no answer"),
    "items no list": (json.dumps({**EXAMPLE, "item": "x"}), "not a list"),
    "no moment": (without("authored"), "does not say when"),
    "a day without zone": (json.dumps({**EXAMPLE, "authored": "2022-11-29"}), "no time zone"),
    "to come": (json.dumps({**EXAMPLE, "authored": "2922-11-29T20:50:32Z"}), "a time to come"),
    "in error": (json.dumps({**EXAMPLE, "status": "entered-in-error"}), "entered in error"),
    "strange answer": (json.dumps(EXAMPLE).replace("LA6570-1", "LA9999-9"), "cannot be taken over"),
    "twice": (json.dumps({**EXAMPLE, "item": EXAMPLE["item"] * 2}), "answered twice"),
    "another form": (json.dumps({**EXAMPLE, "questionnaire": "x", "item": [{"linkId": "zz"}]}), "known here"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_one_sentence(name: str, treatment: Treatment, as_therapist: Actor) -> None:
    given, sentence = BAD[name]
    raw = given.encode() if isinstance(given, str) else given
    with pytest.raises(actions.CannotImport, match=sentence):
        actions.import_response(treatment=treatment, raw=raw, by=as_therapist)
    assert not Administration.objects.exists()


@pytest.mark.parametrize("name", ["half a file", "a picture", "far too deep", "too big", "another type"])
def test_the_page_says_what_is_wrong(name: str, treatment: Treatment, therapist) -> None:
    given, sentence = BAD[name]
    raw = given.encode() if isinstance(given, str) else given
    file = SimpleUploadedFile("form.json", raw)
    url = f"/desk/clients/{treatment.client_id}/measures/import/"
    page = signed_in(therapist.user).post(url, {"file": file})
    assert sentence in page.content.decode()
    assert not Administration.objects.exists()


def test_no_file_is_said_too(treatment: Treatment, therapist) -> None:
    page = signed_in(therapist.user).post(f"/desk/clients/{treatment.client_id}/measures/import/")
    assert "Choose a file first." in page.content.decode()


def test_the_example_scores_twelve(treatment: Treatment, therapist) -> None:
    file = SimpleUploadedFile("form.json", demo.EXAMPLE.read_bytes())
    browser = signed_in(therapist.user)
    page = browser.post(f"/desk/clients/{treatment.client_id}/measures/import/", {"file": file}, follow=True)
    assert "12, moderate" in page.content.decode()
    assert "Somewhat difficult" in page.content.decode()


def test_a_second_time_changes_nothing(treatment: Treatment, as_therapist: Actor) -> None:
    raw = demo.EXAMPLE.read_bytes()
    actions.import_response(treatment=treatment, raw=raw, by=as_therapist)
    with pytest.raises(actions.CannotImport, match="here already"):
        actions.import_response(treatment=treatment, raw=raw, by=as_therapist)
    assert Administration.objects.count() == 1


def test_a_risk_answer_in_a_file_raises_a_concern(treatment: Treatment, as_therapist: Actor) -> None:
    row, is_risk = actions.import_response(treatment=treatment, raw=RISK.encode(), by=as_therapist)
    assert is_risk
    assert Concern.objects.get().source_id == row.pk


def test_a_broken_file_with_a_risk_answer_says_so(treatment: Treatment, as_therapist: Actor) -> None:
    raw = RISK.replace("LA6570-1", "LA9999-9").encode()
    with pytest.raises(actions.CannotImport, match="answered above 0"):
        actions.import_response(treatment=treatment, raw=raw, by=as_therapist)


def test_the_forms_carry_their_notices() -> None:
    for code in questionnaires.FILES:
        assert questionnaires.get(code).notice
    assert (Path(questionnaires.FOLDER) / "README.md").read_text().count("LOINC")
