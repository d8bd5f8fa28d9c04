import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import pytest
import time_machine
from django.test import Client as Browser

from reverie.accounts.models import Practice
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.directory import queries
from reverie.directory.actions import CannotList, list_profile, save_profile
from reverie.directory.models import Profile
from reverie.scheduling.actions import set_availability

pytestmark = pytest.mark.django_db
PACIFIC = "America/Los_Angeles"


def names(**asked: object) -> list[str]:
    found = queries.find(queries.Search(**asked), PACIFIC)  # type: ignore[arg-type]
    return [listing.profile.slug for listing in found.listings] if not found.relaxed else []


def test_find_shows_the_next_real_hours(profile: Profile) -> None:
    (listing,) = queries.all_listings()
    assert listing.hours
    assert all(hour > clock.now() for hour in listing.hours)


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({"concerns": ("low-mood",)}, True),
        ({"concerns": ("work",)}, False),
        ({"concerns": ("not-sure",)}, True),
        ({"approaches": ("relational",)}, True),
        ({"approaches": ("attachment",)}, False),
        ({"places": ("online",)}, True),
        ({"insurer": "Cascade Mutual"}, True),
        ({"insurer": "Northfield Health"}, False),
        ({"language": "Swedish"}, True),
        ({"language": "Tamil"}, False),
        ({"state": "Oregon"}, True),
        ({"state": "Ohio"}, False),
        ({"format": "individual"}, True),
        ({"format": "couple"}, False),
        ({"age": "adults"}, True),
        ({"age": "children"}, False),
        ({"access": "step-free"}, True),
        ({"access": "sign"}, False),
        ({"most_cents": 18000}, True),
        ({"most_cents": 10000}, False),
        ({"when": ("evening",)}, True),
        ({"when": ("morning",)}, False),
    ],
)
def test_each_facet_narrows(profile: Profile, asked: dict[str, object], fits: bool) -> None:
    assert bool(names(**asked)) is fits


def test_nobody_is_left_without_an_alternative(profile: Profile) -> None:
    found = queries.find(queries.Search(when=("morning",), concerns=("low-mood",)), PACIFIC)
    assert found.relaxed == "when"
    assert [listing.profile for listing in found.listings] == [profile]


def test_a_concern_in_the_address_is_not_read(profile: Profile) -> None:
    page = Browser().get("/find/?concern=work").content.decode()
    assert "1 therapist" in page


def test_a_concern_in_the_body_is_read(profile: Profile) -> None:
    page = Browser().post("/find/", {"concern": "work"}).content.decode()
    assert "Nobody matches all of this" in page


def test_the_page_needs_no_cookie(profile: Profile) -> None:
    browser = Browser(enforce_csrf_checks=True)
    assert browser.post("/find/", {"concern": "loss"}).status_code == 200
    assert not browser.cookies


def test_a_page_that_is_not_confirmed_in_time_is_gone(profile: Profile) -> None:
    with time_machine.travel(clock.now() + timedelta(days=91)):
        assert names() == []
        assert Browser().get(f"/therapists/{profile.slug}/").status_code == 404


def test_a_page_whose_licence_ran_out_is_gone(profile: Profile) -> None:
    profile.credentials.update(valid_until=clock.now().date() - timedelta(days=1))
    assert names() == []


def test_a_page_taken_away_is_gone_at_once(profile: Profile, as_therapist: Actor) -> None:
    list_profile(profile=profile, is_listed=False, by=as_therapist)
    assert names() == []


def test_a_page_without_a_licence_is_not_shown(profile: Profile, as_therapist: Actor) -> None:
    profile.credentials.all().delete()
    with pytest.raises(CannotList):
        list_profile(profile=profile, is_listed=True, by=as_therapist)


def test_who_has_no_room_is_gone_from_the_next_search(profile: Profile, as_therapist: Actor) -> None:
    assert names() == [profile.slug]
    save_profile(therapist=profile.therapist, fields={"has_room": False}, by=as_therapist)
    assert names() == []
    assert Browser().get(f"/therapists/{profile.slug}/").status_code == 404
    save_profile(therapist=profile.therapist, fields={"has_room": True}, by=as_therapist)
    assert names() == [profile.slug]


