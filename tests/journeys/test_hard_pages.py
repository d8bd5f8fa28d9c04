"""The pages of hard hours and of the time between: on a phone, by keyboard, without a network, for axe."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from conftest import actor_for, member, signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import clock
from reverie.journal import actions as journal
from reverie.journal.models import Entry, Homework, LibrarySheet
from reverie.measures import actions as measures
from reverie.measures.models import Administration, Summary
from reverie.safety import actions as safety
from reverie.safety.models import Concern, Watch
from reverie.treatment.models import Treatment
from tests.browser import assert_accessible, be

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
PLAN = {
    "signs": "I stop answering.",
    "people": "Ingrid, 503-555-0155",
    "professionals": "Hanna, 503-555-0131",
}


@dataclass
class Place:
    """A treatment in which something of everything has happened, and the pages that show it."""

    treatment: Treatment
    owner: User
    desk: User
    pages: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert self.treatment.client.user is not None
        self.by_client = actor_for(self.treatment.client.user)
        self.by_therapist = actor_for(self.treatment.therapist.user)

    def form(self, code: str) -> Administration:
        return measures.plan_administration(
            treatment=self.treatment, instrument=code, send=True, by=self.by_therapist
        )

    def people(self) -> Iterator[tuple[str, User]]:
        assert self.treatment.client.user is not None
        yield "client", self.treatment.client.user
        yield "therapist", self.treatment.therapist.user
        yield "owner", self.owner
        yield "desk", self.desk


@pytest.fixture
def place(practice: Practice, client_person: Client, therapist: Therapist, owner: User) -> Place:
    practice.is_monitored, practice.after_hours_words = True, "At night call the lines."
    practice.save()
    Watch.objects.create(
        practice=practice, is_at_any_hour=True, outside_name="N.", outside_email="n@example.invalid"
    )
    people = {"practice": practice, "client": client_person, "therapist": therapist}
    treatment = Treatment.objects.create(**people, state="active", started_on=date(2026, 1, 6))
    return Place(treatment, owner, member(practice, "Fay Desk", "front_desk"))


@pytest.fixture
def lived(place: Place) -> Place:
    """The place after a while."""
    treatment, by = place.treatment, place.by_therapist
    safety.keep_plan(client=treatment.client, words=PLAN, after=0, by=by)
    given = journal.give_homework(treatment=treatment, words="One page.", sheet=["What", "When"], by=by)
    sheet = journal.keep_sheet(practice=treatment.practice, words="Three things.", by=by)
    row, audit_c = place.form("phq-9"), place.form("audit-c")
    measures.answer_item(administration=row, item=9, answer=1, by=place.by_client)
    concern = Concern.objects.get()
    for days, value in ((90, 3), (2, 1)):
        at, answers = clock.now() - timedelta(days=days), dict.fromkeys(range(1, 8), value)
        facts = {"instrument": "gad-7", "answers": answers, "answered_at": at}
        measures.record_on_paper(treatment=treatment, by=by, **facts)
    measures.say_for_review(treatment=treatment, words="The nights first.", by=place.by_client)
    Summary.objects.create(practice=treatment.practice, instrument="gad-7", counted_at=clock.now())
    place.pages = {
        "client": pages_of_client(row, audit_c, given),
        "therapist": pages_of_therapist(treatment, concern, sheet),
        "owner": ["/desk/practice/watch/", "/desk/practice/wording/", "/desk/practice/measures/"],
        "desk": ["/desk/measures/"],
    }
    return place


def pages_of_client(row: Administration, count: Administration, given: Homework) -> list[str]:
    questions = [f"/my/questions/{form.pk}/" for form in (row, count)]
    help_first = [f"/my/safety/after-answer/?form={row.pk}", "/my/safety/tell/", "/my/safety/plan/"]
    writing = ["/my/write/", f"/my/write/reflection/?for={given.pk}", f"/my/homework/{given.pk}/"]
    rest = ["/help-now/", "/my/questions/", "/my/review/", "/my/questions/over-time/", "/my/pages/"]
    return [*help_first, *questions, *writing, *rest]


def pages_of_therapist(treatment: Treatment, concern: Concern, sheet: LibrarySheet) -> list[str]:
    looked_at = ["/desk/concerns/", f"/desk/concerns/{concern.pk}/", f"/desk/concerns/{concern.pk}/answer/"]
    names = ["measures", "measures/paper/gad-7", "review", "homework", "safety", "safety/write", "screener"]
    client = [f"/desk/clients/{treatment.client_id}/{name}/" for name in names]
    return [*looked_at, *client, "/desk/library/", f"/desk/library/{sheet.pk}/"]


def test_every_page_is_accessible_and_fits_a_phone(
    lived: Place, page: Page, context: BrowserContext, live_server: LiveServer, strangers: list[str]
) -> None:
    page.set_viewport_size(PHONE)
    for person, user in lived.people():
        be(context, signed_in(user))
        for path in lived.pages[person]:
            answer = page.goto(f"{live_server.url}{path}")
            assert answer is not None and answer.status == 200, path
            assert_accessible(page)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= PHONE["width"], (path, wide)


def test_after_a_risk_answer_everything_goes_by_keyboard(
    place: Place, page: Page, context: BrowserContext, live_server: LiveServer, complaints: list[str]
) -> None:
    form = place.form("phq-9")
    assert form.client.user is not None
    be(context, signed_in(form.client.user))
    page.goto(f"{live_server.url}/my/questions/{form.pk}/")
    page.locator("input[name=q9][value='0']").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**/my/safety/after-answer/**")
    assert _tab_to(page, "tel:988") and _tab_to(page, f"/my/questions/{form.pk}/")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/my/questions/{form.pk}/")
    expect(page.locator("input[name=q9][value='1']")).to_be_checked()


def _tab_to(page: Page, address: str) -> bool:
    """Press Tab until the focus stands on a link to `address`."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if (page.evaluate("document.activeElement.getAttribute('href')") or "").startswith(address):
            return True
    return False


