"""The page right after an answer that raised a concern."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from pytest_django import Settings

from conftest import signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import clock
from reverie.core.models import WorkerBeat
from reverie.core.policy import Actor
from reverie.safety import actions
from reverie.safety.actions import Window
from reverie.safety.models import Concern
from reverie.safety.tests.conftest import declare, raise_one

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


def test_it_says_honestly_that_nobody_watches(concern: Concern, elena: Browser, sending: None) -> None:
    page = elena.get(PAGE).content.decode()
    assert "Hanna Lindqvist has just been sent word" in page
    assert "Nobody else is told, and nobody watches as answers come in" in page
    assert "after 15 minutes" not in page


def test_it_says_who_is_told_where_somebody_watches(
    watched: Practice, concern: Concern, elena: Browser, sending: None
) -> None:
    page = elena.get(PAGE).content.decode()
    assert "If nobody has taken it up after 15 minutes, somebody else is told." in page
    assert "take it that nobody has seen it" in page


@pytest.fixture
def sunday_night() -> Iterator[None]:
    with time_machine.travel("2026-11-29T23:10:00-08:00", tick=False):
        yield


def test_outside_the_hours_it_names_the_hour(
    sunday_night: None, practice: Practice, owner: User, client_person: Client, therapist: Therapist,
    as_client: Actor, elena: Browser, sending: None,
) -> None:  # fmt: skip
    window = (Window(0, 540, 1020),)
    declare(practice, owner, hours=window, outside_name="Rosa", outside_email="r@example.invalid", phone="1")
    client_person.refresh_from_db()
    raise_one(client_person, therapist, as_client)
    page = elena.get(PAGE).content.decode()
    assert "Nobody at Elm Row Psychotherapy looks now." in page
    assert "Somebody looks again on Monday, November 30, at 9:00 am." in page


@pytest.mark.parametrize("missing", ["mail", "jobs"])
def test_where_no_message_goes_out_it_says_so(
    watched: Practice, concern: Concern, elena: Browser, sending: None, settings: Settings, missing: str
) -> None:
    if missing == "mail":
        settings.MAIL = {"backend": "", "options": {}}
    else:
        WorkerBeat.objects.update(at=clock.now() - timedelta(minutes=6))
    page = elena.get(PAGE).content.decode()
    assert "No message goes out from here just now: take it that nobody knows." in page
    assert "has just been sent word" not in page


def test_a_plan_is_one_tap_away_once_there_is_one(
    concern: Concern, elena: Browser, as_therapist: Actor, client_person: Client
) -> None:
    assert "You have no safety plan here yet." in elena.get(PAGE).content.decode()
    words = {"people": "Ingrid"}
    actions.keep_plan(client=client_person, words=words, after=0, by=as_therapist)
    assert 'href="/my/safety/plan/"' in elena.get(PAGE).content.decode()


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
