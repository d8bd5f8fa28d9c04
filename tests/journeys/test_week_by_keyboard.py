"""A therapist goes through a week without touching a mouse; on a phone, in the dark and on paper too."""

from datetime import UTC, datetime, time, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Therapist
from reverie.core import clock
from reverie.scheduling import actions
from reverie.scheduling.actions import OpenWindow
from reverie.scheduling.models import Appointment
from tests.browser import assert_accessible, be

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def week(therapist: Therapist, client_person: Client, stranger: Client) -> list[Appointment]:
    """Next week: Elena on Monday at ten and eleven, Theo, who lives in London, on Tuesday at ten."""
    by = actor_for(therapist.user)
    Client.objects.filter(pk=stranger.pk).update(zone="Europe/London")
    windows = [OpenWindow(day, 540, 720) for day in range(3)]
    actions.set_availability(therapist=therapist, windows=windows, by=by)
    today = clock.today("UTC")
    monday = datetime.combine(today + timedelta(days=7 - today.weekday()), time(18), UTC)
    hours = [(client_person, 0), (client_person, 1), (stranger, 24)]
    return [
        actions.book_appointment(
            therapist=therapist, client=client, start_at=monday + timedelta(hours=n), by=by
        )
        for client, n in hours
    ]


@pytest.fixture
def here(
    week: list[Appointment],
    page: Page,
    context: BrowserContext,
    live_server: LiveServer,
    therapist: Therapist,
) -> Page:
    be(context, signed_in(therapist.user))
    day = week[0].wall_day.isoformat()
    page.goto(live_server.url.replace("127.0.0.1", "localhost") + f"/desk/week/?from={day}")
    return page


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def to(page: Page, who: str) -> None:
    """Arrows until somebody's hour has the focus."""
    page.keyboard.press("ArrowDown")
    for _ in range(3):
        page.keyboard.press("Home")
        for _ in range(6):
            if who in focused(page):
                return
            page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"{who} cannot be reached by the arrows")


def test_arrows_move_between_hours_and_enter_opens(here: Page, complaints: list[str]) -> None:
    to(here, "Elena Marsh")
    here.keyboard.press("ArrowRight")
    assert "Elena Marsh" not in focused(here)
    here.keyboard.press("ArrowLeft")
    to(here, "Theo Brandt")
    here.keyboard.press("Enter")
    here.wait_for_url("**/desk/appointments/**")
    expect(here.get_by_text("Theo Brandt", exact=True).first).to_be_visible()


@pytest.mark.parametrize(("key", "section"), [("m", "h-move"), ("o", "h-off")])
def test_a_key_leads_to_the_act(key: str, section: str, here: Page, complaints: list[str]) -> None:
    to(here, "Elena Marsh")
    here.keyboard.press(key)
    here.wait_for_url(f"**#{section}")
    assert_accessible(here)


def test_keys_turn_the_week(here: Page, week: list[Appointment]) -> None:
    here.keyboard.press("n")
    here.wait_for_url(f"**from={(week[0].wall_day + timedelta(days=7)).isoformat()}**")
    here.keyboard.press("p")
    here.wait_for_url(f"**from={week[0].wall_day.isoformat()}**")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_it_is_accessible_and_fits(width: int, scheme: str, here: Page) -> None:
    here.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    here.set_viewport_size({"width": width, "height": 844})
    address = here.url
    for query in ("", "&as=table", "&zone=Europe/London", "&names=initials"):
        here.goto(address + query)
        assert_accessible(here)
        assert not here.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )


def test_on_paper_it_is_the_week_alone(here: Page) -> None:
    here.emulate_media(media="print")
    expect(here.get_by_text("By keyboard")).to_be_hidden()
    expect(here.get_by_text("Waiting list", exact=True)).to_be_hidden()
    expect(here.get_by_text("Elena Marsh").first).to_be_visible()
