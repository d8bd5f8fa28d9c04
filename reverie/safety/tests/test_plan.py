"""The safety plan's pages: the client's, the desk's, on paper, and as a copy."""

import pytest
from django.test import Client as Browser

from conftest import signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.safety import actions
from reverie.safety.models import ConcernStep, SafetyPlan
from reverie.safety.tests.conftest import raise_one

WORDS = {"signs": "I stop answering.\nI lie awake.", "people": "Ingrid, (503) 555-0188, knows it"}
MINE = "/my/safety/plan/"


@pytest.fixture
def plan(treated: Client, as_therapist: Actor) -> SafetyPlan:
    return actions.keep_plan(client=treated, words=WORDS, after=0, by=as_therapist)


@pytest.fixture
def elena(client_person: Client) -> Browser:
    assert client_person.user is not None
    return signed_in(client_person.user)


@pytest.fixture
def hanna(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


def url(client: Client, page: str = "") -> str:
    return f"/desk/clients/{client.id}/safety/{page}"


def test_the_client_reads_it_with_numbers_to_call(plan: SafetyPlan, elena: Browser) -> None:
    page = elena.get(MINE).content.decode()
    assert "<li>I lie awake.</li>" in page
    assert 'href="tel:5035550188"' in page
    assert 'href="tel:988"' in page
    assert AuditEvent.objects.filter(verb="read", object_id=str(plan.id)).count() == 1


def test_without_one_the_help_lines_stand_there(elena: Browser) -> None:
    page = elena.get(MINE).content.decode()
    assert "You have no safety plan here yet." in page
    assert 'href="tel:988"' in page
    assert elena.get(f"{MINE}copy/").status_code == 302


@pytest.mark.parametrize("start", ["/my/", "/my/questions/", "/my/write/", "/my/sessions/"])
def test_it_is_two_taps_away(plan: SafetyPlan, elena: Browser, start: str) -> None:
    first = elena.get(start).content.decode()
    assert 'href="/help-now/"' in first
    assert f'href="{MINE}"' in elena.get("/help-now/").content.decode()


def test_it_is_printed_without_bars(plan: SafetyPlan, elena: Browser, hanna: Browser) -> None:
    for page in (elena.get(f"{MINE}print/"), hanna.get(url(plan.client, "print/"))):
        words = page.content.decode()
        assert "Written together with Hanna Lindqvist" in words
        assert "<nav" not in words


def test_paper_and_copy_are_links_of_their_own(plan: SafetyPlan, elena: Browser, hanna: Browser) -> None:
    elena.get(f"{MINE}print/")
    elena.get(f"{MINE}copy/")
    hanna.get(url(plan.client, "print/"))
    links = AuditEvent.objects.filter(object_id=str(plan.id)).exclude(verb="keep_plan").order_by("number")
    assert [(link.verb, link.role, link.client) for link in links][-3:] == [
        ("print", "client", plan.client_id),
        ("copy", "client", plan.client_id),
        ("print", "therapist", plan.client_id),
    ]


def test_a_copy_is_plain_text_with_the_lines(plan: SafetyPlan, elena: Browser) -> None:
    answer = elena.get(f"{MINE}copy/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan.txt"'
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.content.decode()
    assert "- Ingrid, (503) 555-0188, knows it" in text
    assert "988 Suicide & Crisis Lifeline: 988" in text


def test_the_therapist_writes_it_and_the_client_reads_it(
    treated: Client, hanna: Browser, elena: Browser
) -> None:
    assert "There is no safety plan yet." in hanna.get(url(treated)).content.decode()
    hanna.post(url(treated, "write/"), {"after": 0, "own": "A walk to the river."})
    assert "A walk to the river." in hanna.get(url(treated, "write/")).content.decode()
    assert "A walk to the river." in elena.get(MINE).content.decode()


def test_words_typed_on_an_old_version_come_back(plan: SafetyPlan, hanna: Browser) -> None:
    answer = hanna.post(url(plan.client, "write/"), {"after": 0, "own": "Cold water."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The plan was changed meanwhile." in page
    assert "Cold water." in page
    assert SafetyPlan.objects.count() == 1


def test_reading_it_again_together_is_noted(plan: SafetyPlan, hanna: Browser, elena: Browser) -> None:
    page = hanna.post(url(plan.client, "reread/"), follow=True).content.decode()
    assert "Noted: read again together today." in page
    assert "Read again together on" in elena.get(MINE).content.decode()


def test_whoever_was_told_reads_it_while_the_concern_is_open(
    plan: SafetyPlan, therapist: Therapist, colleague: Therapist, as_client: Actor, as_therapist: Actor
) -> None:
    browser = signed_in(colleague.user)
    assert browser.get(url(plan.client)).status_code == 404
    concern = raise_one(plan.client, therapist, as_client)
    told = {"due_at": concern.raised_at, "told_at": concern.raised_at}
    ConcernStep.objects.create(concern=concern, user=colleague.user, place="cover", **told)
    page = browser.get(url(plan.client)).content.decode()
    assert "I stop answering." in page
    assert "Change it together" not in page
    assert browser.post(url(plan.client, "write/"), {"after": 1, "own": "x"}).status_code == 404
    assessed = actions.Assessment("Phone.", "Asked.", "none", "Plan.")
    actions.clear_concern(concern=concern, assessment=assessed, by=as_therapist)
    assert browser.get(url(plan.client)).status_code == 404


@pytest.mark.parametrize("page", ["", "write/", "print/"])
def test_nobody_else_sees_it(
    plan: SafetyPlan, colleague: Therapist, owner: User, stranger: Client, elena: Browser, page: str
) -> None:
    assert stranger.user is not None
    for browser in (*map(signed_in, (colleague.user, owner, stranger.user)), elena):
        answer = browser.get(url(plan.client, page))
        assert answer.status_code == 404
        assert b"Ingrid" not in answer.content
    assert b"Ingrid" not in signed_in(stranger.user).get(MINE).content


def test_another_practice_sees_nothing(plan: SafetyPlan, hanna: Browser) -> None:
    elsewhere = Practice.objects.create(name="Elsewhere", zone="UTC")
    Client.objects.filter(pk=plan.client_id).update(practice=elsewhere)
    assert hanna.get(url(plan.client)).status_code == 404
