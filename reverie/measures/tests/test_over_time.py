"""Then and now, for the client."""

from datetime import timedelta

import pytest

from conftest import signed_in
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.measures import actions
from reverie.measures.access import answers_visible_to
from reverie.treatment.models import Treatment

URL = "/my/questions/over-time/"


@pytest.fixture
def twice(treatment: Treatment, as_therapist: Actor) -> None:
    for weeks, value in ((20, 3), (1, 1)):
        actions.record_on_paper(
            treatment=treatment,
            instrument="gad-7",
            answers=dict.fromkeys(range(1, 8), value),
            answered_at=clock.now() - timedelta(weeks=weeks),
            by=as_therapist,
        )


def test_words_without_figures(twice: None, treatment: Treatment) -> None:
    page = signed_in(treatment.client.user).get(URL).content.decode()
    assert "Nearly every day" in page
    assert "Several days" in page
    assert "Show the numbers" not in page


def test_figures_only_when_shown_and_wanted(twice: None, treatment: Treatment, as_therapist: Actor) -> None:
    browser = signed_in(treatment.client.user)
    assert "From 21" not in browser.get(f"{URL}?figures=yes").content.decode()
    actions.release_scores(administrations=answers_visible_to(as_therapist), by=as_therapist)
    assert "From 21" not in browser.get(URL).content.decode()
    page = browser.get(f"{URL}?figures=yes").content.decode()
    assert "From 21" in page
    assert "more than ordinary ups and downs" in page
    assert "mild" not in page


def test_nothing_to_compare_yet(treatment: Treatment) -> None:
    assert "nothing to compare yet" in signed_in(treatment.client.user).get(URL).content.decode()
