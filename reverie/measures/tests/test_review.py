"""A review for both sides."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import signed_in
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.measures import actions
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