def test_without_a_network_a_page_says_so_and_keeps_the_words(
    place: Place, page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    assert place.treatment.client.user is not None
    be(context, signed_in(place.treatment.client.user))
    page.goto(f"{live_server.url}/my/write/dream/")
    context.set_offline(True)
    page.get_by_label("Your page").fill("The piano stood in the rain.")
    expect(page.locator("[data-save-say]")).to_contain_text("You are offline.", timeout=20_000)
    expect(page.locator("[data-save-say]")).to_contain_text("in this open page only")
    page.get_by_role("button", name="Done for now").click()
    expect(page.get_by_label("Your page")).to_have_value("The piano stood in the rain.")
    context.set_offline(False)
    expect(page.locator("[data-save-say]")).to_contain_text("Saved", timeout=40_000)
    page.get_by_role("button", name="Done for now").click()
    page.wait_for_url("**/my/pages/**")
    assert Entry.objects.count() == 1


def test_saved_words_without_a_network_are_called_a_draft(
    place: Place, page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    assert place.treatment.client.user is not None
    be(context, signed_in(place.treatment.client.user))
    page.goto(f"{live_server.url}/my/write/dream/")
    page.get_by_label("Your page").fill("The piano stood in the rain.")
    expect(page.locator("[data-save-say]")).to_contain_text("Saved", timeout=20_000)
    context.set_offline(True)
    page.get_by_role("button", name="Done for now").click()
    expect(page.locator("[data-save-say]")).to_contain_text("Your words are kept as a draft")
    context.set_offline(False)
    page.get_by_role("button", name="Done for now").click()
    page.wait_for_url("**/my/pages/**")


def test_without_a_network_an_answer_is_not_called_kept(
    place: Place, page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    form = place.form("gad-7")
    assert form.client.user is not None
    be(context, signed_in(form.client.user))
    page.goto(f"{live_server.url}/my/questions/{form.pk}/")
    context.set_offline(True)
    page.locator("input[name=q1][value='2']").check()
    expect(page.locator("#kept")).to_contain_text("Not kept: we could not reach the server.")
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#kept")).to_contain_text("nobody has seen what is not kept")
    context.set_offline(False)
    expect(page.locator("#kept")).to_contain_text("Kept at", timeout=20_000)
    form.refresh_from_db()
    assert form.words(place.treatment.chain())["answers"] == {"1": 2}
    page.locator("input[name=q2][value='1']").check()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("main")).to_contain_text("What you answered is kept.")
    form.refresh_from_db()
    assert form.words(place.treatment.chain())["answers"] == {"1": 2, "2": 1}
