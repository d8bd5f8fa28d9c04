from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Client, Therapist
from reverie.accounts.queries import actor_of
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.instruments.ccrt import STANDARD_CLUSTERS
from reverie.process.actions import (
    CannotRevise,
    Claim,
    FormulationWords,
    Mark,
    add_evidence,
    mark_moment,
    revise_formulation,
)
from reverie.process.models import Formulation, Moment, ProcessSheet
from reverie.process.presenters.formulation import changes, formulation_context
from reverie.process.queries.formulation import Ground, versions_of
from reverie.process.queries.pattern import pattern_of
from reverie.treatment.models import Treatment

pytestmark = pytest.mark.django_db
NOTHING = Ground(pattern_of([]), [])
FIRST = FormulationWords("She waits. She is polite.", claims=(Claim("She pays in advance."),))


@pytest.fixture
def first(sheet: ProcessSheet, as_therapist: Actor) -> Formulation:
    return revise_formulation(client=sheet.client, words=FIRST, by=as_therapist)


@pytest.fixture
def hanna(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


def test_each_revision_is_a_version(first: Formulation, as_therapist: Actor) -> None:
    words = FormulationWords("She waits. She is angry.", claims=(Claim("She is angry."),))
    revise_formulation(client=first.client, words=words, based_on=1, by=as_therapist)
    new, old = versions_of(as_therapist, first.client)
    assert (new.number, old.words["text"]) == (2, FIRST.text)
    found = changes(old, new)
    assert ("gone", "She is polite.") in found["runs"]
    assert (found["came"], found["went"]) == (["She is angry."], ["She pays in advance."])


def test_a_version_of_another_window_is_not_overwritten(first: Formulation, as_therapist: Actor) -> None:
    with pytest.raises(CannotRevise, match="newer version"):
        revise_formulation(client=first.client, words=FIRST, based_on=0, by=as_therapist)


@pytest.mark.parametrize(
    "words",
    [
        FormulationWords("  "),
        FormulationWords("x", claims=(Claim("y", confidence="sure"),)),
        FormulationWords("x", claims=(Claim("y"),) * 21),
    ],
)
def test_what_cannot_be_kept(sheet: ProcessSheet, as_therapist: Actor, words: FormulationWords) -> None:
    with pytest.raises(CannotRevise):
        revise_formulation(client=sheet.client, words=words, by=as_therapist)
    assert not Formulation.objects.exists()


def test_a_colleague_formulates_nothing(client_person: Client, colleague: Therapist) -> None:
    with pytest.raises(CannotRevise):
        revise_formulation(client=client_person, words=FIRST, by=actor_of(colleague.user))


def test_revising_without_an_audit_link_keeps_nothing(
    sheet: ProcessSheet, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    break_audit()
    with pytest.raises(OSError):
        revise_formulation(client=sheet.client, words=FIRST, by=as_therapist)
    assert not Formulation.objects.exists()


def test_a_moment_becomes_evidence_once(first: Formulation, moment: Moment, as_therapist: Actor) -> None:
    for _ in range(2):
        add_evidence(formulation=first, claim=0, moment=moment, by=as_therapist)
    first.refresh_from_db()
    evidence = first.words(keychain(first.scope()))["claims"][0]["evidence"]
    assert evidence == [{"sheet": str(moment.sheet_id), "moment": str(moment.id)}]


def test_evidence_needs_a_claim(first: Formulation, moment: Moment, as_therapist: Actor) -> None:
    with pytest.raises(CannotRevise):
        add_evidence(formulation=first, claim=1, moment=moment, by=as_therapist)


def test_evidence_without_an_audit_link_is_not_added(
    first: Formulation, moment: Moment, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    break_audit()
    with pytest.raises(OSError):
        add_evidence(formulation=first, claim=0, moment=moment, by=as_therapist)
    first.refresh_from_db()
    assert first.version == 1


def test_the_page_revises_with_session_numbers(hanna: Browser, sheet: ProcessSheet) -> None:
    address = reverse("process:formulation-revise", args=[sheet.client_id])
    fields = {"text": "She waits.", "based_on": "0", "claim-0": "She pays.", "rests-0": "35"}
    page = hanna.post(address, fields, follow=True).content.decode()
    assert "She pays." in page
    assert "session 35" in page


def test_a_session_that_is_not_there_is_named(hanna: Browser, sheet: ProcessSheet) -> None:
    address = reverse("process:formulation-revise", args=[sheet.client_id])
    fields = {"text": "She waits.", "based_on": "0", "claim-0": "She pays.", "rests-0": "35, 99"}
    answer = hanna.post(address, fields)
    assert answer.status_code == 422
    assert "There is no sheet of session 99." in answer.content.decode()
    assert "She pays." in answer.content.decode()


def test_the_moments_page_offers_the_claims(hanna: Browser, first: Formulation, moment: Moment) -> None:
    assert FIRST.claims[0].claim in hanna.get(reverse("process:moment", args=[moment.id])).content.decode()
    page = hanna.post(reverse("process:moment-evidence", args=[moment.id]), {"claim": "0"}, follow=True)
    assert "a moment in session 35" in page.content.decode()


def test_a_moment_without_a_claim_is_no_evidence(hanna: Browser, moment: Moment) -> None:
    page = hanna.post(reverse("process:moment-evidence", args=[moment.id]), {"claim": "0"}, follow=True)
    assert "Choose a claim" in page.content.decode()


def test_any_earlier_version_can_be_compared_with(
    treatment: Treatment, client_person: Client, as_therapist: Actor
) -> None:
    for number, (text, sure) in enumerate(
        [("One. Two.", "guess"), ("One. Four.", "likely"), ("Five.", "firm")]
    ):
        words = FormulationWords(text=text, claims=(Claim("She waits.", sure),))
        revise_formulation(client=client_person, words=words, based_on=number, by=as_therapist)
    versions = versions_of(as_therapist, client_person)
    shown = formulation_context(client_person, versions, ("", "1"), {}, None, NOTHING)
    assert shown["before"].number == 1
    assert [(str(was), str(now)) for _, was, now in shown["changes"]["other"]] == [("a guess", "firm")]
    assert [number for number, _day in shown["earlier"]] == [2, 1]
    assert formulation_context(client_person, versions, ("", ""), {}, None, NOTHING)["before"].number == 2


def test_the_moments_stand_beside_it(
    first: Formulation, moment: Moment, hanna: Browser, as_therapist: Actor
) -> None:
    codes = {"other": "mother", "wish_cluster": "6", "ro_cluster": "5", "completeness": 4.0}
    mark = Mark(words="I hate it.", kind="relationship_episode", codes=codes)
    mark_moment(sheet=moment.sheet, mark=mark, by=as_therapist)
    page = hanna.get(reverse("process:formulation", args=[first.client_id])).content.decode()
    assert STANDARD_CLUSTERS["W"][5] in page
    assert "1 of 1 episodes" in page
    assert "0 of 6 corners rest on a moment" in page


def test_what_changed_names_the_fields_too(first: Formulation, as_therapist: Actor, hanna: Browser) -> None:
    fields = {"theme_wish": "To be met at the station.", "person_past": "Her father leaves first."}
    words = FormulationWords(FIRST.text, fields=fields, claims=FIRST.claims)
    revise_formulation(client=first.client, words=words, based_on=1, by=as_therapist)
    new, old = versions_of(as_therapist, first.client)
    assert [row[1:] for row in changes(old, new)["fields"]] == [
        ("", "Her father leaves first."),
        ("", "To be met at the station."),
    ]
    page = hanna.get(reverse("process:formulation", args=[first.client_id])).content.decode()
    assert "<ins>To be met at the station.</ins>" in page


def test_the_lens_asks_beside_it_and_while_it_is_written(
    first: Formulation, treatment: Treatment, hanna: Browser
) -> None:
    Treatment.objects.update(approach="attachment")
    for page in ("process:formulation", "process:formulation-revise"):
        words = hanna.get(reverse(page, args=[first.client_id])).content.decode()
        assert "Attachment, as a lens, asks" in words
        assert "What strategy when in need?" in words


def test_prompts_stand_where_a_sheet_is_written(
    sheet: ProcessSheet, treatment: Treatment, hanna: Browser
) -> None:
    Treatment.objects.update(approach="attachment")
    words = hanna.get(reverse("process:sheet-write", args=[sheet.id])).content.decode()
    assert "How did the last parting and this coming back go?" in words
    assert "What strategy when in need?" not in words
