"""A passkey is added, signs in alone, and is refused once a copy of it is in use."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from conftest import PASSWORD
from reverie.accounts.models import User
from tests.browser import Authenticator, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def with_password(page: Page, user: User) -> None:
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_role("main").get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page: Page, at: str, user: User) -> None:
    """From a password-only sign-in to a passkey and its recovery codes."""
    page.goto(f"{at}/account/login/?next=/account/factor/")
    assert_accessible(page)
    with_password(page, user)
    page.get_by_role("link", name="Add a passkey").click()
    assert_accessible(page)
    page.get_by_role("main").get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name of this passkey").fill("office laptop")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert_accessible(page)


def sign_in_by_passkey(page: Page, at: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{at}/account/login/?next=/account/factor/")
    page.get_by_role("button", name="Use a passkey").click()


@pytest.mark.usefixtures("strangers", "complaints")
def test_a_passkey_signs_in_alone(
    page: Page, live_server: LiveServer, hanna: User, authenticator: Authenticator
) -> None:
    add_passkey(page, live_server.url, hanna)
    assert len(authenticator.passkeys()) == 1
    sign_in_by_passkey(page, live_server.url)
    expect(page.get_by_role("heading", name="How you sign in")).to_be_visible()
    expect(page.get_by_text("office laptop")).to_be_visible()
    assert_accessible(page)


def test_a_copied_passkey_is_refused(
    page: Page, live_server: LiveServer, hanna: User, authenticator: Authenticator
) -> None:
    add_passkey(page, live_server.url, hanna)
    sign_in_by_passkey(page, live_server.url)
    expect(page.get_by_role("heading", name="How you sign in")).to_be_visible()
    authenticator.set_counter_back()
    sign_in_by_passkey(page, live_server.url)
    expect(page.get_by_text("seems to be a copy")).to_be_visible()


def test_a_passkey_is_the_second_factor_after_a_password(
    page: Page, live_server: LiveServer, hanna: User, authenticator: Authenticator
) -> None:
    add_passkey(page, live_server.url, hanna)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/account/login/?next=/account/factor/")
    with_password(page, hanna)
    assert_accessible(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="How you sign in")).to_be_visible()


def test_guesses_do_not_slow_the_passkey(
    page: Page, live_server: LiveServer, hanna: User, authenticator: Authenticator
) -> None:
    add_passkey(page, live_server.url, hanna)
    page.context.clear_cookies()
    for _ in range(6):
        page.goto(f"{live_server.url}/account/login/")
        page.get_by_label("E-mail address").fill(hanna.email)
        page.get_by_role("main").get_by_label("Password", exact=True).fill("not the password at all")
        page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Too many tries")).to_be_visible()
    sign_in_by_passkey(page, live_server.url)
    expect(page.get_by_role("heading", name="How you sign in")).to_be_visible()


def test_the_lock_lies_over_the_page_and_the_words_stay(
    page: Page, live_server: LiveServer, hanna: User
) -> None:
    page.clock.install()
    page.goto(f"{live_server.url}/account/login/?next=/account/")
    with_password(page, hanna)
    page.get_by_label("Pronouns").fill("she/her, typed and not kept yet")
    lock = page.get_by_role("dialog")
    for _ in range(20):  # the script that counts the minutes may still be on its way
        page.clock.fast_forward("15:01")
        if lock.is_visible():
            break
        page.wait_for_timeout(250)
    expect(lock).to_be_visible()
    lock.get_by_label("Password", exact=True).fill(PASSWORD)
    lock.get_by_role("button", name="Unlock").click()
    expect(lock).to_be_hidden()
    expect(page.get_by_label("Pronouns")).to_have_value("she/her, typed and not kept yet")
    page.get_by_role("button", name="Keep the changes").click()
    expect(page.get_by_text("Your account is changed")).to_be_visible()
