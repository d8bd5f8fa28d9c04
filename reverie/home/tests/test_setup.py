"""The first set-up, page by page and refusal by refusal; the browser's walk is in tests/journeys."""

import pytest
from django.test import Client as Browser

from conftest import signed_in
from reverie.accounts.models import Client, Invitation, Practice, Therapist, User
from reverie.core import audit, recovery_sheet
from reverie.core.models import Installation
from reverie.home.actions import setup as actions
from reverie.home.actions.setup import CannotSetUp, new_setup_link
from reverie.home.models import SetupStep
from reverie.home.queries.setup import facts_of, progress_of
from reverie.safety.queries.help_lines import published

PRACTICE = {"name": "Lindenhof", "zone": "America/New_York", "country": "US"}
OWNER = {"name": "Ada Ray", "email": "ada@example.invalid", "password": "seven quiet rivers at dusk"}
COVER = {
    "is_monitored": "yes", "opens": "09:00", "closes": "17:00",
    "on_call_name": "Bo", "on_call_email": "bo@example.invalid", "on_call_phone": "555-0100",
}  # fmt: skip


def opened() -> Browser:
    """A browser that opened the one-time link."""
    link = new_setup_link()
    assert link is not None
    browser = Browser()
    browser.get(link.partition("//")[2].partition("/")[1] + link.split("/", 3)[3])
    return browser


@pytest.fixture
def holder(db: None) -> Browser:
    return opened()


@pytest.fixture
def practice_so_far(db: None) -> Practice:
    return actions.set_up_practice(practice=None, facts=PRACTICE)


@pytest.fixture
def ada(practice_so_far: Practice) -> User:
    return actions.set_up_owner(practice=practice_so_far, **OWNER)


def test_the_link_works_once(db: None) -> None:
    link = new_setup_link()
    assert link is not None
    path = "/" + link.split("/", 3)[3]
    assert Browser().get(path).status_code == 302
    answer = Browser().get(path)
    assert answer.status_code == 404
    assert "prints a new one" in answer.content.decode()


def test_a_new_link_takes_the_power_of_the_old_browser(holder: Browser) -> None:
    new_setup_link()
    assert holder.get("/setup/practice/").status_code == 404


def test_the_link_names_this_machine_so_that_passkeys_work() -> None:
    assert actions.address_for_passkeys("http://127.0.0.1:8000") == "http://localhost:8000"


def test_there_is_no_link_in_a_demo_and_after_the_owner(ada: User) -> None:
    assert new_setup_link() is None
    Installation.objects.update(is_demo=True)
    assert new_setup_link() is None


def test_without_the_link_there_is_no_set_up(db: None) -> None:
    for page in ("", "practice/", "owner/", "factor/", "keys/"):
        answer = Browser().get(f"/setup/{page}")
        assert answer.status_code == 404 or answer.headers["Location"].startswith("/account/login/")


def test_the_practice_is_kept_and_its_help_page_published(holder: Browser) -> None:
    answer = holder.post("/setup/practice/", PRACTICE)
    assert answer.headers["Location"] == "/setup/owner/"
    practice = Practice.objects.get()
    assert (practice.name, practice.currency) == ("Lindenhof", "USD")
    assert [row.name for row in published().values()] == ["Lindenhof"]


def test_a_wrong_zone_is_said_and_nothing_is_lost(holder: Browser) -> None:
    answer = holder.post("/setup/practice/", {**PRACTICE, "zone": "Atlantis"})
    assert "Lindenhof" in answer.content.decode()
    assert not Practice.objects.exists()


def test_one_can_go_back_and_change_the_practice(holder: Browser) -> None:
    holder.post("/setup/practice/", PRACTICE)
    assert "Lindenhof" in holder.get("/setup/practice/").content.decode()
    holder.post("/setup/practice/", {**PRACTICE, "name": "Lindenhof West"})
    assert Practice.objects.get().name == "Lindenhof West"


def test_the_owner_is_signed_in_and_needs_a_factor(holder: Browser) -> None:
    holder.post("/setup/practice/", PRACTICE)
    assert holder.post("/setup/owner/", OWNER).headers["Location"] == "/setup/factor/"
    assert "Add a passkey" in holder.get("/setup/factor/").content.decode()
    assert holder.post("/setup/factor/").status_code == 200, "no going on without one"
    assert holder.get("/setup/fee/").headers["Location"] == "/account/factor/"


def test_once_there_is_an_owner_the_link_s_browser_is_nobody(holder: Browser, ada: User) -> None:
    assert holder.get("/setup/owner/").status_code == 404
    assert holder.get("/setup/practice/").status_code == 404


def test_a_second_owner_is_refused(ada: User, practice_so_far: Practice) -> None:
    with pytest.raises(CannotSetUp, match="an owner already"):
        actions.set_up_owner(practice=practice_so_far, **{**OWNER, "email": "b@example.invalid"})


def test_an_address_with_an_account_is_refused(practice_so_far: Practice) -> None:
    User.objects.create_user(OWNER["email"], name="Somebody")
    with pytest.raises(CannotSetUp, match="already"):
        actions.set_up_owner(practice=practice_so_far, **OWNER)


