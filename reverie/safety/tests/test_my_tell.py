"""Telling the practice that one used the help page: only by a press, once a press."""

from uuid import UUID

import pytest
from django.test import Client as Browser

from conftest import signed_in
from reverie.accounts.models import Client, Practice
from reverie.core.models import OutboxMessage
from reverie.safety.models import Concern

PAGE = "/my/safety/tell/"
PRESS = {"press": str(UUID(int=2))}


@pytest.fixture
def elena(treated: Client) -> Browser:
    assert treated.user is not None
    return signed_in(treated.user)


def test_looking_tells_nobody(elena: Browser) -> None:
    page = elena.get(PAGE).content.decode()
    assert "Hanna Lindqvist learns that you used the help page, and when." in page
    assert not Concern.objects.exists()
    assert elena.get("/my/safety/told/").url == PAGE


def test_a_press_raises_a_concern_that_says_no_more(watched: Practice, elena: Browser, sending: None) -> None:
    page = elena.post(PAGE, PRESS, follow=True).content.decode()
    concern = Concern.objects.get()
    assert (concern.kind, concern.therapist.name) == ("asked_for_help", "Hanna Lindqvist")
    assert "Hanna Lindqvist has just been sent word" in page
    assert "somebody else is told" in page
    assert "take it that nobody has seen it" in page


def test_the_same_press_twice_is_one(elena: Browser) -> None:
    elena.post(PAGE, PRESS)
    elena.post(PAGE, PRESS)
    assert (Concern.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_another_press_on_another_night_is_another(elena: Browser) -> None:
    elena.post(PAGE, PRESS)
    elena.post(PAGE, {"press": str(UUID(int=3))})
    assert Concern.objects.count() == 2


@pytest.mark.parametrize("sent", [{}, {"press": "no-number"}])
def test_a_damaged_press_tells_nobody(elena: Browser, sent: dict) -> None:
    assert elena.post(PAGE, sent).status_code == 200
    assert not Concern.objects.exists()


def test_without_a_therapist_there_is_nobody_to_tell(treated: Client, stranger: Client) -> None:
    assert stranger.user is not None
    browser = signed_in(stranger.user)
    assert "there is nobody to tell" in browser.post(PAGE, PRESS).content.decode()
    assert not Concern.objects.exists()


def test_the_help_page_leads_there_and_sends_nothing_by_itself(elena: Browser, watched: Practice) -> None:
    page = Browser().get("/help-now/").content.decode()
    assert f'href="{PAGE}"' in page
    assert Browser().get(PAGE).status_code == 302
