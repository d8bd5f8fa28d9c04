"""Second factors: each code once, secrets that nobody guesses, and no way around them."""

import inspect
import re
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.mfa import app_settings
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client as Browser
from django.test import override_settings

from conftest import PASSWORD, signed_in
from reverie.accounts.models import Client, SignIn, User
from reverie.accounts.session_store import SessionStore
from reverie.core.models import OutboxMessage

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN, FACTOR = "/account/login/", "/account/factor/authenticate/"


def asked_for_a_code(user: User) -> Browser:
    """A browser in which the password was right and the code is still missing."""
    browser = Browser()
    browser.post(LOGIN, {"login": user.email, "password": PASSWORD})
    return browser


def lets_in(browser: Browser, code: str) -> bool:
    browser.post(FACTOR, {"code": code})
    return browser.get("/account/").status_code == 200


def code_of(step: int) -> str:
    """The code of the half minute that is so many steps from now."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + step))


def test_a_code_lets_somebody_in_once(hanna: User) -> None:
    TOTP.activate(hanna, SECRET)
    code = code_of(0)
    assert lets_in(asked_for_a_code(hanna), code)
    assert not lets_in(asked_for_a_code(hanna), code)


def test_a_recovery_code_lets_somebody_in_once(hanna: User) -> None:
    TOTP.activate(hanna, SECRET)
    code = RecoveryCodes.activate(hanna).get_unused_codes()[0]
    assert lets_in(asked_for_a_code(hanna), code)
    assert not lets_in(asked_for_a_code(hanna), code)


def test_a_code_is_over_a_minute_later(hanna: User) -> None:
    TOTP.activate(hanna, SECRET)
    assert app_settings.TOTP_PERIOD == 30
    assert not lets_in(asked_for_a_code(hanna), code_of(-2))
    assert not lets_in(asked_for_a_code(hanna), code_of(2))


def test_codes_are_guessed_a_few_times_and_no_more(hanna: User) -> None:
    TOTP.activate(hanna, SECRET)
    browser = asked_for_a_code(hanna)
    for number in range(12):
        browser.post(FACTOR, {"code": f"{number:06}"})
    assert not lets_in(browser, code_of(0))


def test_recovery_codes_and_seeds_are_long_enough_and_never_twice(hanna: User) -> None:
    TOTP.activate(hanna, SECRET)
    codes = RecoveryCodes.activate(hanna).get_unused_codes()
    assert len(set(codes)) == len(codes) == 10
    assert all(re.fullmatch(r"\d{8}", code) for code in codes), "26 bits"
    assert len({generate_totp_secret() for _ in range(1000)}) == 1000
    assert len(generate_totp_secret()) == 32, "160 bits in base 32"


def test_secrets_of_factors_come_from_the_random_source_of_the_system() -> None:
    for maker in (generate_totp_secret, RecoveryCodes.generate_seed):
        assert "secrets.token_" in inspect.getsource(maker)


@pytest.mark.django_db
def test_keys_of_sessions_are_random_and_long() -> None:
    keys = {SessionStore()._get_new_session_key() for _ in range(200)}
    assert len(keys) == 200
    assert all(re.fullmatch(r"[a-z0-9]{32}", key) for key in keys), "165 bits"


CHANGES = ["/account/factor/app/remove/", "/account/factor/passkeys/add/", "/account/factor/codes/new/"]


@pytest.mark.parametrize("path", CHANGES)
def test_factors_are_changed_by_who_has_just_said_who_they_are(hanna: User, path: str) -> None:
    browser = signed_in(hanna)
    TOTP.activate(hanna, SECRET)
    RecoveryCodes.activate(hanna)
    answer = browser.get(path)
    assert "/reauthenticate/" in answer.headers["Location"]


def test_other_browsers_are_ended_by_who_has_just_said_who_they_are(hanna: User) -> None:
    here, there = signed_in(hanna), signed_in(hanna)
    answer = here.post("/account/sessions/")
    assert answer.headers["Location"].startswith("/account/reauthenticate/")
    assert there.get("/account/").status_code == 200
    here.post(answer.headers["Location"], {"password": PASSWORD})
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_saying_again_who_one_is_changes_the_key(hanna: User) -> None:
    browser = signed_in(hanna)
    before = browser.cookies["reverie"].value
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    assert browser.cookies["reverie"].value != before
    assert SignIn.objects.filter(user=hanna).count() == 1


@override_settings(MAIL_URL="file:///nowhere?from=office@elm.invalid")
def test_a_link_for_a_forgotten_password_leads_past_no_factor(hanna: User) -> None:
    TOTP.activate(hanna, SECRET)
    browser = Browser()
    browser.post("/account/password/reset/", {"email": hanna.email})
    link = re.search(r"https?://\S+", OutboxMessage.objects.get().body)
    assert link is not None
    form = browser.get(urlsplit(link[0]).path).headers["Location"]
    new = "eight loud rivers at dawn"
    browser.post(form, {"password1": new, "password2": new})
    hanna.refresh_from_db()
    assert hanna.check_password(new)
    assert browser.get("/account/").status_code == 302, "nobody is signed in by a link"
    answer = browser.post(LOGIN, {"login": hanna.email, "password": new})
    assert answer.headers["Location"] == FACTOR


@override_settings(MAIL_URL="file:///nowhere?from=office@elm.invalid")
def test_such_a_link_is_over_after_an_hour_and_after_one_use(hanna: User) -> None:
    Browser().post("/account/password/reset/", {"email": hanna.email})
    path = urlsplit(re.findall(r"https?://\S+", OutboxMessage.objects.get().body)[0]).path
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=61), tick=False):
        assert Browser().get(path).status_code == 200, "a page that says that the link is over"
    browser, new = Browser(), "eight loud rivers at dawn"
    browser.post(browser.get(path).headers["Location"], {"password1": new, "password2": new})
    assert Browser().get(path).status_code == 200


def test_one_person_may_be_signed_in_in_any_number_of_browsers(client_person: Client) -> None:
    assert client_person.user is not None
    browsers = [signed_in(client_person.user) for _ in range(6)]
    assert [one.get("/account/").status_code for one in browsers] == [200] * 6
    assert len(browsers[0].get("/account/sessions/").context["browsers"]) == 6


def test_signing_out_empties_what_the_browser_keeps(hanna: User) -> None:
    browser = signed_in(hanna)
    assert "Clear-Site-Data" not in browser.get("/account/").headers
    assert browser.post("/account/logout/").headers["Clear-Site-Data"] == '"storage"'
