from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client as Browser
from django.test import override_settings

from conftest import PASSWORD, signed_in
from reverie.accounts.models import Client, Membership, Practice, SignIn, User
from reverie.accounts.passwords import Argon2
from reverie.core import clock
from reverie.core.models import AuditEvent

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


def sign_in(browser: Browser, email: str, password: str = PASSWORD, **more: str) -> object:
    return browser.post(LOGIN, {"login": email, "password": password, **more})


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, list(yield_hotp_counters_from_time())[1]))


def test_a_client_signs_in_with_a_password(elena: User) -> None:
    answer = sign_in(Browser(), elena.email)
    assert answer.headers["Location"] == "/my/"
    assert AuditEvent.objects.filter(verb="sign_in", actor=str(elena.id)).count() == 1


def test_the_key_changes_with_signing_in(elena: User) -> None:
    browser = Browser()
    session = browser.session
    session["planted"] = True
    session.save()
    before = session.session_key
    browser.cookies["reverie"] = before
    sign_in(browser, elena.email)
    assert browser.cookies["reverie"].value != before
    assert not SignIn.objects.filter(user=None).exists(), "the planted row is gone"


def test_a_session_is_no_use_after_signing_out(elena: User) -> None:
    browser = Browser()
    sign_in(browser, elena.email)
    key = browser.cookies["reverie"].value
    browser.post("/account/logout/")
    thief = Browser()
    thief.cookies["reverie"] = key
    assert thief.get("/account/").status_code == 302


def test_a_copied_database_holds_no_key_and_no_contents(elena: User) -> None:
    browser = Browser()
    sign_in(browser, elena.email)
    row = SignIn.objects.get(user=elena)
    assert browser.cookies["reverie"].value != row.key_hash
    assert str(elena.pk).encode() not in bytes(row.sealed)


def test_the_answer_is_the_same_for_unknown_people(elena: User) -> None:
    known = sign_in(Browser(), elena.email, "a wrong password, long").content.decode()
    unknown = sign_in(Browser(), "nobody@example.invalid", "a wrong password, long").content.decode()
    same = known.replace(elena.email, "nobody@example.invalid")
    strip = lambda page: [line for line in page.splitlines() if "csrf" not in line]  # noqa: E731
    assert strip(same) == strip(unknown)


