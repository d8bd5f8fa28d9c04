"""The two scripts that guard words, in a real browser against a server made of Playwright's routes."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler
from playwright.sync_api import Page, Route, expect

from reverie.core.headers import CONTENT_SECURITY_POLICY

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = """<!doctype html><html lang="en"><head><title>Desk · Reverie</title>
<link rel="stylesheet" href="/static/core/css/reverie.css">
<script type="module" src="/static/core/js/autosave.js"></script>
<script type="module" src="/static/core/js/idle_lock.js"></script></head><body>
<c-desk autosave="/draft/" version="3"><c-save-state />
<textarea name="words" aria-label="Page"></textarea></c-desk>
<c-idle-lock :lock="lock" /></body></html>"""
COVER = "getComputedStyle(document.querySelector('[data-idle-lock]'), '::backdrop').backgroundColor"
Answer = tuple[int, dict[str, Any]]
KEPT: Answer = (200, {"saved_at": "2026-06-09T14:03:22Z", "version": 4})


class Server:
    """Answers the page, the scripts, and the posts by what the test put into `answers`."""

    def __init__(self, page: Page) -> None:
        self.answers: dict[str, Callable[[], Answer]] = {}
        self.posts: list[dict[str, str]] = []
        self.is_locked = True
        page.route("**/*", self.serve)

    def serve(self, route: Route) -> None:
        path = route.request.url.split("reverie.test", 1)[1]
        if path.startswith("/static/"):
            route.fulfill(path=str(finders.find(path.removeprefix("/static/"))))
        elif path == "/state/":
            route.fulfill(
                content_type="application/json", body=json.dumps({"locked": self.is_locked, "csrf": "new"})
            )
        elif route.request.method == "POST":
            self.posts.append({k: v[0] for k, v in parse_qs(route.request.post_data or "").items()})
            status, body = self.answers[path]()
            route.fulfill(status=status, content_type="application/json", body=json.dumps(body))
        else:
            lock = {"after": 4, "unlock_url": "/unlock/", "state_url": "/state/"}
            route.fulfill(
                content_type="text/html",
                headers={"Content-Security-Policy": CONTENT_SECURITY_POLICY},
                body=drawn(PAGE, lock=lock),
            )


def drawn(source: str, **context: Any) -> str:
    """A page of components as the site would draw it."""
    return (
        engines["django"]
        .from_string(CottonCompiler().process(source))
        .render(context, RequestFactory().get("/"))
    )


@pytest.fixture
def server(page: Page) -> Server:
    server = Server(page)
    server.answers = {"/draft/": lambda: KEPT, "/unlock/": lambda: (200, {"csrf": "fresh"})}
    page.goto("http://reverie.test/")
    return server


def test_saved_is_said_only_after_the_server_kept_it(page: Page, server: Server) -> None:
    page.get_by_role("textbox", name="Page").press_sequentially("the landing")
    expect(page.locator("[data-save-say]")).to_have_text("Writing")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved", timeout=4000)
    assert "Saved" in page.locator("[data-save-say]").inner_text()
    assert (server.posts[0]["words"], server.posts[0]["version"]) == ("the landing", "3")


def test_a_failure_keeps_the_words_and_retries_with_the_same_id(page: Page, server: Server) -> None:
    answers = iter([(500, {"error": "The disk is full."}), KEPT])
    server.answers["/draft/"] = lambda: next(answers)
    page.get_by_role("textbox", name="Page").fill("kept in memory")
    expect(page.locator("[data-save-say]")).to_contain_text("still here", timeout=4000)
    expect(page.get_by_role("button", name="Copy the words")).to_be_visible()
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved", timeout=6000)
    assert server.posts[0]["save_id"] == server.posts[1]["save_id"]
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_conflict_shows_both_and_overwrites_nothing(page: Page, server: Server) -> None:
    server.answers["/draft/"] = lambda: (409, {"theirs": {"words": "from the phone"}, "version": 7})
    page.get_by_role("textbox", name="Page").fill("from the desk")
    both = page.get_by_role("dialog", name="This page was also changed somewhere else")
    expect(both).to_contain_text("from the desk", timeout=4000)
    expect(both).to_contain_text("from the phone")
    server.answers["/draft/"] = lambda: KEPT
    both.get_by_role("button", name="Keep this one").click()
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    assert (server.posts[-1]["words"], server.posts[-1]["version"]) == ("from the desk", "7")


def test_the_lock_falls_over_the_page_and_the_words_stay(page: Page, server: Server) -> None:
    page.get_by_role("textbox", name="Page").fill("unfinished")
    expect(page.get_by_role("alert")).to_be_visible(timeout=4000)
    expect(page.get_by_role("dialog")).to_be_visible(timeout=5000)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate(COVER) == page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.type(", still")
    assert page.get_by_role("textbox", name="Page").input_value() == "unfinished, still"
    assert page.locator("form.desk [name=csrfmiddlewaretoken]").input_value() == "fresh"


def test_the_lock_waits_for_the_end_of_a_sentence(page: Page, server: Server) -> None:
    page.clock.install()
    page.goto("http://reverie.test/")
    field, lock = page.get_by_role("textbox", name="Page"), page.get_by_role("dialog")
    field.press("a")
    page.evaluate("dispatchEvent(new CustomEvent('reverie:locked'))")
    for sign in "nd then ":
        page.clock.run_for(600)
        expect(lock).to_be_hidden()
        page.keyboard.insert_text(sign)
    page.clock.run_for(800)
    expect(lock).to_be_visible()
    assert field.input_value() == "and then "


def test_the_lock_waits_no_longer_than_it_must(page: Page, server: Server) -> None:
    page.clock.install()
    page.goto("http://reverie.test/")
    page.get_by_role("textbox", name="Page").press("a")
    page.evaluate("dispatchEvent(new CustomEvent('reverie:locked'))")
    for _ in range(36):
        page.clock.run_for(600)
        page.keyboard.insert_text("b")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_late_word_of_the_lock_does_not_shut_what_was_opened(page: Page, server: Server) -> None:
    """A draft was on its way when the lock fell; its refusal comes while the password is typed."""
    page.clock.install()
    page.goto("http://reverie.test/")
    lock, locked = page.get_by_role("dialog"), "dispatchEvent(new CustomEvent('reverie:locked'))"
    page.evaluate(locked)
    expect(lock).to_be_visible()
    page.get_by_label("Password").fill("a long password")
    page.evaluate(locked)
    page.get_by_role("button", name="Unlock").click()
    expect(lock).to_be_hidden()
    page.clock.run_for(1000)
    expect(lock).to_be_hidden()


def test_a_refused_unlock_says_why(page: Page, server: Server) -> None:
    server.answers["/unlock/"] = lambda: (400, {"error": "That is not the password."})
    page.evaluate("dispatchEvent(new CustomEvent('reverie:locked'))")
    page.get_by_label("Password").fill("no")
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_text("That is not the password.")).to_be_visible()
    assert page.get_by_role("dialog").is_visible()


def test_a_page_opens_when_another_tab_was_unlocked(page: Page, server: Server) -> None:
    server.answers["/draft/"] = lambda: (423, {"locked": True})
    page.get_by_role("textbox", name="Page").fill("kept")
    expect(page.get_by_role("dialog", name="This page is locked")).to_be_visible(timeout=4000)
    server.is_locked, server.answers["/draft/"] = False, lambda: KEPT
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    assert server.posts[-1]["csrfmiddlewaretoken"] == "new"
