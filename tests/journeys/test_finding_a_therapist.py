"""From a question to a booked first conversation: by keyboard, on a phone, without a stranger or a cookie."""

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from conftest import actor_for, signed_in
from reverie.accounts.models import Therapist, User
from reverie.core.policy import Actor
from reverie.directory.actions import (
    Person,
    answer_no,
    answer_yes,
    ask,
    book_consultation,
    receipt_of,
    verify_credential,
)
from reverie.directory.models import Inquiry, Profile
from reverie.directory.presenters.booking import receipt
from reverie.directory.queries import hours_of
from reverie.directory.queries.guide_texts import shipped
from reverie.directory.tests.conftest import shown
from reverie.scheduling.actions import OpenWindow, set_availability
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment
from tests.browser import assert_accessible, be

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
TEN = 10


@pytest.fixture
def hanna(therapist: Therapist, owner: User) -> Profile:
    by = actor_for(therapist.user)
    set_availability(
        therapist=therapist, windows=[OpenWindow(day, 17 * 60, 20 * 60) for day in range(5)], by=by
    )
    profile = shown(therapist, by, concerns=["low-mood", "loss"], training=["PsyD, 2011"])
    verify_credential(credential=profile.credentials.get(), against="the register", by=actor_for(owner))
    return profile


class Keys:
    """A person without a mouse; `acts` counts what they do: each press that chooses, and each field typed."""

    def __init__(self, page: Page) -> None:
        self.page, self.acts = page, 0

    def reach(self, selector: str) -> None:
        """Tab along the page to the first element that matches."""
        for _step in range(200):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("one => document.activeElement.matches(one)", selector):
                return
        raise AssertionError(f"{selector} is not reached by keyboard")

    def press(self, selector: str, key: str = "Enter") -> None:
        self.reach(selector)
        self.page.keyboard.press(key)
        self.acts += 1

    def type(self, selector: str, words: str) -> None:
        self.reach(selector)
        self.page.keyboard.type(words)
        self.acts += 1


def test_from_a_question_to_a_booked_conversation_by_keyboard_on_a_phone(
    live_server: LiveServer, page: Page, hanna: Profile, strangers: list[str], complaints: list[str]
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/explore/")
    person = Keys(page)
    person.press("input[name=concern][value=loss]", " ")
    person.press("a[href='#where']:not([hidden])")
    assert page.context.cookies() == []
    person.press("button[formaction='/find/']")
    expect(page.get_by_role("heading", level=1)).to_have_text("Find a therapist")
    assert "loss" not in page.url and page.context.cookies() == []
    person.press("a.chip")
    expect(page.get_by_role("heading", level=1)).to_have_text("A first conversation")
    person.type("input[name=name]", "W. Achterberg")
    person.type("input[name=email]", "w.achterberg@example.invalid")
    person.press("input[name=understood]", " ")
    person.press("button.btn-main")
    expect(page.get_by_text("The hour is yours.")).to_be_visible()
    assert person.acts < TEN
    assert Treatment.objects.get().state == "consultation"
    assert Appointment.objects.get().kind == "consultation"


def test_a_search_by_the_readers_own_clock(
    live_server: LiveServer, browser: Chromium, hanna: Profile
) -> None:
    context = browser.new_context(timezone_id="Europe/Berlin")
    page = context.new_page()
    page.goto(f"{live_server.url}/find/")
    page.get_by_role("button", name="Show times by my own clock").click()
    expect(page.get_by_text("In order of the next open time, Berlin time")).to_be_visible()
    page.get_by_role("link", name="Hanna Lindqvist").click()
    expect(page.get_by_text("Times are in Berlin time.")).to_be_visible()
    context.close()


def public_pages(profile: Profile) -> list[str]:
    here = f"/therapists/{profile.slug}/"
    guides = [f"/how/{slug}/" for slug in shipped()]
    return ["/", "/how/", *guides, "/explore/", "/find/", "/find/?when=evening&place=online", here]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_public_page_is_clean(
    live_server: LiveServer, browser: Chromium, hanna: Profile, theme: str, width: int
) -> None:
    context = browser.new_context(color_scheme=theme, viewport={"width": width, "height": 844})  # type: ignore[arg-type]
    page, strange = context.new_page(), list[str]()
    page.on("request", lambda one: strange.append(one.url) if "//localhost" not in one.url else None)
    for address in public_pages(hanna):
        look(page, live_server.url + address)
    assert context.cookies() == []
    for address in (f"/therapists/{hanna.slug}/ask/", booking(page, live_server.url + "/find/")):
        look(page, live_server.url + address)
    assert strange == []
    context.close()


def look(page: Page, url: str) -> None:
    """Open a page; axe finds nothing, there is one first heading, and nothing is wider than the screen."""
    answer = page.goto(url)
    assert answer is not None and answer.status == 200, url
    assert_accessible(page)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), url


def booking(page: Page, url: str) -> str:
    page.goto(url)
    return str(page.locator("a.chip").first.get_attribute("href"))


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_therapist_and_owner_are_clean(
    live_server: LiveServer, context: BrowserContext, page: Page, hanna: Profile, owner: User, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    be(context, signed_in(hanna.therapist.user))
    for address in ("/desk/profile/", "/desk/profile/preview/", "/desk/profile/file/", "/desk/inquiries/"):
        look(page, live_server.url + address)
    be(context, signed_in(owner))
    for address in ("/desk/practice/licenses/", "/desk/practice/profiles/", "/desk/practice/reviews/"):
        look(page, live_server.url + address)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_a_question_and_of_a_booking_are_clean(
    live_server: LiveServer, browser: Chromium, hanna: Profile, theme: str
) -> None:
    context = browser.new_context(color_scheme=theme, viewport=PHONE)  # type: ignore[arg-type]
    page, desk = context.new_page(), actor_for(hanna.therapist.user)
    open_one, answered_yes, answered_no = (asked(hanna) for _ in range(3))
    answer_yes(inquiry=answered_yes, words="Gladly. When could you come?", by=desk)
    answer_no(inquiry=answered_no, reason="full", words="I am sorry.", by=desk)
    for row in (open_one, answered_yes, answered_no):
        look(page, f"{live_server.url}/asked/{receipt_of(row)}/")
    look(page, f"{live_server.url}/booked/{booked(hanna)}/")
    be(context, signed_in(hanna.therapist.user))
    for row in (open_one, answered_yes, answered_no):
        look(page, f"{live_server.url}/desk/inquiries/{row.pk}/")
    context.close()


def asked(profile: Profile) -> Inquiry:
    who = Person("W. Achterberg", "w.achterberg@example.invalid", "", "My brother died.")
    by = Actor.system("directory.inquiry", profile.practice_id)
    return ask(profile=profile, person=who, user=None, by=by)


def booked(profile: Profile) -> str:
    """The receipt of a first consultation."""
    who = {"name": "Ana Sol", "email": "ana.sol@example.invalid", "phone": "", "words": ""}
    by = Actor.system("directory.booking", profile.practice_id)
    start = hours_of([profile])[profile.pk][0]
    return receipt(
        book_consultation(profile=profile, start_at=start, place="office", user=None, **who, by=by)
    )


def test_without_a_script_the_questions_lead_on_too(
    live_server: LiveServer, browser: Chromium, hanna: Profile
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/explore/")
    page.check("input[name=concern][value=loss]")
    page.get_by_role("button", name="See where this leads").click()
    page.get_by_role("button", name="Show therapists who fit").click()
    page.locator("a.chip").first.click()
    expect(page.get_by_role("heading", name="A first conversation")).to_be_visible()
    assert "loss" not in page.url
    context.close()
