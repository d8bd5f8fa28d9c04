"""A life as told: both sides, important people, what was changed elsewhere; pages and refusals."""

import pytest

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Therapist
from reverie.core.policy import Actor
from reverie.treatment import actions
from reverie.treatment.actions import PersonWords
from reverie.treatment.models import HistoryPart, ImportantPerson, Treatment
from reverie.treatment.queries.history import history_of, people_of


def texts(treatment: Treatment, side: str) -> dict[str, str]:
    reads = history_of(treatment.client, treatment.chain())
    parts = {read.stage: getattr(read, side) for read in reads}
    return {stage: part.text for stage, part in parts.items() if part}


def test_the_client_begins_and_the_therapist_completes(
    treatment: Treatment, as_client: Actor, as_therapist: Actor
) -> None:
    actions.write_history(treatment=treatment, texts={"childhood": "Quiet."}, seen={}, by=as_client)
    actions.write_history(treatment=treatment, texts={"origins": "Salem."}, seen={}, by=as_therapist)
    assert texts(treatment, "client") == {"childhood": "Quiet."}
    assert texts(treatment, "therapist") == {"origins": "Salem."}


def test_an_earlier_text_stays(treatment: Treatment, as_client: Actor) -> None:
    for number, text in enumerate(["Quiet.", "Too quiet.", "Too quiet."]):
        actions.write_history(
            treatment=treatment, texts={"childhood": text}, seen={"childhood": number}, by=as_client
        )
    assert HistoryPart.objects.count() == 2
    assert texts(treatment, "client") == {"childhood": "Too quiet."}


def test_what_was_changed_elsewhere_is_not_overwritten(treatment: Treatment, as_client: Actor) -> None:
    actions.write_history(treatment=treatment, texts={"childhood": "Quiet."}, seen={}, by=as_client)
    with pytest.raises(actions.CannotWriteHistory, match="changed elsewhere"):
        actions.write_history(
            treatment=treatment, texts={"origins": "Salem.", "childhood": "Loud."}, seen={}, by=as_client
        )
    assert texts(treatment, "client") == {"childhood": "Quiet."}


def test_nobody_else_writes(treatment: Treatment, colleague: Therapist) -> None:
    by = actor_for(colleague.user)
    with pytest.raises(actions.CannotWriteHistory, match="Only the client"):
        actions.write_history(treatment=treatment, texts={"origins": "X"}, seen={}, by=by)
    with pytest.raises(actions.CannotWriteHistory, match="Only the client"):
        actions.name_person(treatment=treatment, person=PersonWords("X"), by=by)


def test_people_and_how_they_are_related(treatment: Treatment, as_therapist: Actor) -> None:
    ruth = actions.name_person(treatment=treatment, person=PersonWords("Ruth", "mother"), by=as_therapist)
    jonah = actions.name_person(treatment=treatment, person=PersonWords("Jonah"), by=as_therapist)
    actions.link_people(treatment=treatment, one=ruth, other=jonah, kind="parent", by=as_therapist)
    reads = people_of(treatment.client, treatment.chain())
    assert [read.links for read in reads] == [(("parent", "Jonah"),), ()]
    for one, other, kind in [(ruth, jonah, "parent"), (ruth, ruth, "sibling"), (ruth, jonah, "rival")]:
        with pytest.raises(actions.CannotWriteHistory):
            actions.link_people(treatment=treatment, one=one, other=other, kind=kind, by=as_therapist)
    actions.take_person_off(person=jonah, treatment=treatment, by=as_therapist)
    assert [read.words["name"] for read in people_of(treatment.client, treatment.chain())] == ["Ruth"]
    with pytest.raises(actions.CannotWriteHistory, match="already"):
        actions.take_person_off(person=jonah, treatment=treatment, by=as_therapist)


def test_a_person_needs_a_name(treatment: Treatment, therapist: Therapist) -> None:
    address = f"/desk/clients/{treatment.client_id}/history/people/"
    answer = signed_in(therapist.user).post(address, {"name": " ", "about": "Kept in the form."})
    assert answer.status_code == 422
    assert "Kept in the form." in answer.content.decode()
    assert not ImportantPerson.objects.exists()


def test_both_texts_are_shown_when_two_wrote(treatment: Treatment, as_therapist: Actor) -> None:
    actions.write_history(treatment=treatment, texts={"childhood": "First."}, seen={}, by=as_therapist)
    address = f"/desk/clients/{treatment.client_id}/history/write/"
    answer = signed_in(treatment.therapist.user).post(address, {"childhood": "Second.", "seen_childhood": 0})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "First." in page
    assert "Second." in page


@pytest.mark.parametrize("rest", ["history/", "history/print/", "history/write/"])
def test_history_is_the_therapists_page(
    treatment: Treatment, as_client: Actor, colleague: Therapist, rest: str
) -> None:
    actions.write_history(treatment=treatment, texts={"childhood": "A landing."}, seen={}, by=as_client)
    address = f"/desk/clients/{treatment.client_id}/{rest}"
    assert "A landing." in signed_in(treatment.therapist.user).get(address).content.decode()
    assert signed_in(colleague.user).get(address).status_code == 404


def test_my_history_keeps_what_i_write(treatment: Treatment, client_person: Client) -> None:
    browser = signed_in(client_person.user)
    answer = browser.post("/my/history/", {"childhood": "Quiet.", "seen_childhood": 0}, follow=True)
    assert "Quiet." in answer.content.decode()
    browser.post("/my/history/people/", {"name": "Ruth"})
    person = ImportantPerson.objects.get()
    assert person.side == "client"
    browser.post(f"/my/history/people/{person.pk}/off/")
    assert ImportantPerson.objects.get().taken_off_at is not None
