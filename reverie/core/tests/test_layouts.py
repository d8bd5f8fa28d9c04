"""The frame of every page: the bar by roles, the account corner, what stands without a database."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from reverie.core import layouts
from reverie.core.policy import ANONYMOUS, Actor


def actor(*roles: str) -> Actor:
    return Actor(uuid4(), uuid4(), frozenset(roles), has_second_factor=True, name="Hanna Lindqvist")


@pytest.mark.parametrize("roles", [["therapist"], ["client"], ["practice_owner", "therapist"], ["biller"]])
def test_the_bar_holds_at_most_four_places(roles: list[str]) -> None:
    assert len(layouts.bar(actor(*roles), "/")) <= layouts.LONGEST_BAR


def test_what_the_bar_has_no_room_for_is_in_the_account_corner() -> None:
    both = actor("therapist", "practice_owner")
    shown = [place.url for place in layouts.bar(both, "/")]
    further = [place.url for place in layouts.account(both, "/").places]
    assert "/desk/concerns/" in shown + further
    assert not set(shown) & set(further)


def test_a_place_that_the_gate_refuses_is_not_offered() -> None:
    offered = layouts.account(actor("front_desk"), "/").places + layouts.bar(actor("front_desk"), "/")
    assert "/desk/practice/wording/" not in {place.url for place in offered}


@pytest.mark.parametrize(
    ("path", "current"), [("/desk/clients/", "page"), ("/desk/clients/7/plan/", "true"), ("/help-now/", "")]
)
def test_the_present_place_is_marked(path: str, current: str) -> None:
    clients = {place.url: place.current for place in layouts.bar(actor("therapist"), path)}
    assert clients["/desk/clients/"] == current


def test_nobody_is_offered_the_way_in_and_comes_back() -> None:
    assert layouts.account(ANONYMOUS, "/find/?near=97205").sign_in_url.endswith("?next=/find/%3Fnear%3D97205")


def test_nobody_has_no_lock() -> None:
    assert layouts.idle_lock(ANONYMOUS) is None


def test_a_person_s_pages_lock() -> None:
    lock = layouts.idle_lock(actor("client"))
    assert lock is not None
    assert lock.unlock_url


@pytest.mark.parametrize(("chosen", "shown"), [("system", ""), ("dark", "dark")])
def test_a_person_s_choice_of_light_or_dark_holds(chosen: str, shown: str) -> None:
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(theme=chosen)
    assert layouts.theme_of(request) == shown


def test_help_is_a_tap_away_on_a_locked_page() -> None:
    lock = layouts.idle_lock(actor("client"))
    assert lock is not None
    assert lock.help_url == "/help-now/"


def test_the_context_asks_nothing_before_a_template_does(
    django_assert_num_queries: type[CaptureQueriesContext], db: None
) -> None:
    with django_assert_num_queries(0):
        layouts.layout(RequestFactory().get("/"))
