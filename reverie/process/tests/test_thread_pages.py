"""Merging, splitting and taking apart again, from the thread's page."""

import pytest
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Therapist
from reverie.core.policy import Actor
from reverie.process.actions import Mark, mark_moment, open_thread
from reverie.process.models import Moment, Thread

pytestmark = pytest.mark.django_db


def at(name: str, thread: Thread) -> str:
    return reverse(f"process:{name}", args=[thread.id])


def test_a_thread_is_merged_and_taken_apart_again(
    thread: Thread, moment: Moment, therapist: Therapist, as_therapist: Actor
) -> None:
    other = open_thread(client=thread.client, title="Leaving first", by=as_therapist)
    browser = signed_in(therapist.user)
    page = browser.post(at("thread-merge", thread), {"into": str(other.id)}, follow=True).content.decode()
    assert "joined it with one moment" in page
    assert "runs on in another" in browser.get(at("thread", thread)).content.decode()
    back = browser.post(at("thread-part", other), {"merged": str(thread.id)}, follow=True).content.decode()
    assert "joined it" not in back
    assert "runs on in another" not in browser.get(at("thread", thread)).content.decode()


def test_a_thread_is_split_in_two(
    thread: Thread, moment: Moment, therapist: Therapist, as_therapist: Actor
) -> None:
    mark = Mark(words="I hate it.", kind="affect", threads=(thread.id,))
    second = mark_moment(sheet=moment.sheet, mark=mark, by=as_therapist)
    browser = signed_in(therapist.user)
    fields = {"title": "What she hates", "moments": [str(second.id)]}
    page = browser.post(at("thread-split", thread), fields, follow=True).content.decode()
    assert "is what it was split from, with one moment" in page
    assert "was split off with one moment" in browser.get(at("thread", thread)).content.decode()


@pytest.mark.parametrize("fields", [{}, {"title": "Two"}, {"moments": "all"}], ids=["all", "moments", "name"])
def test_a_split_that_lacks_something_comes_back(
    thread: Thread, moment: Moment, therapist: Therapist, fields: dict
) -> None:
    if fields.get("moments"):
        fields = {"moments": [str(moment.id)]}
    answer = signed_in(therapist.user).post(at("thread-split", thread), fields)
    assert answer.status_code == 422
    assert Thread.objects.count() == 1


@pytest.mark.parametrize("name", ["thread-merge", "thread-part"])
def test_without_another_thread_nothing_is_joined(thread: Thread, therapist: Therapist, name: str) -> None:
    answer = signed_in(therapist.user).post(at(name, thread), {}, follow=True)
    assert "Choose the other thread first." in answer.content.decode()


def test_a_corner_takes_the_words_of_its_passage(
    thread: Thread, moment: Moment, therapist: Therapist
) -> None:
    browser = signed_in(therapist.user)
    fields = {"triangle": "conflict", "corner": "defense", "moment": str(moment.id)}
    page = browser.post(at("thread-corner", thread), fields, follow=True).content.decode()
    assert f"#p-{moment.id}" in page
    assert "Nothing yet on: Anxiety, Hidden feeling." in page


def test_a_rupture_on_the_thread_is_a_station_of_its_own(
    thread: Thread, moment: Moment, therapist: Therapist, as_therapist: Actor
) -> None:
    mark = Mark(words="Silence", kind="rupture", codes={"turn": "rupture"}, threads=(thread.id,))
    mark_moment(sheet=moment.sheet, mark=mark, by=as_therapist)
    assert "<h3>Rupture</h3>" in signed_in(therapist.user).get(at("thread", thread)).content.decode()
