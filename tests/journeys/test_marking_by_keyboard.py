"""A newcomer marks three moments, opens a thread and finds a passage again, without touching a mouse."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.process.actions import SheetWords, keep_sheet, open_sheet
from reverie.process.models import Moment, ProcessSheet, Thread
from reverie.record.models import Session
from reverie.treatment.models import Treatment
from tests.browser import assert_accessible, be

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BODY = """E: Sorry. Four minutes.
T: Everyone very politely.
E: It is good timing, I would have had to cancel.
E: I hate that you are going."""


@pytest.fixture
def sheet(practice: Practice, client_person: Client, therapist: Therapist) -> ProcessSheet:
    people = {"practice": practice, "client": client_person, "therapist": therapist}
    treatment = Treatment.objects.create(**people, state="active", started_on=date(2026, 1, 6))
    start = clock.now() - timedelta(hours=2)
    times = {"started_at": start, "stopped_at": start + timedelta(minutes=50), "zone": practice.zone}
    session = Session.objects.create(**people, **times, treatment=treatment, number=1)
    by = actor_for(therapist.user)
    opened = open_sheet(client=client_person, session=session, by=by)
    return keep_sheet(sheet=opened, words=SheetWords(body=BODY), by=by)


def to_turn(page: Page, number: int) -> None:
    """j, as often as it takes."""
    for _ in range(number):
        page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == f"u{number}"


def tab_to(page: Page, name: str) -> None:
    """Tab until the field with this id has the focus."""
    for _ in range(40):
        if page.evaluate("document.activeElement.id") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by Tab")


def mark(page: Page, turn: int, key: str, thread: str = "") -> None:
    """Go to a turn, say what it is by one key, and keep it."""
    to_turn(page, turn)
    page.keyboard.press(f"Shift+{key}")
    assert_accessible(page)
    if thread:
        tab_to(page, "mk-thread")
        page.keyboard.press("End")
        tab_to(page, "mk-new_thread")
        page.keyboard.type(thread)
    tab_to(page, "mk-note")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Marked.")).to_be_visible()


def test_three_moments_a_thread_and_a_passage(
    sheet: ProcessSheet,
    therapist: Therapist,
    page: Page,
    context: BrowserContext,
    live_server: LiveServer,
    strangers,
    complaints,
) -> None:
    be(context, signed_in(therapist.user))
    address = f"{live_server.url}/desk/process/sheets/{sheet.id}/"
    for turn, key, thread in ((1, "X", "No trouble at all"), (3, "D", ""), (4, "A", "")):
        page.goto(address)
        mark(page, turn, key, thread)
    assert (Moment.objects.count(), Thread.objects.count()) == (3, 1)
    find_again(page, live_server.url)


def find_again(page: Page, at: str) -> None:
    """Look for two words, and open the hour where they were said."""
    page.goto(f"{at}/desk/process/search/")
    assert_accessible(page)
    tab_to(page, "id_phrase")
    page.keyboard.type("good timing")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="One passage")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="session 1").press("Enter")
    page.wait_for_url("**/sheets/**")
    expect(page.locator("a.mo.k-de")).to_be_visible()
