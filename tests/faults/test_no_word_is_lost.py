"""Ten things that go wrong while somebody writes a long note: after "Saved" no word is lost, ever.

A real server, a real browser with a profile of its own. Words come at the pace of a fast talker; a scene that
closes the page may lose what was typed in the last two seconds, every other scene loses nothing. The text is
in nothing that the browser keeps. REVERIE_WORDS=2000 writes notes as long as a very long hour needs.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, Playwright, expect

from tests.browser import CHROMIUM, QUIET
from tests.faults.served import PASSWORD, Served
from tests.house.canary import needles

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.own_database]
WORDS = int(os.environ.get("REVERIE_WORDS", "240"))
CANARY = "quvyxkwz"
ALLOWED = 2.0
"""Seconds of typing that a page may take with it when it is torn away."""

KEPT = """async () => JSON.stringify({...localStorage, ...sessionStorage})
  + (await indexedDB.databases()).length + (await caches.keys()).length"""

HERE = """(word) => document.activeElement.matches('textarea')
  && document.execCommand('insertText', false, word)"""
"""Types a word at the caret, in one step with the look whether that is in the note; false where it is not."""


class Desk:
    """Somebody who writes a note, and remembers what was typed when."""

    def __init__(self, page: Page, house: Served) -> None:
        self.page, self.house = page, house
        self.session = house.sessions.pop()
        self.address = f"{house.at}/desk/sessions/{self.session}/note/"
        self.typed, self.log = "", [(0.0, 0)]
        self.opens()

    def opens(self) -> None:
        """The page of the note, with what is kept of it."""
        self.page.goto(f"{self.address}?form=free")
        self.field.focus()
        self.page.keyboard.press("Control+End")

    @property
    def field(self):
        return self.page.get_by_role("textbox", name="Progress note")

    def types(self, count: int = WORDS // 2) -> None:
        """So many words, one after the other."""
        for number in range(count):
            word = f"{CANARY if number % 40 == 0 else 'wort'}{len(self.typed)} "
            self.page.keyboard.insert_text(word)
            self.typed += word
            self.log.append((time.monotonic(), len(self.typed)))
            time.sleep(0.004)

    def types_until_locked(self, count: int) -> None:
        """So many words, or fewer: whoever writes looks up when the lock takes the caret from the field."""
        for _ in range(count):
            word = f"wort{len(self.typed)} "
            if not self.page.evaluate(HERE, word):
                return
            self.typed += word

    def is_saved(self) -> None:
        """The page says so."""
        state = self.page.locator("[data-save-state]")
        expect(state).to_have_attribute("data-state", "saved", timeout=45_000)
        expect(self.page.locator("[data-save-say]")).to_contain_text("Saved")

    def is_in_trouble(self, words: str) -> None:
        """The page says that the words wait."""
        expect(self.page.locator("[data-save-say]")).to_contain_text(words, timeout=30_000)

    def has_lost_nothing(self) -> None:
        """What is kept is what was typed; and it can be signed."""
        self.is_saved()
        self.opens()
        assert self.field.input_value() == self.typed

    def has_lost_little(self, torn_at: float, saved: str) -> str:
        """What is kept is what was typed but for the last two seconds, and all that was saved."""
        self.opens()
        kept = self.field.input_value()
        assert self.typed.startswith(kept)
        assert kept.startswith(saved)
        first_lost = next((at for at, length in self.log if length > len(kept)), torn_at)
        assert torn_at - first_lost <= ALLOWED
        return kept

    def is_open_again(self) -> None:
        """The lock is gone, and whoever wrote writes on where they were."""
        expect(self.page.get_by_role("dialog")).to_be_hidden()
        expect(self.field).to_be_focused()

    def unlocks(self, password: str) -> None:
        """Say who one is, over the page."""
        lock = self.page.get_by_role("dialog", name="This page is locked")
        expect(lock).to_be_visible(timeout=15_000)
        lock.get_by_label("Password").fill(password)
        lock.get_by_role("button", name="Unlock").click()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("house") / "home")
    served.starts()
    yield served
    served.dies()


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the browser keeps whatever it keeps."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(scope="module")
def window(playwright: Playwright, profile: Path, house: Served) -> Iterator[BrowserContext]:
    options = {"executable_path": CHROMIUM, "args": QUIET, "headless": True}
    context = playwright.chromium.launch_persistent_context(str(profile), **options)
    yield context
    context.close()


@pytest.fixture
def desk(window: BrowserContext, house: Served) -> Iterator[Desk]:
    """A fresh page of a note, signed in; what the page keeps is looked at when it is over."""
    window.add_cookies([house.signs_in()])
    page = window.new_page()
    page.on("dialog", accept)
    desk = Desk(page, house)
    yield desk
    page.evaluate("localStorage.setItem('control', 'here')")
    kept = page.evaluate(KEPT)
    page.evaluate("localStorage.clear()")
    assert kept == '{"control":"here"}00'
    page.close()


def accept(dialog: Dialog) -> None:
    """Leave all the same."""
    dialog.accept()


def test_the_network_is_cut(desk: Desk, window: BrowserContext) -> None:
    desk.types()
    window.set_offline(True)
    desk.types()
    desk.is_in_trouble("offline")
    window.set_offline(False)
    desk.has_lost_nothing()


def test_the_session_expires(desk: Desk, house: Served, window: BrowserContext) -> None:
    desk.types()
    house.ends_sign_ins()
    desk.types_until_locked(WORDS // 6)
    desk.unlocks(PASSWORD)
    expect(desk.page.get_by_text("Sign in in another tab")).to_be_visible()
    window.add_cookies([house.signs_in()])
    desk.page.evaluate("dispatchEvent(new Event('focus'))")
    desk.is_open_again()
    desk.types()
    desk.has_lost_nothing()


def test_the_server_is_killed(desk: Desk, house: Served) -> None:
    desk.types()
    house.dies()
    desk.types()
    desk.is_in_trouble("could not save")
    house.starts()
    desk.has_lost_nothing()


def test_two_tabs_write_the_same_note(desk: Desk, house: Served, window: BrowserContext) -> None:
    other = window.new_page()
    other.goto(f"{desk.address}?form=free")
    desk.types()
    desk.is_saved()
    other.get_by_role("textbox", name="Progress note").fill("From the other tab.")
    both = other.get_by_role("dialog", name="This page was also changed somewhere else")
    expect(both).to_be_visible(timeout=10_000)
    expect(both).to_contain_text(desk.typed.strip())
    expect(both).to_contain_text("From the other tab.")
    both.get_by_role("button", name="Keep that one").click()
    other.close()
    desk.page.bring_to_front()
    desk.page.reload()
    expect(desk.field).to_have_value(desk.typed)


def test_the_back_button(desk: Desk) -> None:
    desk.types()
    desk.is_saved()
    saved = desk.typed
    desk.types()
    torn_at = time.monotonic()
    desk.page.goto(f"{desk.house.at}/desk/")
    desk.page.go_back()
    desk.has_lost_little(torn_at, saved)


def test_the_page_is_reloaded(desk: Desk) -> None:
    desk.types()
    desk.is_saved()
    saved = desk.typed
    desk.types()
    torn_at = time.monotonic()
    desk.page.reload()
    desk.has_lost_little(torn_at, saved)


def test_the_machine_sleeps_and_its_clock_jumps(desk: Desk, house: Served) -> None:
    desk.types()
    house.sleeps(2, jump=20 * 60)
    desk.unlocks(PASSWORD)
    desk.is_open_again()
    desk.types()
    desk.has_lost_nothing()


def test_the_disk_is_full(desk: Desk, house: Served) -> None:
    desk.types()
    desk.is_saved()
    house.fills_the_disk(is_full=True)
    desk.types()
    desk.is_in_trouble("could not save")
    house.fills_the_disk(is_full=False)
    desk.has_lost_nothing()


def test_a_wrong_password_at_the_lock(desk: Desk, house: Served) -> None:
    desk.types()
    desk.page.keyboard.press("Control+Home")
    house.sleeps(0, jump=16 * 60)
    desk.page.keyboard.insert_text("The beginning: ")
    desk.unlocks("no such words")
    expect(desk.page.get_by_text("That did not fit")).to_be_visible()
    desk.unlocks(PASSWORD)
    desk.is_open_again()
    desk.page.keyboard.insert_text("and at the caret again: ")
    desk.typed = f"The beginning: and at the caret again: {desk.typed}"
    desk.has_lost_nothing()


def test_a_restart_in_between(desk: Desk, house: Served) -> None:
    desk.types()
    house.stops()
    house.starts()
    desk.types()
    desk.has_lost_nothing()


def test_no_word_is_in_what_the_browser_keeps(window: BrowserContext, profile: Path, house: Served) -> None:
    """The last test of this file: it closes the browser, which writes down what it still holds."""
    window.add_cookies([house.signs_in()])
    desk = Desk(window.new_page(), house)
    desk.types()
    desk.is_saved()
    desk.page.evaluate("localStorage.setItem('control', 'zz1control')")
    window.close()
    assert found(profile, CANARY) == []
    assert found(profile, "zz1control") != []


def found(folder: Path, phrase: str) -> list[str]:
    """The files below a folder that hold the phrase in any form."""
    forms = set(needles(phrase).values())
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [
        str(path.relative_to(folder)) for path in files if any(form in path.read_bytes() for form in forms)
    ]
