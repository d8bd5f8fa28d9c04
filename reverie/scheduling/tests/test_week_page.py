"""The week: two clocks for clients elsewhere, initials for shared screens, what stays when one turns it."""

from datetime import date

import pytest
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.policy import Actor
from reverie.scheduling import actions
from reverie.scheduling.tests.conftest import TUESDAY_TEN, Book, Start
from reverie.scheduling.tests.test_pages import words

WEEK = "scheduling:week"


@pytest.fixture
def desk(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


@pytest.fixture
def remote(client_person: Client) -> Client:
    Client.objects.filter(pk=client_person.pk).update(zone="Asia/Kathmandu")
    client_person.refresh_from_db()
    return client_person


def test_an_hour_shows_the_clock_of_who_lives_elsewhere(desk: Browser, remote: Client, book: Book) -> None:
    book()
    page = words(desk.get(reverse(WEEK)))
    assert "10:00 am, in the office, 10:45 pm Kathmandu time" in page
    assert "Add Kathmandu time beside" in page


def test_a_second_clock_stands_beside_the_first(desk: Browser, remote: Client, book: Book) -> None:
    book()
    page = words(desk.get(reverse(WEEK) + "?zone=Asia/Kathmandu"))
    assert "Los Angeles <small>Kathmandu</small>" in page
    assert "10:00 <small>10:45 pm</small>" in page
    assert "One clock only" in page


@pytest.mark.parametrize("zone", ["nowhere", "Etc/GMT+5", "../../etc/passwd", ""])
def test_a_zone_that_is_none_is_left_out(zone: str, desk: Browser, book: Book) -> None:
    book()
    page = desk.get(reverse(WEEK), {"zone": zone})
    assert page.status_code == 200
    assert "One clock only" not in words(page)


def test_the_clocks_moving_apart_is_marked(desk: Browser, remote: Client, start: Start) -> None:
    start()
    far = words(desk.get(reverse(WEEK) + "?from=2026-09-01"))
    assert "time shift" not in far
    series = remote.standing_hours.get()
    actions.materialise(
        standing_hour=series, until=TUESDAY_TEN.replace(month=12), by=Actor.system("x", remote.practice_id)
    )
    assert "time shift" in words(desk.get(reverse(WEEK) + "?from=2026-11-03"))


@pytest.mark.parametrize("look", ["names=initials", "as=table", "zone=Asia%2FKathmandu"])
def test_turning_the_week_keeps_how_it_looks(look: str, desk: Browser, remote: Client, book: Book) -> None:
    book()
    page = words(desk.get(reverse(WEEK) + f"?{look}"))
    turned = [line for line in page.splitlines() if 'rel="next"' in line or 'rel="prev"' in line]
    assert len(turned) == 2
    assert all(look in line for line in turned)


def test_initials_hide_every_name(
    desk: Browser, book: Book, stranger: Client, therapist: Therapist, as_therapist: Actor
) -> None:
    book(partner=stranger)
    other = Client.objects.create(practice=therapist.practice, name="Nell Ashworth", zone=therapist.zone)
    terms = {"windows": [(1, 540, 720)], "by": as_therapist}
    actions.join_waiting_list(client=other, therapist=therapist, **terms)
    for query in ("?names=initials", "?names=initials&as=table"):
        page = words(desk.get(reverse(WEEK) + query))
        assert not [name for name in ("Elena", "Theo", "Ashworth") if name in page]
        assert "EM and TB" in page


def test_a_couple_stands_with_both_names(desk: Browser, book: Book, stranger: Client) -> None:
    book(partner=stranger)
    assert "Elena Marsh and Theo Brandt" in words(desk.get(reverse(WEEK)))


def test_who_waits_can_be_offered_an_open_hour_of_the_week(
    desk: Browser, open_tuesdays: Therapist, stranger: Client, as_therapist: Actor
) -> None:
    terms = {"windows": [(1, 540, 720)], "by": as_therapist}
    actions.join_waiting_list(client=stranger, therapist=open_tuesdays, **terms)
    assert "Offer Tuesday, June 9, at 9:00 am" in words(desk.get(reverse(WEEK)))


def test_holidays_of_the_practice_lie_over_the_week(desk: Browser, practice: Practice, book: Book) -> None:
    book()
    days = {"first_day": date(2026, 6, 10), "last_day": date(2026, 6, 11)}
    by = Actor.system("x", practice.pk)
    actions.announce_holiday(practice=practice, therapist=None, **days, by=by)
    page = words(desk.get(reverse(WEEK)))
    assert page.count("No hours: announced holiday") == 2
    assert "June 10 to 11, the whole practice" in page


def test_hours_on_request_stand_in_the_week(desk: Browser, therapist: Therapist, as_therapist: Actor) -> None:
    asked = actions.OpenWindow(2, 540, 660, "ask")
    actions.set_availability(therapist=therapist, windows=[asked], by=as_therapist)
    page = words(desk.get(reverse(WEEK)))
    assert "On request" in page
    assert "2 on request" in page
