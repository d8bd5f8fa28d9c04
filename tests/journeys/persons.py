"""A person at a browser of their own: opens pages, reads, presses; every page is looked at closely."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
)
from pytest_django.live_server_helper import LiveServer

from conftest import signed_in
from reverie.accounts.models import User
from tests.browser import assert_accessible

SLOW = 15_000
"""Milliseconds that a page may take on a busy machine."""


@dataclass
class Person:
    """Somebody at a browser. `forbidden` holds addresses of which the browser may report a 404."""

    page: Page
    at: str
    strangers: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    forbidden: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(SLOW)
        self.page.context.on("request", self._note_request)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._note_line)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.at, "data:", "blob:")):
            self.strangers.append(request.url)

    def _note_line(self, line: ConsoleMessage) -> None:
        if line.type == "error" and line.location.get("url") not in self.forbidden:
            self.complaints.append(f"{self.page.url}: {line.text}")

    def signs_in_as(self, user: User) -> None:
        """Begin a new browser session of this user, second factor given."""
        cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.at}])

    def opens(self, path: str, heading: str | re.Pattern[str] = "") -> None:
        """Go to an address of the practice and look at the page."""
        self.page.goto(path if path.startswith("http") else f"{self.at}{path}")
        self.looks_at(heading)

    def looks_at(self, heading: str | re.Pattern[str] = "") -> None:
        """The page is there under its one heading, accessible in light and dark, no wider than the screen."""
        named = self.page.get_by_role("heading", level=1, name=heading or None)
        expect(named).to_have_count(1, timeout=SLOW)
        for theme in ("dark", "light"):
            self.page.emulate_media(color_scheme=theme)
            assert_accessible(self.page)
        assert not self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        ), f"{self.page.url} is wider than the screen"

    def follows(self, link: str | re.Pattern[str], heading: str | re.Pattern[str] = "") -> None:
        """Press the first link of that name, and look at the page behind it."""
        self._goes_on(self.page.get_by_role("link", name=link).first)
        self.looks_at(heading)

    def presses(self, button: str | re.Pattern[str], heading: str | re.Pattern[str] = "") -> None:
        """Press the first button of just that name, and look at the page that answers."""
        self._goes_on(self.page.get_by_role("button", name=button, exact=True).first)
        self.looks_at(heading)

    def _goes_on(self, control: Locator) -> None:
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            control.click()

    def unfolds(self, summary: str | re.Pattern[str]) -> None:
        """Open a folded part, unless it is open (on a wide screen some are always open)."""
        part = self.page.locator("details", has=self.page.locator("summary", has_text=summary)).first
        title = part.locator("summary").first
        if part.get_attribute("open") is None and title.is_visible():
            title.click()

    def reads(self, *words: str) -> None:
        """All of these words stand on the page."""
        for word in words:
            expect(self.page.locator("main")).to_contain_text(word, timeout=SLOW)

    def reads_nothing_of(self, *words: str) -> None:
        """None of these words is anywhere in the page, seen or not."""
        content = self.page.content()
        assert [word for word in words if word in content] == []

    def finds_nothing_at(self, address: str, *words: str) -> None:
        """The address does not exist for this person, and the answer holds none of the words."""
        self.forbidden.add(f"{self.at}{address}")
        answer = self.page.goto(f"{self.at}{address}")
        assert isinstance(answer, Response)
        assert answer.status == 404, f"{address} answered {answer.status}"
        self.reads_nothing_of(*words)


class Persons:
    """Everybody in a story, each in a browser of their own, on screens of one width."""

    def __init__(self, browser: Browser, at: str, width: int) -> None:
        self.browser, self.at, self.width = browser, at, width
        self.contexts: list[BrowserContext] = []
        self.known: list[Person] = []

    def somebody(self) -> Person:
        """A visitor whom nobody knows. Colors change at once, so that axe never measures one on its way."""
        screen = {"width": self.width, "height": 844}
        context = self.browser.new_context(viewport=screen, color_scheme="light", reduced_motion="reduce")  # type: ignore[arg-type]
        self.contexts.append(context)
        person = Person(context.new_page(), self.at)
        self.known.append(person)
        return person

    def signed_in(self, user: User) -> Person:
        """Somebody who has an account and has signed in."""
        person = self.somebody()
        person.signs_in_as(user)
        return person

    def leave(self) -> None:
        """Close every browser; nobody's page asked a stranger, and no browser complained."""
        for context in self.contexts:
            context.close()
        assert [line for person in self.known for line in person.strangers] == []
        assert [line for person in self.known for line in person.complaints] == []


@pytest.fixture(params=[1280, 390], ids=["desktop", "phone"])
def persons(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Persons]:
    """The people of a story, once on a desk's screen and once on a phone's."""
    everybody = Persons(browser, live_server.url, request.param)
    yield everybody
    everybody.leave()
