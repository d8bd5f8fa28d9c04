"""A review for both sides."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import signed_in
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.measures import actions
from reverie.measures.models import ReviewSaying
from reverie.treatment import actions as treatment_actions
from reverie.treatment.actions.plan import GoalWords
from reverie.treatment.models import Treatment


@pytest.fixture
def reviewed(treatment: Treatment, as_therapist: Actor, as_client: Actor) -> Treatment:
    """A plan with one goal that was spoken about, and two forms."""
    today = clock.today("UTC")
    plan = treatment_actions.draft_plan(treatment=treatment, by=as_therapist)
    words = GoalWords(words="To sleep.", focus="", sign="")
    goal = treatment_actions.add_goal(plan=plan, goal=words, by=as_therapist)
    for by in (as_therapist, as_client):
        treatment_actions.agree_plan(plan=plan, by=by)
    treatment_actions.remark_on_goal(goal=goal, said="Not yet.", rating="as_before", on=today, by=as_client)
    for weeks, value in ((20, 3), (1, 1)):
        actions.record_on_paper(
            treatment=treatment,
            instrument="gad-7",
            answers=dict.fromkeys(range(1, 8), value),
            answered_at=clock.now() - timedelta(weeks=weeks),
            by=as_therapist,
        )
    return treatment


def test_the_client_reads_words(reviewed: Treatment) -> None:
    page = signed_in(reviewed.client.user).get("/my/review/").content.decode()
    assert "To sleep." in page
    assert "Not yet." in page
    assert "then: Nearly every day; now: Several days" in page
    assert "21" not in page.partition("<main")[2].partition("</main")[0]


def test_the_therapist_reads_figures_beside(reviewed: Treatment, therapist) -> None:
    url = reverse("measures:client-review", args=[reviewed.client_id])
    page = signed_in(therapist.user).get(url).content.decode()
    assert "To sleep." in page
    assert "Reliably better" in page


def test_without_a_treatment_there_is_no_review(treatment: Treatment, stranger, colleague) -> None:
    assert signed_in(stranger.user).get("/my/review/").status_code == 404
    url = reverse("measures:client-review", args=[treatment.client_id])
    assert signed_in(colleague.user).get(url).status_code == 404


SAID = "I would like to look at the nights first."


def test_both_read_the_plan_that_was_agreed(reviewed: Treatment, therapist) -> None:
    mine = signed_in(reviewed.client.user).get("/my/review/").content.decode()
    theirs = signed_in(therapist.user).get(client_url(reviewed)).content.decode()
    assert "What you agreed" in mine
    assert "What was agreed" in theirs


def client_url(treatment: Treatment) -> str:
    return reverse("measures:client-review", args=[treatment.client_id])


def said_url(treatment: Treatment) -> str:
    return reverse("measures:client-said", args=[treatment.client_id])


def test_the_therapists_page_opens_it(reviewed: Treatment, therapist) -> None:
    page = signed_in(therapist.user).get(client_url(reviewed)).content.decode()
    assert f'data-fragment="{said_url(reviewed)}"' in page


def test_the_client_says_something_and_the_therapist_reads_it(reviewed: Treatment, therapist) -> None:
    elena = signed_in(reviewed.client.user)
    page = elena.post("/my/review/", {"said": SAID}, follow=True).content.decode()
    assert SAID in page
    assert "Take it back" in page
    assert b"nights" not in bytes(ReviewSaying.objects.get().sealed)
    assert SAID in signed_in(therapist.user).get(said_url(reviewed)).content.decode()
    assert "Hanna Lindqvist has read it." in elena.get("/my/review/").content.decode()


def test_unread_it_is_taken_back_and_gone(reviewed: Treatment, therapist) -> None:
    elena = signed_in(reviewed.client.user)
    elena.post("/my/review/", {"said": SAID})
    url = reverse("measures:saying-take-back", args=[ReviewSaying.objects.get().pk])
    assert signed_in(therapist.user).post(url).status_code == 404
    elena.post(url)
    for browser, page in ((elena, "/my/review/"), (signed_in(therapist.user), said_url(reviewed))):
        assert SAID not in browser.get(page).content.decode()


def test_once_read_it_stays(reviewed: Treatment, as_client: Actor, therapist) -> None:
    saying = actions.say_for_review(treatment=reviewed, words=SAID, by=as_client)
    signed_in(therapist.user).get(said_url(reviewed))
    with pytest.raises(actions.CannotSay, match="has read this already"):
        actions.take_back_saying(saying=saying, by=as_client)


@pytest.mark.parametrize(
    ("said", "says"), [("  ", "Write something first"), ("x" * 8001, "longer than 8000")]
)
def test_what_is_refused_comes_back(reviewed: Treatment, said: str, says: str) -> None:
    page = signed_in(reviewed.client.user).post("/my/review/", {"said": said})
    assert (page.status_code, says in page.content.decode()) == (422, True)
    assert not ReviewSaying.objects.exists()


def test_it_is_said_with_its_audit_or_not_at_all(reviewed: Treatment, as_client: Actor, monkeypatch) -> None:
    def refuse(**about: object) -> None:
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(audit, "record", refuse)
    with pytest.raises(RuntimeError):
        actions.say_for_review(treatment=reviewed, words=SAID, by=as_client)
    assert not ReviewSaying.objects.exists()
