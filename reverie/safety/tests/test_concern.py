"""The page of one concern."""

import pytest
from django.test import Client as Browser

from conftest import signed_in
from reverie.accounts.models import Client, Therapist, User
from reverie.core.models import AuditEvent
from reverie.safety.models import Concern, ConcernStep

TYPED = {"contact": "By phone.", "asked": "Asked about a plan. None.", "judgment": "none", "done": "Plan."}


@pytest.fixture
def hanna(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


def url(concern: Concern, act: str = "") -> str:
    return f"/desk/concerns/{concern.id}/{act}"


def test_the_therapist_sees_whom_to_call_and_who_was_told(concern: Concern, hanna: Browser) -> None:
    page = hanna.get(url(concern)).content.decode()
    assert "Elena Marsh" in page
    assert "Nobody looks after this yet." in page
    assert "Hanna Lindqvist" in page
    assert AuditEvent.objects.filter(verb="read", object_id=str(concern.id)).exists()


def test_it_is_in_the_list_until_it_is_closed(concern: Concern, hanna: Browser) -> None:
    assert "Elena Marsh" in hanna.get("/desk/concerns/").content.decode()
    hanna.post(url(concern, "clear/"), TYPED)
    assert "Nothing is open." in hanna.get("/desk/concerns/").content.decode()


def test_looking_after_it_stops_the_ladder(concern: Concern, hanna: Browser) -> None:
    page = hanna.post(url(concern, "acknowledge/"), follow=True).content.decode()
    assert "Nobody further is told." in page


def test_an_unfinished_assessment_comes_back_with_its_words(concern: Concern, hanna: Browser) -> None:
    answer = hanna.post(url(concern, "clear/"), {**TYPED, "done": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Asked about a plan. None." in page
    assert "Something on this page needs another look" in page
    concern.refresh_from_db()
    assert concern.cleared_at is None


def test_the_kept_assessment_is_read_there(concern: Concern, hanna: Browser) -> None:
    page = hanna.post(url(concern, "clear/"), TYPED, follow=True).content.decode()
    assert "Asked about a plan. None." in page
    assert "Keep it and close" not in page


def test_a_lead_who_was_told_acts_but_does_not_judge(concern: Concern, owner: User, hanna: Browser) -> None:
    ConcernStep.objects.create(
        concern=concern, user=owner, place="lead", due_at=concern.raised_at, told_at=concern.raised_at
    )
    browser = signed_in(owner)
    assert "You were told so that somebody acts" in browser.get(url(concern)).content.decode()
    assert browser.post(url(concern, "clear/"), TYPED).status_code == 404
    hanna.post(url(concern, "clear/"), TYPED)
    assert "Asked about a plan. None." not in browser.get(url(concern)).content.decode()


def test_nobody_else_sees_it(
    concern: Concern, colleague: Therapist, owner: User, client_person: Client, stranger: Client
) -> None:
    assert client_person.user is not None
    assert stranger.user is not None
    for user in (colleague.user, owner, client_person.user, stranger.user):
        answer = signed_in(user).get(url(concern))
        assert answer.status_code == 404
        assert b"Elena" not in answer.content
