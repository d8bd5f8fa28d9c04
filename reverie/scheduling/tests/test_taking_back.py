"""What was done by mistake: an hour called off is arranged again, announced days are taken back."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client as Browser

from conftest import member, signed_in
from reverie.accounts.models import Practice, Therapist
from reverie.core.policy import Actor
from reverie.scheduling import actions, queries
from reverie.scheduling.models import Holiday
from reverie.scheduling.tests.conftest import NOW, TUESDAY, TUESDAY_TEN, Book
from reverie.scheduling.tests.test_change_pages import at
from reverie.scheduling.tests.test_changing import break_audit
from reverie.scheduling.tests.test_pages import words

WEEK = timedelta(days=7)


@pytest.fixture
def desk(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


@pytest.fixture
def front(practice: Practice) -> Browser:
    return signed_in(member(practice, "Dana Reyes", "front_desk"))


def test_what_was_called_off_can_be_arranged_again(desk: Browser, book: Book) -> None:
    row = book(minutes=80)
    desk.post(at("appointment-cancel", row), {"side": "therapist"})
    page = words(desk.get(at("appointment", row)))
    (path,) = re.findall(r'href="(/desk/appointments/new/[^"]+)"', page)
    form = words(desk.get(html.unescape(path)))
    assert f'value="{row.client_id}" selected' in form
    assert 'value="80"' in form


@pytest.mark.parametrize("whose", ["therapist", "practice"])
def test_announced_days_are_taken_back(
    whose: str, desk: Browser, front: Browser, open_tuesdays: Therapist, book: Book, as_therapist: Actor
) -> None:
    row, days = book(), {"first_day": TUESDAY, "last_day": TUESDAY}
    who = open_tuesdays if whose == "therapist" else None
    practice = open_tuesdays.practice
    holiday = actions.announce_holiday(practice=practice, therapist=who, **days, by=as_therapist)
    browser, name = (desk, "holiday-withdraw") if who else (front, "holidays-withdraw")
    page = browser.post(at(name, holiday), follow=True)
    assert "Taken back" in words(page)
    row.refresh_from_db()
    assert row.state == "cancelled"
    open_again = queries.open_hours([open_tuesdays], NOW, NOW + WEEK, minutes=50)[open_tuesdays.id]
    assert TUESDAY_TEN in open_again


def test_days_of_another_or_past_ones_are_not_taken_back(
    desk: Browser, front: Browser, therapist: Therapist, as_therapist: Actor
) -> None:
    days = {"first_day": TUESDAY, "last_day": TUESDAY, "practice": therapist.practice}
    of_all = actions.announce_holiday(therapist=None, **days, by=as_therapist)
    assert desk.post(at("holiday-withdraw", of_all)).status_code == 404
    Holiday.objects.update(first_day=TUESDAY - WEEK, last_day=TUESDAY - WEEK)
    assert "These days are over" in words(front.post(at("holidays-withdraw", of_all), follow=True))
    assert Holiday.objects.count() == 1


def test_taking_back_without_its_audit_link_takes_nothing_back(
    therapist: Therapist, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = {"first_day": TUESDAY, "last_day": TUESDAY, "practice": therapist.practice}
    row = actions.announce_holiday(therapist=therapist, **days, by=as_therapist)
    break_audit(monkeypatch)
    with pytest.raises(RuntimeError):
        actions.withdraw_holiday(holiday=row, by=as_therapist)
    assert Holiday.objects.get() == row