@pytest.mark.parametrize("email", ["elena@example.invalid", "nobody@example.invalid"])
@override_settings(PASSWORD_HASHERS=["reverie.accounts.passwords.Argon2"], ACCOUNT_RATE_LIMITS=False)
def test_an_unknown_person_costs_the_same_one_hash(
    elena: User, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    elena.set_password(PASSWORD)
    elena.save()
    hashed: list[str] = []
    encode = Argon2.encode
    monkeypatch.setattr(Argon2, "encode", lambda *given: hashed.append("one") or encode(*given))
    verify = Argon2.verify
    monkeypatch.setattr(Argon2, "verify", lambda *given: hashed.append("one") or verify(*given))
    sign_in(Browser(), email, "a wrong password, long")
    assert hashed == ["one"]


def test_guesses_are_slowed_and_few_are_looked_at(elena: User) -> None:
    for number in range(30):
        sign_in(Browser(REMOTE_ADDR=f"10.0.0.{number}"), elena.email, "a wrong password, long")
    assert AuditEvent.objects.filter(verb="refuse_sign_in", object_id=str(elena.id)).count() == 5
    answer = sign_in(Browser(REMOTE_ADDR="10.0.1.1"), elena.email)
    assert "Too many tries" in answer.content.decode()


def test_the_person_s_own_browser_is_not_shut_out_by_guesses_elsewhere(elena: User) -> None:
    own = Browser()
    sign_in(own, elena.email)
    own.post("/account/logout/")
    for number in range(12):
        sign_in(Browser(REMOTE_ADDR=f"10.0.0.{number}"), elena.email, "a wrong password, long")
    assert sign_in(own, elena.email).headers["Location"] == "/my/"


def test_a_known_browser_is_known_for_one_account_only(elena: User, stranger: Client) -> None:
    own = Browser()
    sign_in(own, elena.email)
    own.post("/account/logout/")
    for _ in range(6):
        sign_in(own, stranger.email, "a wrong password, long")
    assert "Too many tries" in sign_in(own, stranger.email, "another wrong password").content.decode()


def test_staff_without_a_factor_reach_nothing_but_its_page(hanna: User) -> None:
    Membership.objects.create(practice=Practice.objects.get(), user=hanna, role="practice_owner")
    browser = Browser()
    sign_in(browser, hanna.email)
    assert browser.get("/desk/people/").headers["Location"] == "/account/factor/"


def test_a_code_is_asked_for_and_counts(hanna: User) -> None:
    Membership.objects.create(practice=Practice.objects.get(), user=hanna, role="practice_owner")
    TOTP.activate(hanna, SECRET)
    browser = Browser()
    assert sign_in(browser, hanna.email).headers["Location"] == "/account/factor/authenticate/"
    assert browser.get("/account/").status_code == 302, "not in with the password alone"
    browser.post("/account/factor/authenticate/", {"code": code()})
    assert browser.get("/desk/people/").status_code == 200


def test_secrets_of_factors_are_sealed(hanna: User) -> None:
    TOTP.activate(hanna, SECRET)
    assert SECRET not in str(Authenticator.objects.get().data)
    assert Authenticator.objects.get().wrap().validate_code(code())


def set_up_app(browser: Browser) -> object:
    """Turn codes on, as the pages do it."""
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    key = browser.get("/account/factor/app/").context["form"].secret
    value = format_hotp_value(hotp_value(key, list(yield_hotp_counters_from_time())[1]))
    return browser.post("/account/factor/app/", {"code": value})


@pytest.mark.django_db(transaction=True)
def test_a_factor_that_was_set_up_here_counts_here(hanna: User) -> None:
    Membership.objects.create(practice=Practice.objects.get(), user=hanna, role="practice_owner")
    browser = Browser()
    sign_in(browser, hanna.email)
    answer = set_up_app(browser)
    assert answer.headers["Location"] == "/account/factor/codes/"
    assert len(browser.get("/account/factor/codes/").context["unused_codes"]) == 10
    assert browser.get("/desk/people/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_new_factor_ends_other_browsers(hanna: User) -> None:
    other, browser = signed_in(hanna), Browser()
    sign_in(browser, hanna.email)
    set_up_app(browser)
    assert other.get("/account/").status_code == 302


def test_staff_keep_their_last_factor(hanna: User) -> None:
    TOTP.activate(hanna, SECRET)
    browser = signed_in(hanna)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    answer = browser.post("/account/factor/app/remove/")
    assert "only second factor" in answer.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_new_password_ends_other_browsers(elena: User) -> None:
    other, browser = Browser(), Browser()
    sign_in(other, elena.email)
    sign_in(browser, elena.email)
    new = "eight loud rivers at dawn"
    browser.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert browser.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_somebody_makes_an_account(practice: Practice) -> None:
    answer = Browser().post(
        "/account/signup/", {"name": "Cleo Ray", "email": "cleo@example.invalid", "password1": PASSWORD}
    )
    assert answer.status_code == 302
    assert User.objects.get(email="cleo@example.invalid").name == "Cleo Ray"


def test_nobody_makes_an_account_before_there_is_a_practice(db: None) -> None:
    assert "still being set up" in Browser().get("/account/signup/").content.decode()


@pytest.mark.slow
def test_a_month_of_guesses_from_everywhere_is_looked_at_a_hundred_times(elena: User) -> None:
    start = clock.now()
    for number in range(480):
        with time_machine.travel(start + timedelta(minutes=90 * number), tick=False):
            sign_in(Browser(REMOTE_ADDR=f"10.0.{number % 100}.1"), elena.email, "a wrong password, long")
    assert AuditEvent.objects.filter(verb="refuse_sign_in", object_id=str(elena.id)).count() <= 100
