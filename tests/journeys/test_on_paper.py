"""What people print: the words and nothing to press, dark on white, whatever the screen looks like."""

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import clock
from reverie.record import actions
from reverie.record.models import Session
from reverie.treatment.models import Treatment
from tests.browser import be

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LINES = "\n".join(f"Line {number} of what was spoken about." for number in range(40))
TO_PRESS = "button, nav, summary, select, input:not([type=hidden]), .btn, .skip, header.top"
INK = "element => getComputedStyle(element).color"


@pytest.fixture
def session(practice: Practice, client_person: Client, therapist: Therapist) -> Session:
    """An hour of yesterday with a long draft."""
    now, by = clock.now(), actor_for(therapist.user)
    treatment = Treatment.objects.create(
        practice=practice, client=client_person, therapist=therapist, state="active", started_on=now.date()
    )
    start = now - timedelta(days=1)
    facts = actions.Facts(started_at=start, stopped_at=start + timedelta(minutes=50))
    session = actions.open_session(treatment=treatment, facts=facts, by=by)
    actions.save_draft(session=session, words={"note": LINES}, template="free", version=0, by=by)
    return session


def on_paper(page: Page, context: BrowserContext, user: User, address: str) -> None:
    """The page as a printer gets it from a dark screen."""
    be(context, signed_in(user))
    page.goto(address)
    page.emulate_media(media="print", color_scheme="dark")


def nothing_to_press(page: Page) -> None:
    assert [one.inner_text() for one in page.locator(TO_PRESS).all() if one.is_visible()] == []
    red, green, blue = page.locator("h1").evaluate(INK).removeprefix("rgb(").rstrip(")").split(",")
    assert max(int(red), int(green), int(blue)) < 100


def test_a_draft_is_printed_to_its_last_line(
    session: Session, page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    on_paper(page, context, session.therapist.user, f"{live_server.url}/desk/sessions/{session.pk}/note/")
    box = page.get_by_role("textbox", name="Progress note")
    expect(box).to_be_visible()
    assert box.evaluate("box => box.scrollHeight <= box.clientHeight + 1")


@pytest.mark.parametrize("page_of", ["note/", "print/"])
def test_a_signed_note(
    session: Session, page: Page, context: BrowserContext, live_server: LiveServer, page_of: str
) -> None:
    by = actor_for(session.therapist.user)
    actions.sign_note(session=session, version=1, by=by)
    on_paper(page, context, session.therapist.user, f"{live_server.url}/desk/sessions/{session.pk}/{page_of}")
    nothing_to_press(page)
    expect(page.get_by_text("Line 39 of what was spoken about.")).to_be_visible()
    expect(page.get_by_text("takes up alerts")).to_have_count(0)


def test_the_clients_copy_the_plan_and_the_day(
    session: Session, page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    by = actor_for(session.therapist.user)
    actions.sign_note(session=session, version=1, by=by)
    assert session.client.user is not None
    at = live_server.url
    pages = {
        f"{at}/my/record/sessions/{session.pk}/": session.client.user,
        f"{at}/desk/": session.therapist.user,
        f"{at}/desk/clients/{session.client_id}/plan/print/": session.therapist.user,
        f"{at}/desk/clients/{session.client_id}/history/print/": session.therapist.user,
        f"{at}/desk/clients/{session.client_id}/given-out/print/": session.therapist.user,
    }
    for address, user in pages.items():
        on_paper(page, context, user, address)
        nothing_to_press(page)
