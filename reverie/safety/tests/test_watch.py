"""What a practice declares: hours and a cover, or that it does not monitor; every page says so."""

from datetime import date

import pytest
import time_machine
from django.test import Client as Browser

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import audit
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.safety import actions, queries
from reverie.safety.actions import Declaration, Window
from reverie.safety.models import Watch
from reverie.safety.tests.conftest import PHONE, declare

PAGE = "/desk/practice/watch/"
WEEK = tuple(Window(day, 9 * 60, 17 * 60) for day in range(5))
OUTSIDE = {"outside_name": "Rosa Lind", "outside_email": "rosa@example.invalid", "phone": PHONE}
SUNDAY_NIGHT = "2026-11-29T23:10:00-08:00"


@pytest.fixture
def browser(owner: User) -> Browser:
    return signed_in(owner)


@pytest.fixture
def by_day(practice: Practice, colleague: Therapist, owner: User) -> Practice:
    return declare(practice, owner, hours=WEEK, cover=colleague.user, phone=PHONE)


def test_it_is_kept_published_and_audited(by_day: Practice, colleague: Therapist) -> None:
    assert (by_day.is_monitored, by_day.on_call_name, by_day.on_call_phone) == (True, "Mateo Arriaga", PHONE)
    known = queries.help_of(by_day.id)
    assert known is not None
    assert known.looking == queries.looking_of(by_day)
    assert AuditEvent.objects.get(verb="declare").detail["cover"] == str(colleague.user_id)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({**OUTSIDE}, "on which days"),
        ({"hours": WEEK, "phone": PHONE}, "declare that nobody looks"),
        ({"hours": WEEK, "outside_name": "Rosa Lind", "phone": PHONE}, "an address"),
        ({"hours": WEEK, **OUTSIDE, "phone": " "}, "the phone"),
        ({"hours": (Window(0, 600, 540),), **OUTSIDE}, "begin before they end"),
        ({"hours": (Window(0, 540, 720), Window(0, 700, 800)), **OUTSIDE}, "lie over each other"),
        ({"hours": WEEK, "closed": ((date(2027, 1, 1), date(2026, 12, 24)),), **OUTSIDE}, "before the last"),
    ],
)
def test_half_a_watch_is_refused(practice: Practice, owner: User, facts: dict, says: str) -> None:
    with pytest.raises(actions.CannotDeclare, match=says):
        declare(practice, owner, **facts)
    assert not Watch.objects.exists()


def test_a_cover_is_a_clinician_of_the_practice_and_one_person(
    practice: Practice, owner: User, colleague: Therapist
) -> None:
    with pytest.raises(actions.CannotDeclare, match="clinician"):
        declare(practice, owner, hours=WEEK, cover=owner, phone=PHONE)
    with pytest.raises(actions.CannotDeclare, match="one cover"):
        declare(practice, owner, hours=WEEK, cover=colleague.user, **OUTSIDE)


def test_nothing_is_kept_when_the_audit_fails(
    practice: Practice, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**link: object) -> None:
        raise OSError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(OSError):
        declare(practice, owner, hours=WEEK, **OUTSIDE)
    assert not Watch.objects.exists()
    practice.refresh_from_db()
    assert not practice.is_monitored


def test_the_owner_declares_it_on_the_page(
    browser: Browser, practice: Practice, colleague: Therapist
) -> None:
    typed = {"is_monitored": "yes", "opens0": "09:00", "closes0": "17:00", "cover": str(colleague.user_id)}
    page = browser.post(PAGE, {**typed, "phone": PHONE, "closed": "2026-12-24 to 2027-01-01"}, follow=True)
    assert "Every page says so now." in page.content.decode()
    watch = Watch.objects.get()
    assert (watch.hours, watch.closed) == ([[0, 540, 1020]], [["2026-12-24", "2027-01-01"]])
    assert 'value="09:00"' in browser.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"opens0": "09:00"}, "Monday needs both times, or none."),
        ({"closed": "Christmas"}, "“Christmas” is no day"),
        ({"cover": "outside", "outside_name": "Rosa Lind"}, "on which days"),
    ],
)
def test_what_is_wrong_comes_back_with_one_sentence(browser: Browser, typed: dict, says: str) -> None:
    answer = browser.post(PAGE, {"is_monitored": "yes", "words": "Call Rosa first.", **typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert "Call Rosa first." in page


def test_we_do_not_monitor_stands_on_every_page(
    browser: Browser, practice: Practice, therapist: Therapist, client_person: Client
) -> None:
    browser.post(PAGE, {"is_monitored": "no"})
    says = (
        "Elm Row Psychotherapy does not monitor this site: nobody looks at it for you outside your sessions."
    )
    assert client_person.user is not None
    for page in ("/help-now/", "/"):
        assert says in Browser().get(page).content.decode()
    assert says in signed_in(client_person.user).get("/my/safety/plan/").content.decode()
    assert says in signed_in(therapist.user).get("/desk/concerns/").content.decode()


@time_machine.travel(SUNDAY_NIGHT, tick=False)
def test_every_page_names_the_hour_when_somebody_looks(by_day: Practice, client_person: Client) -> None:
    says = "Somebody takes up alerts again on Monday, November 30, at 9:00 am."
    assert says in Browser().get("/help-now/").content.decode()
    assert client_person.user is not None
    client_person.user.zone = "America/New_York"
    client_person.user.save()
    page = signed_in(client_person.user).get("/my/safety/plan/").content.decode()
    assert "again on Monday, November 30, at 12:00 pm." in page


@time_machine.travel("2026-11-30T10:00:00-08:00", tick=False)
def test_in_the_hours_it_says_until_when(by_day: Practice) -> None:
    assert "now, until Monday, November 30, at 5:00 pm." in Browser().get("/help-now/").content.decode()


def test_a_watch_without_declared_hours_promises_nothing(practice: Practice) -> None:
    Practice.objects.update(is_monitored=True)
    practice.refresh_from_db()
    actions.publish_help_lines(practice=practice, by=Actor.system("test"))
    assert "has not said when somebody looks" in Browser().get("/help-now/").content.decode()
    assert "has not declared its hours" in queries.what_is_not_declared()


def test_a_word_of_the_past_is_forgotten_when_nobody_looks_any_more(by_day: Practice, owner: User) -> None:
    nobody = Declaration(is_monitored=False, words="We answer in the session.")
    actions.declare_watch(practice=by_day, declaration=nobody, by=actor_for(owner))
    by_day.refresh_from_db()
    assert (by_day.on_call_name, by_day.after_hours_words) == ("", "We answer in the session.")
    assert Watch.objects.get().hours == []


def test_nobody_else_declares_it(therapist: Therapist) -> None:
    assert signed_in(therapist.user).get(PAGE).status_code == 404
