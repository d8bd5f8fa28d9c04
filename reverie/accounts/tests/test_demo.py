from importlib import import_module

import pytest
from django.test import Client as Browser
from django.test import override_settings

from reverie.accounts import demo
from reverie.accounts.models import Practice, User
from reverie.core.demo_case import DemoWorld
from reverie.core.models import Installation

import_module("config.urls")  # as it is without REVERIE_DEMO, before a test says otherwise
HERE = {"HTTP_HOST": "localhost"}
in_demo = override_settings(DEMO=True, ROOT_URLCONF="reverie.accounts.tests.demo_urls")


@pytest.fixture
def world(db: None) -> DemoWorld:
    Installation.current().mark_as_demo()
    world = DemoWorld()
    demo.load(world)
    return world


def test_the_people_of_the_case_are_there(world: DemoWorld) -> None:
    assert set(world.therapists) == {"hanna", "mateo", "priya", "celeste"}
    assert set(world.clients) == {"elena", "theo", "achterberg"}
    assert world.actors["hanna"].roles == {"therapist"}
    assert world.actors["oona"].roles == {"front_desk"}
    assert world.actors["iris"].roles == {"practice_owner", "system_administrator"}
    assert world.therapists["hanna"].title == "PsyD"


def test_several_copies_share_no_address(world: DemoWorld) -> None:
    demo.load(DemoWorld(copy=2))
    assert Practice.objects.count() == 2
    assert User.objects.count() == 2 * len(world.users)


@in_demo
def test_one_click_signs_in_with_everything_that_counts(world: DemoWorld) -> None:
    browser = Browser()
    assert "Hanna Lindqvist" in browser.get("/demo/", **HERE).content.decode()
    answer = browser.post("/demo/sign-in/", {"email": world.users["iris"].email}, **HERE)
    assert answer.headers["Location"] == "/desk/"
    assert browser.get("/desk/people/", **HERE).status_code == 200


@in_demo
@pytest.mark.parametrize(
    "request_from",
    [
        {"HTTP_HOST": "localhost", "REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_HOST": "practice.example.invalid"},
        {"HTTP_HOST": "localhost", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    ],
)
def test_from_elsewhere_there_is_no_demo(world: DemoWorld, request_from: dict[str, str]) -> None:
    assert Browser().get("/demo/", **request_from).status_code == 404
    answer = Browser().post("/demo/sign-in/", {"email": world.users["iris"].email}, **request_from)
    assert answer.status_code == 404


@in_demo
def test_a_real_database_has_no_demo(world: DemoWorld) -> None:
    Installation.objects.update(is_demo=False)
    assert Browser().get("/demo/", **HERE).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_setting_it_answers_like_any_unknown_address(world: DemoWorld, method: str) -> None:
    strict = Browser(enforce_csrf_checks=True)
    demo_answer = getattr(strict, method)("/demo/", **HERE)
    other = getattr(strict, method)("/demx/", **HERE)
    assert demo_answer.status_code == other.status_code == 404
    assert demo_answer.content.replace(b"demo", b"demx") == other.content


@in_demo
def test_a_demo_sign_in_counts_for_nothing_where_it_is_switched_off(world: DemoWorld) -> None:
    browser = Browser()
    browser.post("/demo/sign-in/", {"email": world.users["iris"].email}, **HERE)
    with override_settings(DEMO=False):
        assert browser.get("/desk/people/", **HERE).headers["Location"] == "/account/factor/"
