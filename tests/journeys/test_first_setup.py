"""From an empty database to a practice that is open, as `reverie run` starts it."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from reverie.core.models import Installation
from reverie.home.actions.setup import new_setup_link
from reverie.scheduling.models import Appointment
from tests.browser import Authenticator, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "seven quiet rivers at dusk"


def at_step(page: Page, heading: str) -> None:
    """The page of this step is here, and accessible."""
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    assert_accessible(page)


def go_on(page: Page, button: str = "Keep and go on") -> None:
    page.get_by_role("button", name=button).click()


def open_and_name_the_practice(page: Page, at: str) -> None:
    cache.clear()
    link = new_setup_link()
    assert link is not None
    page.goto(f"{at}/{link.split('/', 3)[3]}")
    at_step(page, "The practice")
    page.get_by_label("Name of the practice").fill("Lindenhof Practice")
    page.get_by_label("Time zone").select_option("America/New_York")
    page.get_by_label("Country", exact=True).select_option("US")
    go_on(page)


def become_the_owner(page: Page) -> None:
    at_step(page, "The first owner")
    page.get_by_label("Your name").fill("Ada Ray")
    page.get_by_label("Your e-mail address").fill("ada@example.invalid")
    page.get_by_label("A password").fill(PASSWORD)
    go_on(page)
    at_step(page, "A second factor")


def set_up_an_app(page: Page) -> None:
    page.get_by_role("link", name="Set up an app").click()
    at_step(page, "Set up an app")
    key = page.locator("[data-totp-key]").inner_text()
    counter = list(yield_hotp_counters_from_time())[1]
    page.get_by_label("Code", exact=True).fill(format_hotp_value(hotp_value(key, counter)))
    go_on(page, "Turn it on")


def keep_the_codes(page: Page) -> None:
    at_step(page, "Recovery codes")
    page.get_by_role("link", name="I have kept them").click()
    at_step(page, "A second factor")
    go_on(page, "Go on")


def say_who_and_when(page: Page) -> None:
    at_step(page, "The first therapist")
    page.get_by_label("Your professional title").fill("PsyD")
    go_on(page)
    at_step(page, "Hours")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        page.get_by_label(day).fill("9:00-12:00, 13:00-17:00")
    go_on(page)
    at_step(page, "Fee")
    page.get_by_label("Fee of a session").fill("180")
    page.get_by_label("Fee of a first conversation").fill("210")
    go_on(page)


def say_how_messages_go_and_who_looks(page: Page) -> None:
    at_step(page, "Mail")
    go_on(page)
    at_step(page, "When somebody may be in danger")
    page.get_by_role("radio", name="Yes").check()
    page.get_by_label("On weekdays, from").fill("08:00")
    page.locator("[name=closes]").fill("18:00")
    page.get_by_label("Who stands in for you").fill("Bo Sand")
    page.get_by_label("Their e-mail address").fill("bo.sand@example.invalid")
    page.get_by_label("Their phone").fill("555-0100")
    go_on(page)


def print_the_keys(page: Page) -> None:
    at_step(page, "The keys on paper")
    number = int(page.locator("#which").inner_text().split("group ")[1].split()[0])
    page.get_by_role("link", name="Open the recovery sheet").click()
    at_step(page, "Recovery sheet")
    group = page.locator(".groups code").nth(number - 1).inner_text()
    page.get_by_role("link", name="Back to the set-up").click()
    page.get_by_label("The group").fill(group.lower())
    go_on(page, "Finish the set-up")
    expect(page).to_have_url(re.compile(r"/desk/people/$"))


def write_one_s_page(page: Page, at: str) -> None:
    page.goto(f"{at}/desk/profile/")
    at_step(page, "Your page")
    page.get_by_label("What you are licensed as").fill("Psychologist")
    page.get_by_label("How you work, in your own words").fill("I listen for what is hard to say.")
    page.get_by_label("Relational").first.check()
    go_on(page, "Keep and confirm")
    page.get_by_label("State", exact=True).fill("New York")
    page.get_by_label("Kind of license").fill("psychologist")
    page.get_by_label("Number").fill("0000-EX")
    page.get_by_label("Valid until").fill("2035-01-31")
    go_on(page, "State this license")
    go_on(page, "Show it")
    expect(page.get_by_role("button", name="Take it away")).to_be_visible()


def book_as_a_visitor(page: Page, at: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{at}/find/")
    page.get_by_role("link", name="Ada Ray").first.click()
    at_step(page, "Ada Ray")
    page.get_by_text("10:00 am").first.click()
    go_on(page, "Go on")
    at_step(page, "A first conversation")
    page.get_by_label("Your name").fill("Cleo Ray")
    page.get_by_label("E-mail").fill("cleo@example.invalid")
    page.get_by_label("I understand that nobody watches").check()
    go_on(page, "Book this hour")
    expect(page).to_have_url(re.compile(r"/booked/"))
    assert_accessible(page)


@pytest.mark.usefixtures("strangers")
def test_from_nothing_to_the_first_booked_hour(page: Page, live_server: LiveServer) -> None:
    open_and_name_the_practice(page, live_server.url)
    become_the_owner(page)
    set_up_an_app(page)
    keep_the_codes(page)
    say_who_and_when(page)
    say_how_messages_go_and_who_looks(page)
    print_the_keys(page)
    assert Installation.current().setup_finished_at is not None
    write_one_s_page(page, live_server.url)
    book_as_a_visitor(page, live_server.url)
    hour = Appointment.objects.get()
    assert (hour.therapist.name, hour.client.name, hour.kind) == ("Ada Ray", "Cleo Ray", "consultation")


def test_it_goes_on_in_another_browser_where_it_stopped(page: Page, live_server: LiveServer) -> None:
    open_and_name_the_practice(page, live_server.url)
    become_the_owner(page)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/account/login/?next=/setup/")
    page.get_by_label("E-mail address").fill("ada@example.invalid")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    go_on(page, "Sign in")
    at_step(page, "A second factor")


def test_the_second_factor_may_be_a_passkey(
    page: Page, live_server: LiveServer, authenticator: Authenticator
) -> None:
    open_and_name_the_practice(page, live_server.url)
    become_the_owner(page)
    page.get_by_role("link", name="Add a passkey").click()
    go_on(page, "Add it")
    keep_the_codes(page)
    at_step(page, "The first therapist")
    assert len(authenticator.passkeys()) == 1


@pytest.mark.parametrize("width", [390])
def test_it_fits_a_phone(page: Page, live_server: LiveServer, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_and_name_the_practice(page, live_server.url)
    at_step(page, "The first owner")
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
