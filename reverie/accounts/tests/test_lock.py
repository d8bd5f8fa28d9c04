from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client as Browser

from conftest import PASSWORD, signed_in
from reverie.accounts import actions
from reverie.accounts.models import Client, Practice, SignIn, User
from reverie.core import clock
from reverie.core.policy import Actor

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


def later(**delta: int) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(**delta), tick=False)


def test_after_fifteen_minutes_every_page_is_locked(hanna: User) -> None:
    browser = signed_in(hanna)
    with later(minutes=15):
        answer = browser.get("/account/")
        assert answer.status_code == 423
        assert "Say that it is you" in answer.content.decode()
        assert browser.get("/account/", **JSON).json() == {"locked": True}


def test_a_touch_keeps_the_page_open(hanna: User) -> None:
    browser = signed_in(hanna)
    with later(minutes=10):
        assert browser.post("/account/alive/").status_code == 204
    with later(minutes=20):
        assert browser.get("/account/").status_code == 200


def test_asking_for_the_state_is_no_touch(hanna: User) -> None:
    browser = signed_in(hanna)
    with later(minutes=10):
        assert browser.get("/account/lock/").json()["locked"] is False
    with later(minutes=16):
        assert browser.get("/account/lock/").json()["locked"] is True


def test_the_page_can_lock_at_once(hanna: User) -> None:
    browser = signed_in(hanna)
    browser.post("/account/lock/")
    assert browser.get("/account/").status_code == 423


def test_the_password_opens_it_over_the_page(hanna: User) -> None:
    browser = signed_in(hanna)
    browser.post("/account/lock/")
    key = browser.cookies["reverie"].value
    answer = browser.post("/account/unlock/", {"password": PASSWORD}, **JSON)
    assert answer.json()["csrf"]
    assert browser.cookies["reverie"].value != key
    assert browser.get("/account/").status_code == 200


def test_a_wrong_password_keeps_it_locked_with_one_sentence(hanna: User) -> None:
    browser = signed_in(hanna)
    browser.post("/account/lock/")
    answer = browser.post("/account/unlock/", {"password": "not this one at all"}, **JSON)
    assert answer.status_code == 422
    assert "still there" in answer.json()["error"]
    assert browser.get("/account/").status_code == 423


def test_without_a_script_the_way_back_is_kept(hanna: User) -> None:
    browser = signed_in(hanna)
    browser.post("/account/lock/")
    assert browser.get("/account/sessions/").context["form"]["next"].value() == "/account/sessions/"
    answer = browser.post("/account/unlock/", {"password": PASSWORD, "next": "/account/sessions/"})
    assert answer.headers["Location"] == "/account/sessions/"


def test_the_way_back_never_leads_elsewhere(hanna: User) -> None:
    browser = signed_in(hanna)
    answer = browser.post("/account/unlock/", {"password": PASSWORD, "next": "https://evil.invalid/"})
    assert answer.headers["Location"] == "/"


def test_public_pages_see_nobody_while_it_is_locked(hanna: User) -> None:
    browser = signed_in(hanna)
    browser.post("/account/lock/")
    answer = browser.get("/components/")
    assert answer.status_code == 200
    assert not answer.wsgi_request.actor.is_signed_in


def test_a_locked_browser_takes_up_no_invitation(hanna: User) -> None:
    browser = signed_in(hanna)
    by = Actor.system("test", Practice.objects.get().pk)
    client = actions.register_client(practice=Practice.objects.get(), name="H", email=hanna.email, by=by)
    _row, token = actions.invite_client(client=client, by=by)
    browser.post("/account/lock/")
    answer = browser.post(f"/join/{token}/")
    client.refresh_from_db()
    assert client.user is None
    assert "Make your account" in answer.content.decode()


def test_one_can_sign_out_of_a_locked_browser(hanna: User) -> None:
    browser = signed_in(hanna)
    browser.post("/account/lock/")
    browser.post("/account/logout/")
    assert not SignIn.objects.filter(user=hanna).exists()


@pytest.mark.parametrize(("hours", "minutes"), [(0, 60), (12, 0)])
def test_staff_are_signed_out_after_an_idle_hour_and_after_twelve(
    hanna: User, hours: int, minutes: int
) -> None:
    browser = signed_in(hanna)
    with later(hours=hours, minutes=minutes):
        assert browser.get("/account/").headers["Location"].startswith("/account/login/")
        assert not SignIn.objects.filter(user=hanna).exists()


def test_twelve_hours_are_counted_from_signing_in_not_from_the_last_touch(hanna: User) -> None:
    browser = signed_in(hanna)
    SignIn.objects.update(started_at=clock.now() - timedelta(hours=12))
    assert browser.get("/account/").status_code == 302


def test_a_client_stays_a_day(client_person: Client) -> None:
    assert client_person.user is not None
    browser = signed_in(client_person.user)
    SignIn.objects.update(started_at=clock.now() - timedelta(hours=23))
    assert browser.get("/account/").status_code == 200
    SignIn.objects.update(started_at=clock.now() - timedelta(hours=24))
    assert browser.get("/account/").status_code == 302


def test_on_a_shared_computer_five_idle_minutes_sign_out(elena: User) -> None:
    browser = Browser()
    browser.post("/account/login/", {"login": elena.email, "password": PASSWORD, "shared_computer": "on"})
    assert "reverie-known" not in browser.cookies
    with later(minutes=5):
        assert browser.get("/account/").status_code == 302


def test_signed_out_by_time_the_lock_says_so(hanna: User) -> None:
    browser = signed_in(hanna)
    with later(minutes=61):
        answer = browser.post("/account/unlock/", {"password": PASSWORD}, **JSON)
    assert answer.status_code == 401
    assert "your words stay" in answer.json()["error"]


def test_browsers_are_listed_and_ended(hanna: User) -> None:
    here, there = signed_in(hanna), signed_in(hanna)
    browsers = here.get("/account/sessions/").context["browsers"]
    other = next(one for one in browsers if not one.is_this)
    here.post("/account/reauthenticate/", {"password": PASSWORD})
    here.post("/account/sessions/", {"browser": other.key_hash})
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_nobody_ends_another_person_s_browser(hanna: User, client_person: Client) -> None:
    assert client_person.user is not None
    theirs = signed_in(client_person.user)
    row = SignIn.objects.get(user=client_person.user)
    mine = signed_in(hanna)
    mine.post("/account/reauthenticate/", {"password": PASSWORD})
    mine.post("/account/sessions/", {"browser": row.key_hash})
    assert theirs.get("/account/").status_code == 200
