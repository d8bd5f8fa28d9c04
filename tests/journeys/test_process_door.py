"""The process room in a real browser: it locks over the page, and nothing of it stays on the machine."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, expect
from pytest_django.live_server_helper import LiveServer

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.core.sealing import keychain
from reverie.process.actions import open_sheet
from reverie.process.models import Moment, ProcessSheet
from reverie.record.models import Session
from reverie.treatment.models import Treatment
from tests.browser import assert_accessible, be
from tests.house import canary

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "seven quiet rivers at dusk"
TOKEN = "qvx7kwzjm"
PHRASE = f"Zwölf Ælstern {TOKEN} zählen & warten"
CONTROL = "neunkraehen5d1b7e"
WORDS = "I hate that you are going."


@pytest.fixture
def sheet(practice: Practice, client_person: Client, therapist: Therapist) -> ProcessSheet:
    therapist.user.set_password(PASSWORD)
    therapist.user.save()
    people = {"practice": practice, "client": client_person, "therapist": therapist}
    treatment = Treatment.objects.create(**people, state="active", started_on=date(2026, 1, 6))
    start = clock.now() - timedelta(hours=2)
    times = {"started_at": start, "stopped_at": start + timedelta(minutes=50), "zone": practice.zone}
    session = Session.objects.create(**people, **times, treatment=treatment, number=1)
    return open_sheet(client=client_person, session=session, by=actor_for(therapist.user))


def test_the_room_locks_over_the_page_and_no_word_is_lost(
    sheet: ProcessSheet,
    therapist: Therapist,
    page: Page,
    context: BrowserContext,
    live_server: LiveServer,
    settings,
) -> None:
    settings.ROOM_LOCK_AFTER = 12  # long enough for a slow machine to open the page
    be(context, signed_in(therapist.user))
    page.goto(f"{live_server.url}/desk/process/sheets/{sheet.id}/write/")
    page.get_by_role("textbox", name="Notes").type(WORDS)
    expect(page.get_by_role("dialog", name="This page is locked")).to_be_visible(timeout=60_000)
    assert_accessible(page)
    other = context.new_page()
    other.goto(f"{live_server.url}/desk/process/")
    expect(other.get_by_role("heading", name="Process notes are locked")).to_be_visible()
    assert_accessible(other)
    settings.ROOM_LOCK_AFTER = 300
    unlock_and_keep(page, sheet)
    assert sheet.words(keychain(sheet.scope()))["body"] == WORDS


def unlock_and_keep(page: Page, sheet: ProcessSheet) -> None:
    """Say the password over the page; what was typed lies there, and is kept."""
    dialog = page.get_by_role("dialog", name="This page is locked")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Unlock").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("textbox", name="Notes")).to_have_value(WORDS)
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url(f"**/sheets/{sheet.id}/")
    sheet.refresh_from_db()


@pytest.fixture
def profile(tmp_path: Path, browser_type: BrowserType, browser_type_launch_args) -> Iterator[BrowserContext]:
    """A browser that keeps its profile on the disk, as a person's does."""
    held = browser_type.launch_persistent_context(tmp_path / "profile", **browser_type_launch_args)
    yield held
    held.close()


def test_nothing_of_a_marking_session_stays_in_the_profile(
    sheet: ProcessSheet,
    therapist: Therapist,
    profile: BrowserContext,
    live_server: LiveServer,
    tmp_path: Path,
) -> None:
    be(profile, signed_in(therapist.user))
    page = profile.new_page()
    mark_a_passage(page, f"{live_server.url}/desk/process", sheet)
    assert Moment.objects.count() == 1
    page.goto(f"{live_server.url}/help/")
    page.evaluate(f"localStorage.setItem('control', '{CONTROL}')")
    page.wait_for_timeout(3000)
    profile.close()
    left = list(canary.stores(tmp_path / "profile"))
    assert canary.search(CONTROL, left), "the control must be found"
    assert canary.search(TOKEN, left) == []
    assert canary.search("Ælstern", left) == []


def mark_a_passage(page: Page, room: str, sheet: ProcessSheet) -> None:
    """Write, keep, mark by one key with a note and a new thread, find it, look at all of it."""
    page.goto(f"{room}/sheets/{sheet.id}/write/")
    page.get_by_role("textbox", name="Notes").type(f"E: {PHRASE}.")
    page.get_by_label("Carry over").fill(PHRASE)
    expect(page.get_by_role("status").get_by_text("Saved")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url(f"**/sheets/{sheet.id}/")
    page.keyboard.press("j")
    page.keyboard.press("Shift+A")
    page.locator("#mk-thread").select_option("new")
    page.locator("#mk-new_thread").fill(PHRASE)
    page.locator("#mk-note").fill(PHRASE)
    page.get_by_role("button", name="Mark", exact=True).click()
    expect(page.get_by_text("Marked.")).to_be_visible()
    page.goto(f"{room}/search/")
    page.get_by_role("textbox", name="Words").fill(TOKEN)
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#found-h")).to_be_visible()
    page.goto(f"{room}/clients/{sheet.client_id}/")
    page.goto(f"{room}/clients/{sheet.client_id}/export/")