def test_a_licence_that_ends_tonight_is_gone_from_the_first_search_of_the_next_day(profile: Profile) -> None:
    profile.credentials.update(valid_until=clock.now().date())
    assert names() == [profile.slug]
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert names() == []


def test_the_address_of_a_search_holds_every_facet_but_what_brings_somebody(profile: Profile) -> None:
    asked = {"concern": ["work", "loss"], "place": ["online"], "when": ["evening"], "age": "adults"}
    page = Browser().post("/find/", asked).content.decode()
    (address,) = re.findall(r'href="(/find/\?[^"]+)"', unescape(page))
    assert parse_qs(address.partition("?")[2]) == {
        "place": ["online"], "when": ["evening"], "age": ["adults"],
    }  # fmt: skip
    assert "1 therapist" in Browser().get(address).content.decode()


def test_a_list_with_nobody_in_it_leads_on(practice: Practice) -> None:
    page = Browser().get("/find/").content.decode()
    assert all(address in page for address in ("/explore/", "/how/getting-started/", "/help-now/"))


def test_nobody_with_open_hours_can_be_asked_for_a_place_on_the_list(
    profile: Profile, as_therapist: Actor
) -> None:
    set_availability(therapist=profile.therapist, windows=[], by=as_therapist)
    page = Browser().get("/find/").content.decode()
    assert f"/therapists/{profile.slug}/ask/" in page


def test_times_are_those_of_the_readers_clock_on_every_page(profile: Profile) -> None:
    page = Browser().post("/find/", {"zone": "Asia/Tokyo"}).content.decode()
    chip = re.findall(r'class="chip" href="([^"]+)"', page)[0].replace("&amp;", "&")
    assert "zone=Asia%2FTokyo" in chip
    assert "in Tokyo time" in Browser().get(chip).content.decode()
    assert (
        "Times are in Tokyo time"
        in Browser().get(f"/therapists/{profile.slug}/", {"zone": "Asia/Tokyo"}).content.decode()
    )


@pytest.mark.parametrize("zone", ["../etc/passwd", "Mars/Olympus", "<b>", ""])
def test_a_clock_that_is_none_is_the_practices(profile: Profile, zone: str) -> None:
    page = Browser().get(f"/therapists/{profile.slug}/", {"zone": zone}).content.decode()
    assert "Times are in Los Angeles time" in page
    assert Browser().get("/find/", {"zone": zone}).status_code == 200


TIGHT = {
    "concern": "low-mood", "approach": "relational", "place": "online", "when": "evening", "day": "2",
    "language": "Swedish", "insurer": "Cascade Mutual", "state": "Oregon", "most": "18000",
    "who": "individual", "age": "adults", "access": "step-free", "zone": "America/Los_Angeles",
}  # fmt: skip


# On PostgreSQL what a transaction wrote itself is read again until it has ended.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "asked", [{}, {"concern": "low-mood", "place": "online"}, TIGHT, {"concern": "work"}]
)
def test_a_search_asks_the_database_eight_questions_at_most(
    profile: Profile, django_assert_max_num_queries: Any, asked: dict[str, str]
) -> None:
    Browser().get("/find/")  # fills the shelf of this process
    with django_assert_max_num_queries(8):
        page = Browser().post("/find/", asked).content.decode()
    assert "Hanna Lindqvist" in page


def test_who_answers_for_the_practice_can_be_asked_under_every_search(
    profile: Profile, as_therapist: Actor
) -> None:
    fields = {"is_intake": True, "has_room": False}
    save_profile(therapist=profile.therapist, fields=fields, by=as_therapist)
    page = Browser().get("/find/").content.decode()
    assert "Tell Hanna Lindqvist a little" in page
    address = f"/therapists/{profile.slug}/ask/"
    assert address in page and Browser().get(address).status_code == 200
    typed = {"words": "Whom?", "name": "W.", "email": "w@example.invalid", "understood": "on"}
    assert Browser().post(address, typed)["Location"].startswith("/asked/")


def test_nobody_is_asked_who_neither_has_room_nor_answers_for_the_practice(
    profile: Profile, as_therapist: Actor
) -> None:
    save_profile(therapist=profile.therapist, fields={"has_room": False}, by=as_therapist)
    assert Browser().get(f"/therapists/{profile.slug}/ask/").status_code == 404
