"""The secret address: shown once, kept as a hash, taken back, ended with the work."""

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse

from conftest import actor_for, member, signed_in
from reverie.accounts.actions import off_board
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.scheduling import actions
from reverie.scheduling.actions import CannotShareCalendar
from reverie.scheduling.models import CalendarFeed
from reverie.scheduling.tests.conftest import Book


def make(browser: Browser, whose: str = "desk", shows: str = "busy") -> str:
    """Make an address on the page, and read it off the page."""
    page = browser.post(reverse("scheduling:calendar-links"), {"whose": whose, "shows": shows})
    found = re.search(r'value="http://[^/"]+(/calendar/[^"]+\.ics)"', page.content.decode())
    assert found, "the address is shown"
    return found.group(1)


@pytest.fixture
def desk(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


def test_an_address_is_shown_once_and_read_by_anybody_who_has_it(desk: Browser, book: Book) -> None:
    book()
    address = make(desk)
    page = Browser().get(address)
    assert page["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in page.content
    again = desk.get(reverse("scheduling:calendar-links")).content.decode()
    assert address not in again
    assert "Last read on" in again


def test_only_the_hash_of_the_secret_is_kept(desk: Browser) -> None:
    token = make(desk).split("/")[-1].removesuffix(".ics")
    row = CalendarFeed.objects.get()
    assert token not in str(vars(row))
    assert len(row.token_hash) == 64


def test_a_new_address_ends_the_old_one(desk: Browser) -> None:
    old, new = make(desk), make(desk, shows="initials")
    assert (Browser().get(old).status_code, Browser().get(new).status_code) == (404, 200)


def test_what_is_taken_back_answers_no_more(desk: Browser) -> None:
    address = make(desk)
    feed = CalendarFeed.objects.get()
    assert desk.post(reverse("scheduling:calendar-link-end", args=[feed.pk])).status_code == 302
    assert Browser().get(address).status_code == 404
    assert desk.post(reverse("scheduling:calendar-link-end", args=[feed.pk])).status_code == 404


@pytest.mark.parametrize("token", ["x", "x" * 43, "..%2f", "calendar"])
def test_an_unknown_secret_is_nothing(db: None, token: str) -> None:
    assert Browser().get(f"/calendar/{token}.ics").status_code == 404


def test_nobody_ends_the_address_of_another(
    desk: Browser, colleague: Therapist, client_person: Client
) -> None:
    make(desk)
    feed = CalendarFeed.objects.get()
    for user in (colleague.user, client_person.user):
        assert user is not None
        answer = signed_in(user).post(reverse("scheduling:calendar-link-end", args=[feed.pk]))
        assert answer.status_code == 404


def test_a_client_has_an_address_of_their_own_hours_alone(client_person: Client, book: Book) -> None:
    book()
    assert client_person.user is not None
    browser = signed_in(client_person.user)
    assert b"BEGIN:VEVENT" in Browser().get(make(browser, "my")).content
    refused = browser.post(reverse("scheduling:calendar-links"), {"whose": "desk", "shows": "busy"})
    assert "/calendar/" not in re.sub(r'action="[^"]*"', "", refused.content.decode())
    assert CalendarFeed.objects.count() == 1


def test_who_leaves_the_practice_reads_nothing_any_more(
    desk: Browser, therapist: Therapist, practice: Practice, owner: User
) -> None:
    address = make(desk)
    off_board(practice=practice, user=therapist.user, by=actor_for(owner))
    assert Browser().get(address).status_code == 404
    row = CalendarFeed.objects.get()
    assert (row.ended_at is not None, row.ended_by) == (True, owner.id)


def test_leaving_and_the_end_of_the_address_stand_or_fall_together(
    desk: Browser, therapist: Therapist, practice: Practice, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = make(desk)
    real = audit.record

    def failing(**link: object) -> object:
        if link["verb"] == "off_board":
            raise OSError("disk full")
        return real(**link)  # type: ignore[arg-type]

    monkeypatch.setattr(audit, "record", failing)
    with pytest.raises(OSError, match="disk full"):
        off_board(practice=practice, user=therapist.user, by=actor_for(owner))
    assert Browser().get(address).status_code == 200


def test_making_is_undone_when_it_cannot_be_audited(as_therapist: Actor, monkeypatch) -> None:
    def failing(**link: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(audit, "record", failing)
    with pytest.raises(OSError, match="disk full"):
        actions.make_feed(whose="desk", by=as_therapist)
    assert not CalendarFeed.objects.exists()


def test_what_cannot_be_chosen_is_refused(as_therapist: Actor) -> None:
    with pytest.raises(CannotShareCalendar):
        actions.make_feed(whose="everybody", by=as_therapist)
    feed, _token = actions.make_feed(whose="desk", by=as_therapist)
    actions.end_feed(feed=feed, by=as_therapist)
    with pytest.raises(CannotShareCalendar, match="already"):
        actions.end_feed(feed=feed, by=as_therapist)


def test_the_front_desk_has_no_hours_to_share(practice: Practice) -> None:
    browser = signed_in(member(practice, "Dana Reyes", "front_desk"))
    assert browser.get(reverse("scheduling:calendar-links")).status_code == 404


def test_a_client_finds_the_way_to_their_calendar(client_person: Client) -> None:
    """From Your space and from the list of hours."""
    browser, way = signed_in(client_person.user), f'href="{reverse("scheduling:calendar-links")}"'
    for page in ("home:my", "scheduling:my-sessions"):
        assert way in browser.get(reverse(page)).content.decode()
