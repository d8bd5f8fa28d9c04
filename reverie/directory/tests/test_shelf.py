from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client as Browser

from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.directory import queries
from reverie.directory.actions import list_profile, save_profile
from reverie.directory.models import Profile
from reverie.directory.queries import shelf
from reverie.directory.tests.conftest import FIELDS, shown
from reverie.scheduling.actions import OpenWindow, book_appointment, set_availability

pytestmark = pytest.mark.django_db
PACIFIC = "America/Los_Angeles"
Budget = Callable[[int], Any]


@pytest.fixture
def other(practice: Practice, as_therapist: Actor) -> Profile:
    """Somebody with open hours on Wednesday afternoons, an hour before Hanna's."""
    user = User.objects.create_user("ruth@example.invalid", name="Ruth Vale", zone=PACIFIC)
    person = Therapist.objects.create(practice=practice, user=user, name="Ruth Vale", zone=PACIFIC)
    set_availability(therapist=person, windows=[OpenWindow(2, 16 * 60, 18 * 60)], by=as_therapist)
    return shown(person, as_therapist, languages=["English", "Tamil"], consultation_minutes=50)


def found(page: int = 1, zone: str = PACIFIC, **asked: Any) -> list[Profile]:
    answer = queries.find(queries.Search(**asked), zone, page)
    return [] if answer.relaxed else [one.profile for one in answer.listings]


def test_the_list_is_in_the_order_of_the_next_hour(profile: Profile, other: Profile) -> None:
    hours = [one.hours[0] for one in queries.find(queries.Search(), PACIFIC).listings]
    assert hours == sorted(hours)
    assert len(hours) == 2


def test_a_booking_is_known_to_the_next_search(
    profile: Profile, other: Profile, client_person: Client, as_therapist: Actor
) -> None:
    first = queries.find(queries.Search(), PACIFIC).listings[0]
    book_appointment(
        therapist=first.profile.therapist, client=client_person, start_at=first.hours[0], by=as_therapist
    )
    with shelf.shelf_now() as now:
        filters = now.filters({}, None)
        starts = now._table.next_of_each(15, filters=filters, after=clock.now())
    assert first.hours[0] not in starts.values()


def test_who_comes_later_is_found_and_who_changes_is_found_otherwise(
    profile: Profile, as_therapist: Actor, other: Profile
) -> None:
    list_profile(profile=other, is_listed=False, by=as_therapist)
    assert found() == [profile]
    list_profile(profile=other, is_listed=True, by=as_therapist)
    assert set(found()) == {profile, other}
    assert found(language="Welsh") == []
    save_profile(therapist=other.therapist, fields=FIELDS | {"languages": ["Welsh"]}, by=as_therapist)
    assert found(language="Welsh") == [other]
    assert found(language="Tamil") == []


def test_more_new_names_than_there_is_room_for_build_the_shelf_anew(
    profile: Profile, as_therapist: Actor
) -> None:
    assert found() == [profile]
    names = [f"Insurer {number}" for number in range(shelf.SPARE + 3)]
    save_profile(therapist=profile.therapist, fields=FIELDS | {"insurers": names}, by=as_therapist)
    assert found(insurer=names[-1]) == [profile]


def test_no_room_means_no_place_in_the_list(profile: Profile, other: Profile) -> None:
    assert set(found()) == {profile, other}
    profile.has_room = False
    profile.save()
    assert found() == [other]


def test_an_error_on_the_way_gives_the_shelf_up(
    profile: Profile, other: Profile, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(found()) == {profile, other}
    list_profile(profile=other, is_listed=False, by=as_therapist)
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(shelf.Shelf, "_put", lambda *_one: 1 / 0)
        found()
    assert found() == [profile]


@pytest.mark.parametrize(
    ("days", "when", "fits"), [((2,), (), True), ((3,), (), False), ((2,), ("morning",), False)]
)
def test_days_and_hours_are_those_of_the_readers_clock(
    profile: Profile, days: tuple[int, ...], when: tuple[str, ...], fits: bool
) -> None:
    assert bool(found(days=days, when=when)) is fits


def test_another_clock_shows_another_day(profile: Profile) -> None:
    tokyo = found(zone="Asia/Tokyo", days=(3,), when=("morning",))  # Wednesday evening in Portland
    assert tokyo == [profile]
    (listing,) = queries.find(queries.Search(days=(3,)), "Asia/Tokyo").listings
    assert {hour.astimezone(ZoneInfo("Asia/Tokyo")).weekday() for hour in listing.hours} == {3}


def test_pages_follow_each_other(profile: Profile, other: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reverie.directory.queries.finding.PAGE", 1)
    both = [*found(page=1), *found(page=2)]
    assert sorted(one.slug for one in both) == sorted([profile.slug, other.slug])
    assert "Later times" in Browser().post("/find/").content.decode()
    assert "Earlier times" in Browser().post("/find/", {"page": "2"}).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_search_asks_two_questions_when_nothing_changed(
    profile: Profile, django_assert_max_num_queries: Budget
) -> None:
    """On PostgreSQL rows are read once more while a transaction from before their change is open anywhere."""
    found()
    most = 2 if connection.vendor == "sqlite" else 5
    with django_assert_max_num_queries(most), shelf.shelf_now() as now:
        assert now.find(now.filters({}, None), None, 0, 20)[1] == 1


def test_a_new_day_builds_the_shelf_anew(profile: Profile, time_machine: Any) -> None:
    assert found() == [profile]
    time_machine.move_to(clock.now() + timedelta(days=3))
    with shelf.shelf_now() as now:
        assert now.axis.begin.date() == clock.now().date()
