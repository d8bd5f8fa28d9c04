"""The waiting list as the desk and a client meet it."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Client, Therapist
from reverie.core.policy import Actor
from reverie.scheduling import actions
from reverie.scheduling.actions import FreeHour
from reverie.scheduling.models import Offer, Wait
from reverie.scheduling.tests.conftest import TUESDAY_TEN, Book
from reverie.scheduling.tests.test_pages import words

NEXT_WEEK = TUESDAY_TEN + timedelta(days=7)
TYPED = {"weekdays": ["1", "3"], "start": "09:00", "end": "12:00", "place": ""}


@pytest.fixture
def desk(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


@pytest.fixture
def theirs(stranger: Client) -> Browser:
    assert stranger.user is not None
    return signed_in(stranger.user)


@pytest.fixture
def wait(stranger: Client, therapist: Therapist, as_therapist: Actor) -> Wait:
    terms = {"windows": [(1, 540, 720)], "by": as_therapist}
    return actions.join_waiting_list(client=stranger, therapist=therapist, **terms)


@pytest.fixture
def offer(wait: Wait, therapist: Therapist, as_therapist: Actor) -> Offer:
    return actions.offer_hour(wait=wait, hour=FreeHour(therapist, NEXT_WEEK, 50, "office"), by=as_therapist)


def test_waiting(desk: Browser, book: Book, client_person: Client) -> None:
    book()
    address = reverse("scheduling:waiting")
    typed = {"client": str(client_person.pk), "whom": "anybody", **TYPED}
    assert "On the waiting list" in words(desk.post(address, typed, follow=True))
    page = words(desk.get(address))
    assert "Elena Marsh" in page
    assert "Tuesday or Thursday, 9:00 am to 12:00 pm, with anybody" in page
    assert "already" in words(desk.post(address, typed))


def test_waiting_with_too_little_time_comes_back(desk: Browser, book: Book, client_person: Client) -> None:
    book()
    typed = {"client": str(client_person.pk), "whom": "this", **TYPED, "end": "09:30"}
    page = desk.post(reverse("scheduling:waiting"), typed)
    assert page.status_code == 422
    assert "Leave at least that much" in words(page)
    assert 'value="09:30"' in words(page)


def test_waiting_offer_of_a_free_hour(desk: Browser, wait: Wait, open_tuesdays: Therapist) -> None:
    page = words(desk.get(reverse("scheduling:waiting")))
    assert "Offer Tuesday, June 9, at 9:00 am" in page
    stamp = {"start": f"{NEXT_WEEK:%Y-%m-%dT%H:%M}Z"}
    desk.post(reverse("scheduling:waiting-offer", args=[wait.pk]), stamp)
    assert "Offered Tuesday, June 16, at 10:00 am; kept until Tuesday, June 9" in words(
        desk.get(reverse("scheduling:waiting"))
    )
    again = desk.post(reverse("scheduling:waiting-offer", args=[wait.pk]), stamp, follow=True)
    assert "has an offer to answer first" in words(again)


def test_waiting_end(desk: Browser, wait: Wait) -> None:
    page = desk.post(reverse("scheduling:waiting-end", args=[wait.pk]), follow=True)
    assert "Nobody waits" in words(page)


def test_another_therapist_sees_nobody_of_it(wait: Wait, colleague: Therapist) -> None:
    browser = signed_in(colleague.user)
    assert "Theo Brandt" not in words(browser.get(reverse("scheduling:waiting")))
    assert browser.post(reverse("scheduling:waiting-end", args=[wait.pk])).status_code == 404


def test_my_offer_is_taken_in_one_click(offer: Offer, theirs: Browser) -> None:
    assert "Tuesday, June 16, at 10:00 am" in words(theirs.get(reverse("scheduling:my-sessions")))
    page = theirs.post(reverse("scheduling:my-offer", args=[offer.pk]), {"answer": "yes"}, follow=True)
    assert "The hour is yours" in words(page)
    offer.appointment.refresh_from_db()
    assert offer.appointment.state == "confirmed"
    again = theirs.post(reverse("scheduling:my-offer", args=[offer.pk]), {"answer": "yes"}, follow=True)
    assert "This offer is over" in words(again)


def test_my_offer_is_let_go(offer: Offer, theirs: Browser) -> None:
    page = theirs.post(reverse("scheduling:my-offer", args=[offer.pk]), {"answer": "no"}, follow=True)
    assert "You stay on the waiting list" in words(page)
    assert Wait.objects.filter(ended_at=None).exists()


def test_my_offer_is_nobody_elses(offer: Offer, client_person: Client) -> None:
    assert client_person.user is not None
    browser = signed_in(client_person.user)
    assert browser.post(reverse("scheduling:my-offer", args=[offer.pk]), {"answer": "yes"}).status_code == 404


def test_my_wait_and_its_end(theirs: Browser, stranger: Client) -> None:
    page = theirs.post(reverse("scheduling:my-wait"), TYPED, follow=True)
    assert "You are on the waiting list: Tuesday or Thursday" in words(page)
    assert "Wait no longer" in words(theirs.get(reverse("scheduling:my-wait")))
    theirs.post(reverse("scheduling:my-wait-end"))
    assert not Wait.objects.filter(ended_at=None).exists()
