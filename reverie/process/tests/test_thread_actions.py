from collections.abc import Callable
from typing import Any

import pytest

from reverie.accounts.models import Client, Therapist
from reverie.accounts.queries import actor_of
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process.actions import (
    CannotChangeThread,
    merge_threads,
    name_thread,
    open_thread,
    place_corner,
)
from reverie.process.models import Moment, Thread
from reverie.process.queries import entries_of, threads_of

pytestmark = pytest.mark.django_db
Break = Callable[[], None]


def words_of(thread: Thread) -> dict[str, Any]:
    return Thread.objects.get(pk=thread.pk).words(keychain(thread.scope()))


def test_a_thread_has_a_name(thread: Thread) -> None:
    assert words_of(thread)["title"] == "No trouble at all"


@pytest.mark.parametrize("title", ["", "  ", "“”", "x" * 121])
def test_a_thread_without_a_proper_name_is_refused(thread: Thread, as_therapist: Actor, title: str) -> None:
    with pytest.raises(CannotChangeThread):
        open_thread(client=thread.client, title=title, by=as_therapist)
    with pytest.raises(CannotChangeThread):
        name_thread(thread=thread, title=title, about="", by=as_therapist)


def test_a_colleague_follows_no_thread_here(client_person: Client, colleague: Therapist) -> None:
    with pytest.raises(CannotChangeThread):
        open_thread(client=client_person, title="Hers", by=actor_of(colleague.user))


def test_opening_without_an_audit_link_opens_nothing(
    thread: Thread, as_therapist: Actor, break_audit: Break
) -> None:
    break_audit()
    with pytest.raises(OSError):
        open_thread(client=thread.client, title="Second", by=as_therapist)
    assert Thread.objects.count() == 1


def test_naming_without_an_audit_link_changes_nothing(
    thread: Thread, as_therapist: Actor, break_audit: Break
) -> None:
    break_audit()
    with pytest.raises(OSError):
        name_thread(thread=thread, title="Second", about="", by=as_therapist)
    assert words_of(thread)["title"] == "No trouble at all"


def test_a_thread_gets_another_name(thread: Thread, as_therapist: Actor) -> None:
    name_thread(thread=thread, title="Some trouble", about="Against being a burden.", by=as_therapist)
    assert (words_of(thread)["title"], words_of(thread)["about"]) == (
        "Some trouble",
        "Against being a burden.",
    )


def test_a_corner_is_filled_and_emptied(thread: Thread, as_therapist: Actor) -> None:
    where = {"thread": thread, "triangle": "conflict", "corner": "defense", "by": as_therapist}
    place_corner(**where, words="It’s good timing.")
    assert words_of(thread)["corners"]["conflict"]["defense"]["words"] == "It’s good timing."
    place_corner(**where, words="")
    assert words_of(thread)["corners"]["conflict"] == {}


def test_a_triangle_has_three_corners(thread: Thread, as_therapist: Actor) -> None:
    with pytest.raises(CannotChangeThread):
        place_corner(thread=thread, triangle="conflict", corner="past", words="x", by=as_therapist)


def test_a_moment_brings_the_course_up_to_date(thread: Thread, moment: Moment, as_therapist: Actor) -> None:
    (row,) = threads_of(as_therapist, thread.client_id)
    assert (row.course.moments, row.stage) == (1, "noticed")


def test_merging_moves_moments_and_keeps_the_name(
    thread: Thread, moment: Moment, as_therapist: Actor
) -> None:
    other = open_thread(client=thread.client, title="Leaving first", by=as_therapist)
    merge_threads(thread=thread, into=other, by=as_therapist)
    (row,) = threads_of(as_therapist, thread.client_id)
    assert (row.id, row.words["was"], row.course.moments) == (other.id, ["No trouble at all"], 1)
    (entry,) = entries_of(thread.scope(), keychain(thread.scope()))
    assert entry.threads == (other.id,)
    assert entry.steps == {other.id: ["noticed"]}


def test_a_thread_cannot_be_merged_into_itself(thread: Thread, as_therapist: Actor) -> None:
    with pytest.raises(CannotChangeThread):
        merge_threads(thread=thread, into=thread, by=as_therapist)


def test_merging_without_an_audit_link_moves_nothing(
    thread: Thread, moment: Moment, as_therapist: Actor, break_audit: Break
) -> None:
    other = open_thread(client=thread.client, title="Leaving first", by=as_therapist)
    break_audit()
    with pytest.raises(OSError):
        merge_threads(thread=thread, into=other, by=as_therapist)
    (entry,) = entries_of(thread.scope(), keychain(thread.scope()))
    assert entry.threads == (thread.id,)
