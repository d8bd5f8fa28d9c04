"""Between two hours: questions, a risk answer, a page that is written, shown, read and taken back."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.journal.models import Entry, Share
from reverie.measures import actions, queries
from reverie.measures.models import Administration
from reverie.safety.models import Concern
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment
from tests.browser import assert_accessible, be

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def treatment(practice: Practice, client_person: Client, therapist: Therapist) -> Treatment:
    people = {"practice": practice, "client": client_person, "therapist": therapist}
    return Treatment.objects.create(**people, state="active", started_on=date(2026, 1, 6))


@pytest.fixture
def phq(treatment: Treatment) -> Administration:
    by = actor_for(treatment.therapist.user)
    return actions.plan_administration(treatment=treatment, instrument="phq-9", send=True, by=by)


def hour(treatment: Treatment, begins_in: timedelta) -> None:
    start = clock.now() + begins_in
    Appointment.objects.create(
        practice=treatment.practice,
        therapist=treatment.therapist,
        client=treatment.client,
        state="confirmed",
        wall_start=start,
        zone="UTC",
        start_at=start,
        end_at=start + timedelta(minutes=50),
    )


def test_a_risk_answer_opens_the_page_at_once(
    phq: Administration,
    page: Page,
    context: BrowserContext,
    live_server: LiveServer,
    strangers,
    complaints,
) -> None:
    page.set_viewport_size(PHONE)
    be(context, signed_in(phq.client.user))
    page.goto(f"{live_server.url}/my/questions/")
    assert_accessible(page)
    page.get_by_role("link", name="Nine questions about the last two weeks").click()
    assert_accessible(page)
    page.locator("input[name=q1][value='2']").check()
    expect(page.locator("#kept")).to_contain_text("Kept at")
    page.locator("input[name=q9][value='1']").check()
    page.wait_for_url(re.compile(r"/my/safety/after-answer/\?form="))
    assert_accessible(page)
    assert Concern.objects.get().source_id == phq.pk
    assert queries.words_of(Administration.objects.get())["answers"] == {"1": 2, "9": 1}


def test_a_page_is_written_shown_read_and_taken_back(
    treatment: Treatment,
    page: Page,
    context: BrowserContext,
    live_server: LiveServer,
    strangers,
    complaints,
) -> None:
    be(context, signed_in(treatment.client.user))
    write_a_page(page, live_server.url)
    Share.objects.update(shared_at=clock.now() - timedelta(hours=1))
    hour(treatment, timedelta(minutes=-5))
    read_it(page, context, live_server.url, treatment)
    be(context, signed_in(treatment.client.user))
    page.goto(f"{live_server.url}/my/pages/{Entry.objects.get().pk}/")
    expect(page.get_by_text("first read it on")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("had read it")).to_be_visible()
    be(context, signed_in(treatment.therapist.user))
    page.goto(f"{live_server.url}/desk/clients/{treatment.client_id}/shared/")
    expect(page.get_by_text("Nothing is shared with you just now.")).to_be_visible()


def write_a_page(page: Page, at: str) -> None:
    """Whatever comes to mind, with nothing crossed out, for the next hour."""
    page.goto(f"{at}/my/write/free-association/")
    assert_accessible(page)
    page.get_by_label("My therapist from the next hour on").check()
    body = page.get_by_label("Your page")
    body.fill("August August")
    page.get_by_label("No crossing out").check()
    body.press("End")
    body.press("Backspace")
    expect(body).to_have_value("August August")
    expect(page.locator("[data-save-say]")).to_contain_text("Saved", timeout=10_000)
    page.get_by_role("button", name="Done for now").click()
    expect(page.get_by_text("Shared with Hanna Lindqvist", exact=True)).to_be_visible()
    assert_accessible(page)


def read_it(page: Page, context: BrowserContext, at: str, treatment: Treatment) -> None:
    """The therapist opens what was shown."""
    be(context, signed_in(treatment.therapist.user))
    page.goto(f"{at}/desk/clients/{treatment.client_id}/shared/")
    assert_accessible(page)
    page.get_by_role("link", name="Whatever comes to mind").click()
    expect(page.get_by_text("August August")).to_be_visible()
    assert_accessible(page)
