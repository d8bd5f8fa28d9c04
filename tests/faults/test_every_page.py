"""Every page that the walk of the demo reaches, as each person in it, light and dark: axe finds nothing.

A real server with the whole demo on a day with hours. Nothing here waits without an end: a page that does
not load, or that axe does not finish with, fails by its address. (A file that a browser shows by itself, such
as an insurance card, runs no script: a promise made there is never kept, so pages alone are opened.)

REVERIE_EVERYBODY=1 (`make proof`) looks as everybody, a quarter of an hour on two cores; without it as a
visitor and a client.
"""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Error, Page, TimeoutError

from tests.faults.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.own_database]
VISITOR = "a visitor"
EVERYBODY = [
    VISITOR, "Elena Marsh", "Theo Brandt", "W. Achterberg", "Somebody who acts", "Hanna Lindqvist",
    "Naomi Feld", "Iris Dahl", "Oona Byrne", "Ana Sol",
]  # fmt: skip
"""One for each role and relation that the demo has; clients in treatment, after it and before it."""

PEOPLE = EVERYBODY if os.environ.get("REVERIE_EVERYBODY") else EVERYBODY[:2]

PAGE, FILLED, ALL = 10_000, 3_000, 900
"""Milliseconds for one thing to happen on a page and for its pieces to come, seconds for all of a person."""

SET_UP = """
import json, os
os.environ["REVERIE_DEMO"] = "1"
import time_machine, django
django.setup()
from django.test import Client as Browser
from django.test.utils import setup_test_environment
setup_test_environment()
from config import demo
from conftest import signed_in
from reverie.accounts.models import User
from tests.house.test_query_budget import TUESDAY, Walk, something_waits
time_machine.travel(TUESDAY, tick=True).start()
demo.load(reset=False, scale=1)
something_waits()
found = {}
for name in NAMES:
    browser = Browser() if name == NAMES[0] else signed_in(User.objects.get(name=name))
    walk = Walk(browser)
    walk.goes_everywhere()
    found[name] = walk.pages
print(json.dumps([TUESDAY.timestamp(), found]))
"""
START = """() => {
  const root = document.documentElement, rules = {type: "tag", values: TAGS};
  const done = words => { window.found = words; root.dataset.axe = "done"; };
  delete root.dataset.axe;
  const places = one => one.nodes.map(node => node.html.slice(0, 160)).join(" | ");
  axe.run(document, {preload: false, resultTypes: ["violations"], runOnly: rules}).then(
    all => done(all.violations.map(one => `${one.id}: ${places(one)}`)), error => done([String(error)]));
}""".replace("TAGS", '["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]')
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("demo") / "home", SET_UP.replace("NAMES", repr(PEOPLE)))
    served.starts()
    served.sleeps(0.2, int(served.sessions[0] - time.time()))
    yield served
    served.dies()


@pytest.fixture
def context(house: Served, browser: Browser, person: str) -> Iterator[BrowserContext]:
    """A browser of this person that asks no other host for anything and never waits long."""
    made = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=False)
    made.route(lambda address: not address.startswith((house.at, "data:", "blob:")), lambda way: way.abort())
    made.set_default_timeout(PAGE)
    if person != VISITOR:
        made.add_cookies([house.signs_in(person)])  # type: ignore[list-item]
    yield made
    made.close()


def goes_to(page: Page, address: str) -> None:
    """There, and nowhere else: a page that sends on would be looked at in place of the one that is meant."""
    answer = page.goto(address, wait_until="domcontentloaded")
    assert answer is not None and answer.status == 200, f"answers {answer and answer.status}"
    assert page.url.split("#")[0] == address.split("#")[0], f"leads to {page.url}"
    if page.locator("[data-fragment]").count():
        with suppress(TimeoutError):
            page.wait_for_load_state("networkidle", timeout=FILLED)
    page.evaluate(AXE_SCRIPT)


def found_by_axe(page: Page, theme: Literal["light", "dark"]) -> list[str]:
    """What axe finds in this color scheme; the page itself says when it is done."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.evaluate(START)
    page.locator("html[data-axe=done]").wait_for(state="attached")
    found: list[str] = page.evaluate("window.found")
    return [f"{theme}: {line}" for line in found]


def looked_at(context: BrowserContext, address: str) -> list[str]:
    """Everything that is wrong with one page."""
    page = context.new_page()
    try:
        goes_to(page, address)
        found = [*found_by_axe(page, "light"), *found_by_axe(page, "dark")]
        page.set_viewport_size({"width": 390, "height": 844})
        return [*found, "is wider than a phone"] if page.evaluate(WIDE) else found
    except (AssertionError, Error) as trouble:
        return [str(trouble).splitlines()[0]]
    finally:
        page.close()


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_of(house: Served, context: BrowserContext, person: str) -> None:
    paths, until, wrong = house.sessions[1][person], time.monotonic() + ALL, list[Any]()
    assert len(paths) > 3
    for path in paths:
        assert time.monotonic() < until, f"no time was left for {path}; until then: {wrong}"
        wrong += [f"{path} {line}" for line in looked_at(context, f"{house.at}{path}")]
    assert wrong == [], "\n".join(wrong)
