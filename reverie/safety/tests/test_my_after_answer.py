"""The page right after an answer that raised a concern."""

import pytest
from django.test import Client as Browser

from conftest import signed_in
from reverie.accounts.models import Client, Practice, Therapist
from reverie.safety.models import Concern

PAGE = "/my/safety/after-answer/"


@pytest.fixture
def elena(client_person: Client) -> Browser:
    assert client_person.user is not None
    return signed_in(client_person.user)


def test_the_number_is_one_tap_away(concern: Concern, elena: Browser) -> None:
    page = elena.get(PAGE).content.decode()
    assert 'href="tel:988"' in page
    assert 'href="sms:988"' in page
    assert 'href="tel:911"' in page


def test_it_says_honestly_that_nobody_watches(concern: Concern, elena: Browser) -> None:
    page = elena.get(PAGE).content.decode()
    assert "Nobody watches answers as they come in. Hanna Lindqvist has been told" in page
    assert "after 15 minutes" not in page


def test_it_says_who_is_told_where_somebody_watches(
    watched: Practice, colleague: Therapist, concern: Concern, elena: Browser
) -> None:
    page = elena.get(PAGE).content.decode()
    assert "after 15 minutes, someone else at the practice is told" in page
    assert "take it that nobody has seen it" in page


def test_a_watch_of_one_person_is_not_called_a_watch(
    watched: Practice, concern: Concern, elena: Browser
) -> None:
    assert "Nobody watches answers as they come in." in elena.get(PAGE).content.decode()


def test_it_shows_neither_score_nor_judgment(concern: Concern, elena: Browser) -> None:
    page = elena.get(PAGE).content.decode().lower()
    assert not [word for word in ("phq", "score", "severe", "moderate", "suicidal") if word in page]


def test_it_shows_what_the_practice_says_about_nights(
    concern: Concern, elena: Browser, practice: Practice
) -> None:
    Practice.objects.filter(pk=practice.pk).update(after_hours_words="We answer from eight.")
    assert "We answer from eight." in elena.get(PAGE).content.decode()


def test_it_is_the_client_s_alone(therapist: Therapist) -> None:
    assert signed_in(therapist.user).get(PAGE).status_code == 404
