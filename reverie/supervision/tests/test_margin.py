"""A supervisor reads a copy and speaks in its margin, its author answers and takes it back: in Chromium."""

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from conftest import signed_in
from reverie.accounts.models import User
from reverie.core.policy import Actor
from reverie.supervision.actions import log_hour
from reverie.supervision.models import PresentedCopy
from tests.browser import assert_accessible, be

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SAID = "She went and looked."


def looks_at(page: Page, address: str) -> None:
    """Accessible in light and dark, on a phone too, and no wider than the screen."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(address)
        for theme in ("dark", "light"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            assert_accessible(page)
        assert not page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )


def test_it_is_read_spoken_of_and_taken_back(
    copy: PresentedCopy, naomi: User, page: Page, context: BrowserContext, live_server: LiveServer,
    complaints: list[str], strangers: list[str],
) -> None:  # fmt: skip
    address = live_server.url + reverse("supervision:copy", args=[copy.pk])
    be(context, signed_in(naomi))
    page.goto(address)
    page.get_by_label("Your remark").fill(SAID)
    page.locator("#l-2").get_by_role("link", name="Say something").click()
    expect(page.get_by_label("Your remark")).to_have_value(SAID)
    page.get_by_role("button", name="Send to Hanna Lindqvist").click()
    expect(page.locator("#l-2")).to_contain_text(SAID)
    be(context, signed_in(copy.author))
    page.goto(address)
    expect(page.locator("#l-2 .remark")).to_contain_text("Naomi Feld, ")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Naomi Feld cannot open it any more")).to_be_visible()
    be(context, signed_in(naomi))
    answer = context.request.get(address)
    assert answer.status == 404
    assert SAID not in answer.text()


@pytest.mark.parametrize("who", ["supervisor", "supervisee"])
def test_its_pages_are_for_everybody_and_for_a_phone(
    copy: PresentedCopy, as_therapist: Actor, page: Page, context: BrowserContext, live_server: LiveServer,
    who: str,
) -> None:  # fmt: skip
    pair = copy.supervision
    log_hour(supervision=pair, held_on=pair.starts_on, minutes=50, by=as_therapist)
    be(context, signed_in(getattr(pair, who)))
    pages = [reverse("supervision:home"), reverse("supervision:copy", args=[copy.pk])]
    pages += [reverse(f"supervision:{name}", args=[pair.pk]) for name in ("pair", "hours", "hours-print")]
    for path in pages + ([reverse("supervision:begin")] if who == "supervisee" else []):
        looks_at(page, live_server.url + path)


def test_on_paper_there_is_no_word_of_it(
    copy: PresentedCopy, naomi: User, page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    be(context, signed_in(naomi))
    page.goto(live_server.url + reverse("supervision:copy", args=[copy.pk]))
    page.emulate_media(media="print")
    expect(page.get_by_text("A presented copy does not print")).to_be_visible()
    expect(page.get_by_text("kettle", exact=False).first).to_be_hidden()
