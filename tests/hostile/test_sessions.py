"""Keys of browser sessions: one that a stranger chose or knows is worth nothing, one that ended is dead."""

import pytest
from django.test import Client as Browser

from conftest import PASSWORD
from reverie.accounts.models import SignIn, User

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LOGIN, COOKIE = "/account/login/", "reverie"
PAGES = ["/my/", "/account/", "/my/write/dream/"]


def signs_in(elena: User, cookie: str = "") -> Browser:
    """A browser in which she signs in, holding a cookie from before."""
    browser = Browser()
    if cookie:
        browser.cookies[COOKIE] = cookie
    browser.get(LOGIN)
    assert browser.post(LOGIN, {"login": elena.email, "password": PASSWORD}).status_code == 302
    return browser


def opens(key: str) -> list[str]:
    """The pages that a thief who has this key is shown."""
    thief = Browser()
    thief.cookies[COOKIE] = key
    return [page for page in PAGES if thief.get(page).status_code == 200]


@pytest.mark.parametrize("chosen", ["a" * 32, "x" * 500, "../../etc/passwd", "' OR 1=1 --", "\xe2\x80\xae"])
def test_a_key_that_a_stranger_chose_is_not_taken_up(elena: User, chosen: str) -> None:
    browser = signs_in(elena, chosen)
    assert browser.cookies[COOKIE].value != chosen
    assert opens(chosen) == []
    assert opens(browser.cookies[COOKIE].value) == PAGES, "the control"


def test_a_key_from_before_signing_in_stays_outside(elena: User) -> None:
    """The stranger's own session, put into her browser."""
    stranger = Browser().session
    stranger["planted"] = True
    stranger.save()
    browser = signs_in(elena, stranger.session_key)
    assert opens(stranger.session_key) == []
    assert browser.session.session_key != stranger.session_key


@pytest.mark.parametrize("end", ["signing out", "a new password", "signing in anew", "everybody out"])
def test_a_key_that_ended_is_used_by_nobody(elena: User, end: str) -> None:
    browser = signs_in(elena)
    key = browser.cookies[COOKIE].value
    if end == "signing out":
        browser.post("/account/logout/")
    elif end == "a new password":
        elena.set_password("eight loud rivers at noon")
        elena.save()
    elif end == "signing in anew":
        browser.post("/account/logout/")
        signs_in(elena, key)
    else:
        SignIn.objects.all().delete()
    assert opens(key) == []
