"""Finding: by words, kind, thread, person and year; the words asked for stand in no address."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Client, Therapist
from reverie.core.policy import Actor
from reverie.process.actions import Mark, mark_moment, name_thread
from reverie.process.models import Moment, ProcessSheet, Thread
from reverie.process.queries.search import Wanted
from reverie.process.queries.search import search as find

pytestmark = pytest.mark.django_db
HERE = "/desk/process/search/"


@pytest.fixture
def hanna(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


def test_what_was_asked_stands_sealed_in_the_address(hanna: Browser, sheet: ProcessSheet) -> None:
    answer = hanna.post(HERE, {"phrase": "POLITELY"})
    assert answer.status_code == 302
    assert "POLITELY" not in answer["Location"]
    page = hanna.get(answer["Location"]).content.decode()
    assert "<mark>politely</mark>" in page
    assert "session 35" in page


def test_the_address_of_somebody_else_asks_nothing(
    hanna: Browser, sheet: ProcessSheet, colleague: Therapist
) -> None:
    where = hanna.post(HERE, {"phrase": "politely"})["Location"]
    for address in (where, where[:-8] + "AAAAAAAA", f"{HERE}?asked=x"):
        page = signed_in(colleague.user).get(address)
        assert page.status_code == 200
        assert not page.context["asked"]


def test_nothing_asked_comes_back_with_a_sentence(hanna: Browser, sheet: ProcessSheet) -> None:
    answer = hanna.post(HERE, {"phrase": " "})
    assert answer.status_code == 422
    assert "Write some words" in answer.content.decode()


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(kind="defense"), 1),
        (Wanted(kind="affect"), 0),
        (Wanted(kind="defense", year=2026), 1),
        (Wanted(kind="defense", year=2025), 0),
        (Wanted(person="moth"), 2),
        (Wanted(person="father"), 0),
        (Wanted(phrase="good timing"), 2),
    ],
)
def test_each_filter_narrows(
    moment: Moment, thread: Thread, as_therapist: Actor, wanted: Wanted, count: int
) -> None:
    name_thread(thread=thread, title="No trouble at all", about="", who="her mother", by=as_therapist)
    episode = Mark(words="Four minutes.", kind="relationship_episode", codes={"other": "Mother"})
    mark_moment(sheet=moment.sheet, mark=episode, by=as_therapist)
    assert len(find(as_therapist, None, wanted)) == count


def test_a_thread_narrows_within_a_client(
    moment: Moment, thread: Thread, client_person: Client, as_therapist: Actor
) -> None:
    assert len(find(as_therapist, client_person, Wanted(thread=thread.id))) == 1


def test_the_first_passage_found_has_the_focus(hanna: Browser, sheet: ProcessSheet) -> None:
    page = hanna.post(reverse("process:search"), {"phrase": "minute"}, follow=True).content.decode()
    assert page.count("<a autofocus") == 1
