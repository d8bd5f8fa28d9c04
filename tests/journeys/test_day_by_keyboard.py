"""A therapist opens the day, writes the note of an hour, signs it and goes to the next, without a mouse."""

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.record import actions
from reverie.record.models import Session
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment
from tests.browser import assert_accessible, be

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def treatment(practice: Practice, client_person: Client, therapist: Therapist) -> Treatment:
    """A treatment with an hour of yesterday without a note, and one of an hour ago that is still arranged."""
    people = {"practice": practice, "client": client_person, "therapist": therapist}
    now = clock.now()
    treatment = Treatment.objects.create(**people, state="active", started_on=now.date() - timedelta(days=9))
    before = now - timedelta(days=1)
    facts = actions.Facts(started_at=before, stopped_at=before + timedelta(minutes=50))
    actions.open_session(treatment=treatment, facts=facts, by=actor_for(therapist.user))
    start = now - timedelta(minutes=10)
    times = {
        "wall_start": start,
        "start_at": start,
        "end_at": now - timedelta(minutes=1),
    }
    Appointment.objects.create(**people, **times, zone=practice.zone, state="confirmed")
    return treatment


def tab_to(page: Page, name: str) -> None:
    """Tab until the control of that name has the focus."""
    script = (
        "(document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || '').trim()"
    )
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(script).startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached by Tab")


def goes_on(page: Page, name: str, heading: str) -> None:
    """Tab to a control, press Enter, and look at the page that answers in light and dark."""
    tab_to(page, name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading, timeout=20_000)
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert_accessible(page)


def test_open_write_sign_next(
    treatment: Treatment, therapist: Therapist, page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    be(context, signed_in(therapist.user))
    page.goto(f"{live_server.url}/desk/")
    goes_on(page, "Open the session", "Session 2")
    tab_to(page, "How the client was")
    page.keyboard.type("Slept badly, spoke about it.")
    goes_on(page, "Keep, and read before signing", "Read before signing")
    goes_on(page, "Sign as Hanna Lindqvist", "Session 2")
    goes_on(page, "The next note to write", "Session 1")
    assert Session.objects.filter(number=2, locked_at__isnull=False).exists()


@pytest.mark.parametrize(
    "path", ["sessions/", "contacts/", "papers/", "given-out/", "given-out/print/", "export/"]
)
def test_the_therapists_pages_of_the_record(
    treatment: Treatment, page: Page, context: BrowserContext, live_server: LiveServer, path: str
) -> None:
    be(context, signed_in(treatment.therapist.user))
    looks_at(page, f"{live_server.url}/desk/clients/{treatment.client_id}/{path}")


@pytest.mark.parametrize("path", ["", "papers/", "given-out/", "access/", "download/"])
def test_the_clients_pages_of_the_record(
    treatment: Treatment, page: Page, context: BrowserContext, live_server: LiveServer, path: str
) -> None:
    assert treatment.client.user is not None
    be(context, signed_in(treatment.client.user))
    looks_at(page, f"{live_server.url}/my/record/{path}")


def looks_at(page: Page, address: str) -> None:
    """Accessible in light and dark, on a phone too, and no wider than the screen."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert_accessible(page)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
