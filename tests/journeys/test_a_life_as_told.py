"""From a form before the first meeting to a summary on paper: by axe, on a phone, by keyboard."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Therapist, User
from reverie.core import clock
from reverie.scheduling.models import Appointment
from reverie.treatment import actions
from reverie.treatment.models import Intake, Treatment
from tests.browser import assert_accessible, be

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
DAY = date(2026, 1, 6)


@pytest.fixture
def treatment(client_person: Client, therapist: Therapist) -> Treatment:
    by = actor_for(therapist.user)
    opened = actions.open_consultation(client=client_person, therapist=therapist, started_on=DAY, by=by)
    actions.ask_intake(treatment=opened, kind="first_meeting", by=by)
    return opened


def remote_hour(treatment: Treatment) -> Appointment:
    start = clock.now() + timedelta(minutes=5)
    people = {
        "practice": treatment.practice,
        "therapist": treatment.therapist,
        "client": treatment.client,
    }
    times = {"wall_start": start, "start_at": start, "end_at": start + timedelta(minutes=50)}
    return Appointment.objects.create(**people, **times, state="confirmed", place="phone", zone="UTC")


def walk(page: Page, at: str, paths: list[str]) -> None:
    """Each page without a violation, at a desk and on a phone, light and dark, never wider than that."""
    for path in paths:
        for size, scheme in ((DESK, "light"), (PHONE, "dark")):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            page.goto(f"{at}{path}")
            assert_accessible(page)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"{path} is {wide} wide"


def test_pages_of_the_client(
    treatment: Treatment,
    page: Page,
    context: BrowserContext,
    live_server: LiveServer,
    strangers,
    complaints,
) -> None:
    hour, intake = remote_hour(treatment), Intake.objects.get()
    by = actor_for(treatment.therapist.user)
    actions.propose_limit(
        treatment=treatment, sessions=16, last_day=date(2027, 6, 1), words={"focus": "The house."}, by=by
    )
    be(context, signed_in(treatment.client.user))
    own = ["history", "intakes", f"intakes/{intake.pk}", "particulars", "ending", "together", "opened"]
    walk(page, live_server.url, ["/my/", "/my/plan/", *(f"/my/{name}/" for name in own)])
    walk(page, live_server.url, [f"/my/sessions/{hour.pk}/join/"])
    page.get_by_label("Where are you now?").fill("Elm Street 4, Salem")
    page.get_by_label("Which number brings help there?").fill("911")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are at Elm Street 4, Salem")).to_be_visible()
    assert_accessible(page)


def test_pages_of_the_therapist(
    treatment: Treatment,
    colleague: Therapist,
    page: Page,
    context: BrowserContext,
    live_server: LiveServer,
    strangers,
    complaints,
) -> None:
    by = actor_for(treatment.therapist.user)
    actions.name_person(treatment=treatment, person=actions.PersonWords("Ruth", "mother"), by=by)
    actions.name_person(treatment=treatment, person=actions.PersonWords("Jonah", "brother"), by=by)
    actions.give_diagnosis(treatment=treatment, code="F34.1", on=DAY, by=by)
    be(context, signed_in(treatment.therapist.user))
    desk = f"/desk/clients/{treatment.client_id}"
    names = ["history", "history/write", "history/print", "particulars", "intakes", "diagnosis", "limit"]
    names += ["transfer", "ending", "representatives", "members", "plan/print"]
    walk(page, live_server.url, [f"{desk}/", *(f"{desk}/{name}/" for name in names)])
    walk(page, live_server.url, ["/desk/", "/desk/covers/", "/desk/units/"])


def test_a_record_is_opened_by_keyboard_alone(
    treatment: Treatment,
    owner: User,
    page: Page,
    context: BrowserContext,
    live_server: LiveServer,
    strangers,
    complaints,
) -> None:
    be(context, signed_in(owner))
    walk(page, live_server.url, ["/desk/practice/", f"/desk/clients/{treatment.client_id}/emergency/"])
    page.get_by_label("Why you need to open it now").focus()
    page.keyboard.type("A hospital calls about her medication.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Elena Marsh")).to_be_visible()
    assert_accessible(page)


def test_the_strip_opens_at_its_newest_end(
    treatment: Treatment, page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    be(context, signed_in(treatment.therapist.user))
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/desk/clients/{treatment.client_id}/")
    place = "const r = s.getBoundingClientRect(), o = s.parentElement.getBoundingClientRect();"
    end = page.evaluate(
        f"() => {{ const s = document.querySelector('.strip-newest svg'); {place} return r.right - o.right }}"
    )
    assert abs(end) < 24


def test_the_summary_is_signed_and_printed(
    treatment: Treatment, page: Page, context: BrowserContext, live_server: LiveServer, complaints
) -> None:
    by = actor_for(treatment.therapist.user)
    actions.end(treatment=treatment, on=DAY, reason="agreed", by=by)
    be(context, signed_in(treatment.therapist.user))
    page.goto(f"{live_server.url}/desk/clients/{treatment.client_id}/ending/")
    page.get_by_label("Where it stands now").fill("Sleeps.")
    page.get_by_role("button", name="Keep the draft").click()
    page.get_by_role("button", name="Sign the summary").click()
    expect(page.get_by_text("Signed by Hanna Lindqvist")).to_be_visible()
    page.get_by_role("link", name="For paper").click()
    expect(page.get_by_text("SHA-256")).to_be_visible()
    assert_accessible(page)