def test_nothing_of_a_step_is_kept_without_its_link_in_the_chain(
    practice_so_far: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**words: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        actions.set_up_owner(practice=practice_so_far, **OWNER)
    assert not User.objects.exists()
    assert not SetupStep.objects.filter(name="owner").exists()


def test_owner_and_therapist_may_be_one_person(ada: User) -> None:
    signed_in(ada).post("/setup/therapist/", {"who": "owner", "title": "PsyD"})
    assert Therapist.objects.get().title == "PsyD"


def test_another_therapist_is_asked_in_with_a_link(ada: User) -> None:
    form = {"who": "other", "name": "Bo Sand", "email": "bo@example.invalid"}
    body = signed_in(ada).post("/setup/therapist/", form).content.decode()
    assert "/join/" in body
    assert Invitation.objects.get().roles == ["therapist"]


def test_another_therapist_needs_a_name(ada: User) -> None:
    body = signed_in(ada).post("/setup/therapist/", {"who": "other"}).content.decode()
    assert "needs a name and an address" in body


HOURS = {"mon": "9:00-12:00, 13:00-17:00", "thu": "18:00 to 20:30", "minutes": "50"}


def test_hours_are_read_as_one_writes_them(ada: User, practice_so_far: Practice) -> None:
    browser = signed_in(ada)
    browser.post("/setup/therapist/", {"who": "owner"})
    browser.post("/setup/hours/", HOURS)
    rules = Therapist.objects.get().availability_rules.order_by("weekday", "start_minute")
    assert [(row.weekday, row.start_minute, row.end_minute) for row in rules] == [
        (0, 540, 720),
        (0, 780, 1020),
        (3, 1080, 1230),
    ]
    assert "13:00-17:00" in browser.get("/setup/hours/").content.decode(), "the page comes back as typed"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("nine to five", "is no stretch of hours"),
        ("25:00-26:00", "is no stretch of hours"),
        ("12:00-9:00", "ends before it begins"),
        ("9:00-12:00, 11:00-13:00", "lies in another"),
        ("9:10-12:00", "on a quarter of an hour"),
    ],
)
def test_wrong_hours_say_what_and_how(ada: User, line: str, says: str) -> None:
    browser = signed_in(ada)
    browser.post("/setup/therapist/", {"who": "owner"})
    body = browser.post("/setup/hours/", {"mon": line, "minutes": "50"}).content.decode()
    assert says in body
    assert line in body


def test_fee_mail_and_cover_are_kept(ada: User, practice_so_far: Practice) -> None:
    browser = signed_in(ada)
    browser.post("/setup/fee/", {"fee": "180", "first_fee": "210.50"})
    browser.post("/setup/mail/", {"mail": "none"})
    browser.post("/setup/cover/", COVER)
    assert facts_of(practice_so_far, "fee") == {"fee": "180", "first_fee": "210.50", "currency": "USD"}
    assert progress_of(practice_so_far).done >= {"fee", "mail", "cover"}
    assert Practice.objects.get().is_monitored


def test_the_fee_begins_the_therapist_s_own_page(ada: User) -> None:
    browser = signed_in(ada)
    browser.post("/setup/therapist/", {"who": "owner"})
    browser.post("/setup/hours/", HOURS)
    browser.post("/setup/fee/", {"fee": "180", "first_fee": "210.50"})
    profile = Therapist.objects.get().profile
    assert (profile.fee_cents, profile.fee_first_cents, profile.consultation_minutes) == (18000, 21050, 50)
    assert not profile.is_listed


def test_monitoring_needs_somebody_who_is_called(ada: User) -> None:
    body = signed_in(ada).post("/setup/cover/", {**COVER, "on_call_name": ""}).content.decode()
    assert "needs a name, and an address" in body
    assert not Practice.objects.get().is_monitored


def test_the_keys_finish_the_set_up_and_close_it(ada: User, practice_so_far: Practice) -> None:
    for name in ("factor", "therapist", "hours", "fee", "mail", "cover"):
        actions.note_step(practice=practice_so_far, name=name, by=actions.SET_UP)
    browser = signed_in(ada)
    number = browser.get("/setup/keys/").context["number"]
    group = recovery_sheet.sheet()[-1].groups[number - 1]
    assert group in browser.get("/setup/keys/sheet/").content.decode()
    assert browser.post("/setup/keys/", {"typed": group}).headers["Location"] == "/desk/people/"
    assert Installation.current().setup_finished_at is not None
    assert browser.get("/setup/keys/sheet/").status_code == 404


def test_a_wrong_group_does_not_finish(ada: User) -> None:
    body = signed_in(ada).post("/setup/keys/", {"typed": "0000"}).content.decode()
    assert "This is not group" in body
    assert Installation.current().setup_finished_at is None


def test_open_steps_are_named_before_the_end(ada: User, practice_so_far: Practice) -> None:
    group = recovery_sheet.sheet()[-1].groups[0]
    with pytest.raises(CannotSetUp, match="Before that: Second factor"):
        actions.confirm_keys(practice=practice_so_far, number=1, typed=group, by=actions.SET_UP)


def test_others_never_see_the_keys(ada: User, client_person: Client, therapist: Therapist) -> None:
    assert client_person.user is not None
    assert signed_in(client_person.user).get("/setup/keys/sheet/").status_code == 404
    assert signed_in(therapist.user).get("/setup/keys/sheet/").status_code == 404
