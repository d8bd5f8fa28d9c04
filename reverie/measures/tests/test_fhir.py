"""What leaves comes back the same."""

import json
import re
from uuid import UUID

import pytest

from conftest import signed_in
from reverie.core import clock
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.instruments import scoring
from reverie.measures import actions, fhir, queries
from reverie.measures.models import Administration
from reverie.measures.tests.conftest import asked
from reverie.treatment.models import Treatment


@pytest.fixture
def done(phq: Administration, as_client: Actor) -> Administration:
    answers = {item: item % 3 for item in range(1, 9)} | {9: 0, 10: 1}
    actions.answer_form(administration=phq, answers=answers, by=as_client)
    return actions.complete(administration=phq, by=as_client)


def test_a_response_that_we_wrote_is_read_back(done: Administration) -> None:
    response = queries.fhir_bundle([done])["entry"][0]["resource"]
    read = fhir.read_response(json.dumps(response).encode())
    assert read.code == "phq-9"
    assert read.answers == {int(key): value for key, value in queries.words_of(done)["answers"].items()}


def test_the_panel_names_its_members_and_where_it_came_from(done: Administration) -> None:
    resources = [entry["resource"] for entry in queries.fhir_bundle([done])["entry"]]
    panel = next(row for row in resources if "hasMember" in row)
    assert panel["code"]["coding"][0]["code"] == "44249-1"
    assert len(panel["hasMember"]) == 11
    assert panel["derivedFrom"] == [{"reference": f"urn:uuid:{done.pk}"}]
    total = next(row for row in resources if "valueInteger" in row)
    assert total["valueInteger"] == queries.words_of(done)["score"]["total"]


def test_every_reference_within_leads_somewhere(done: Administration) -> None:
    entries = queries.fhir_bundle([done])["entry"]
    there = {entry["fullUrl"] for entry in entries}
    assert all(str(UUID(entry["fullUrl"].removeprefix("urn:uuid:"))) for entry in entries)
    named = set(re.findall(r'"(urn:uuid:[^"]+)"', json.dumps(entries)))
    assert named <= there


def test_every_form_that_can_be_asked_goes_out(treatment: Treatment, as_therapist: Actor, as_client) -> None:
    for code in ("gad-7", "phq-4", "taps", "alliance-check"):
        row = asked(treatment, as_therapist, code)
        answers = dict.fromkeys(range(1, scoring.get(code).items + 1), 1)
        actions.answer_form(administration=row, answers=answers, by=as_client)
        row = actions.complete(administration=row, by=as_client)
        resources = [entry["resource"] for entry in queries.fhir_bundle([row])["entry"]]
        assert resources[0]["status"] == "completed"
        assert any("hasMember" in resource for resource in resources) is bool(scoring.get(code).panel)


def test_an_unfinished_form_leaves_without_a_total(phq: Administration, as_client: Actor) -> None:
    actions.answer_form(
        administration=phq, answers={**dict.fromkeys(range(1, 9), 1), 9: "declined"}, by=as_client
    )
    row = actions.complete(administration=phq, by=as_client)
    (entry,) = queries.fhir_bundle([row])["entry"]
    assert entry["resource"]["status"] == "in-progress"


def test_taking_along_is_audited_and_holds_no_name(done: Administration, therapist) -> None:
    answer = signed_in(therapist.user).get(f"/desk/clients/{done.client_id}/measures/export/")
    assert json.loads(answer.content)["resourceType"] == "Bundle"
    assert b"Elena" not in answer.content
    assert AuditEvent.objects.filter(verb="export").count() == 1


def test_who_answered_in_the_clients_place_goes_out_and_comes_back(
    treatment: Treatment, as_therapist: Actor
) -> None:
    row, _risk = actions.record_on_paper(
        treatment=treatment,
        instrument="gad-7",
        answers=dict.fromkeys(range(1, 8), 1),
        answered_at=clock.now(),
        source=Administration.BY_PROXY,
        answered_by="Jon Marsh, brother",
        by=as_therapist,
    )
    resources = [entry["resource"] for entry in queries.fhir_bundle([row])["entry"]]
    told = {"type": "RelatedPerson", "display": "Jon Marsh, brother"}
    assert resources[0]["source"] == told
    assert all(resource["performer"] == [told] for resource in resources[1:])
    Administration.objects.all().delete()
    again, _ = actions.import_response(
        treatment=treatment, raw=json.dumps(resources[0]).encode(), by=as_therapist
    )
    assert (again.source, queries.words_of(again)["answered_by"]) == ("proxy", "Jon Marsh, brother")
