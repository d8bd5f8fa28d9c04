"""Forms that a practice brings."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reverie.core.policy import Actor
from reverie.instruments import scoring
from reverie.measures import actions, commands, packs, questionnaires
from reverie.measures.models import Administration
from reverie.measures.tests.conftest import asked
from reverie.safety.models import Concern
from reverie.treatment.models import Treatment

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def form(items: int = 10, low: int = 0, high: int = 4, **other: Any) -> dict[str, Any]:
    """A Questionnaire with invented words."""
    options = [
        {
            "extension": [{"url": ORDINAL, "valueDecimal": value}],
            "valueCoding": {"code": f"a{value}", "display": f"Answer {value}"},
        }
        for value in range(low, high + 1)
    ]
    rows = [
        {
            "linkId": f"q{number}",
            "type": "choice",
            "text": f"Question {number}",
            "answerOption": options,
        }
        for number in range(1, items + 1)
    ]
    group = [{"linkId": "g", "type": "group", "item": rows}]
    base = {"resourceType": "Questionnaire", "url": "https://x.example/q", "copyright": "Ours", "item": group}
    return base | other


def main(words: list[str]) -> int:
    """Run one command as the command line does."""
    parser = argparse.ArgumentParser()
    commands.add_parser(parser.add_subparsers())
    args = parser.parse_args(words)
    return int(args.run(args))


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.HOME = tmp_path
    yield tmp_path
    questionnaires.get.cache_clear()


def brought(home: Path, resource: dict[str, Any], code: str = "core-10") -> int:
    file = home / "form.json"
    file.write_text(json.dumps(resource))
    return main(["forms", "add", str(file), "--code", code])


def test_a_pack_can_be_asked_and_its_risk_item_is_watched(
    home: Path, treatment: Treatment, as_therapist: Actor, as_client: Actor
) -> None:
    assert brought(home, form()) == 0
    assert "core-10" in questionnaires.codes()
    row = asked(treatment, as_therapist, "core-10")
    assert actions.answer_item(administration=row, item=6, answer=1, by=as_client)
    assert Concern.objects.get().source_id == row.pk


BAD = {
    "no licence": (form(copyright=" "), "whose words"),
    "nine questions": (form(items=9), "has 10 questions; the file has 9"),
    "wrong answers": (form(high=3), "worth 0 to 4"),
    "no answers": (form(high=-1), "the file has none"),
    "another type": ({"resourceType": "Patient"}, "not a FHIR Questionnaire"),
    "no items": (form(item=None), "no complete Questionnaire"),
    "items no list": (form(item=["x"]), "no complete Questionnaire"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_form_that_does_not_fit_is_refused(
    name: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resource, sentence = BAD[name]
    assert brought(home, resource) == 2
    assert sentence in capsys.readouterr().err
    assert questionnaires.packs() == ()


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b" " * 1_000_001, b"null"])
def test_bytes_that_are_no_form(raw: bytes) -> None:
    with pytest.raises(packs.BadForm):
        packs.check(raw, "core-10")


@pytest.mark.parametrize(
    ("code", "sentence"), [("alliance-check", "come with Reverie"), ("none-such", "no instrument")]
)
def test_codes_that_take_no_pack(code: str, sentence: str) -> None:
    with pytest.raises(packs.BadForm, match=sentence):
        packs.check(json.dumps(form()).encode(), code)


PUBLIC = Path(scoring.__file__).parent / "tests" / "data" / "fhir"
FOUR = [
    "Questionnaire-phq-9-example.json",
    "phq9.json",
    "phq9-with-the-weight-function.json",
    "argonaut-phq9-ish.json",
]


@pytest.mark.parametrize("name", FOUR)
def test_the_four_public_forms_of_phq_9_come_in_and_score_twelve(
    name: str, home: Path, treatment: Treatment, as_therapist: Actor, as_client: Actor
) -> None:
    words = ["--code", "phq-9", "--notice", "Pfizer; no permission required"]
    assert main(["forms", "add", str(PUBLIC / name), *words]) == 0
    questionnaires.get.cache_clear()
    link_ids = [item.link_id for item in questionnaires.get("phq-9").questions]
    assert link_ids[0] == ("g1.q1" if "argonaut" in name else "/44250-9")
    row = asked(treatment, as_therapist, "phq-9")
    answers = dict(enumerate([2, 2, 2, 2, 1, 1, 2, 0, 0], start=1))
    actions.answer_form(administration=row, answers=answers, by=as_client)
    row = actions.complete(administration=row, by=as_client)
    assert row.words(treatment.chain())["score"]["total"] == 12
    assert actions.import_response(treatment=treatment, raw=_brought_back(row, as_therapist), by=as_therapist)


def _brought_back(row: Administration, by: Actor) -> bytes:
    """What is exported of a form, as if another system sent it on another day."""
    resource = actions.export_forms(treatment=row.treatment, rows=[row], by=by)["entry"][0]["resource"]
    return json.dumps({**resource, "authored": "2026-01-05T10:00:00Z"}).encode()


def test_a_second_form_does_not_replace_the_first(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    brought(home, form())
    assert brought(home, form(copyright="Others")) == 2
    assert "here already" in capsys.readouterr().err


def test_the_list_says_whose_words_they_are(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forms", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["code"] for row in rows] == list(questionnaires.FILES)
    assert all(row["notice"] for row in rows)


def test_a_missing_file_is_one_sentence(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forms", "add", str(home / "none.json"), "--code", "core-10"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
