from collections.abc import Callable
from typing import Any

import pytest

from reverie.accounts.models import Client, Therapist
from reverie.accounts.queries import actor_of
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process.actions import (
    CannotChangeThread,
    CannotMark,
    Mark,
    change_moment,
    mark_moment,
    merge_threads,
    name_thread,
    open_thread,
    part_again,
    place_corner,
    split_thread,
    unmark,
)
from reverie.process.models import Moment, Thread
from reverie.process.queries import entries_of, threads_of
from reverie.process.queries.sheets import sheet_page, thread_titles

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


@pytest.fixture
def second(moment: Moment, thread: Thread, as_therapist: Actor) -> Moment:
    """Another moment on the thread, with a step of its own."""
    mark = Mark(words="I hate it.", kind="affect", threads=(thread.id,), steps={thread.id: ("eased",)})
    return mark_moment(sheet=moment.sheet, mark=mark, by=as_therapist)


def state(thread: Thread) -> list[Any]:
    """All that pictures know of the moments, in an order of its own."""
    entries = entries_of(thread.scope(), keychain(thread.scope()))
    return sorted((str(e.moment), sorted(map(str, e.threads)), str(sorted(e.steps.items()))) for e in entries)


def test_a_merge_can_be_undone_as_if_it_had_never_been(
    thread: Thread, second: Moment, as_therapist: Actor
) -> None:
    other = open_thread(client=thread.client, title="Leaving first", by=as_therapist)
    both = Mark(words="Everyone very politely.", kind="insight", threads=(thread.id, other.id))
    mark_moment(sheet=second.sheet, mark=both, by=as_therapist)
    before = state(thread)
    merge_threads(thread=thread, into=other, by=as_therapist)
    assert state(thread) != before
    part_again(thread=other, merged=thread, by=as_therapist)
    assert state(thread) == before
    titles = {row.title for row in threads_of(as_therapist, thread.client_id)}
    assert titles == {"No trouble at all", "Leaving first"}
    assert (words_of(other)["was"], words_of(other)["history"]) == ([], [])


def test_only_what_was_merged_can_be_parted(thread: Thread, as_therapist: Actor) -> None:
    other = open_thread(client=thread.client, title="Leaving first", by=as_therapist)
    with pytest.raises(CannotChangeThread):
        part_again(thread=thread, merged=other, by=as_therapist)
    merge_threads(thread=thread, into=other, by=as_therapist)
    with pytest.raises(CannotChangeThread):
        merge_threads(thread=thread, into=other, by=as_therapist)


def test_splitting_takes_moments_and_their_steps_along(
    thread: Thread, second: Moment, as_therapist: Actor
) -> None:
    new = split_thread(thread=thread, moments=[second.id], title="What she hates", by=as_therapist)
    rows = {row.title: row.course for row in threads_of(as_therapist, thread.client_id)}
    assert (rows["What she hates"].moments, len(rows["What she hates"].eased)) == (1, 1)
    assert (rows["No trouble at all"].moments, rows["No trouble at all"].eased) == (1, ())
    assert words_of(new)["history"][0] | {"on": ""} == {
        "how": "split_from",
        "thread": str(thread.id),
        "title": "No trouble at all",
        "on": "",
        **{name: words_of(thread)["history"][0][name] for name in ("moments", "both", "links")},
    }


@pytest.mark.parametrize("chosen", [[], "all"], ids=["none", "all"])
def test_a_split_leaves_something_on_both_sides(
    thread: Thread, second: Moment, as_therapist: Actor, chosen: Any
) -> None:
    moments = list(Moment.objects.values_list("id", flat=True)) if chosen == "all" else []
    with pytest.raises(CannotChangeThread):
        split_thread(thread=thread, moments=moments, title="Two", by=as_therapist)
    assert Thread.objects.count() == 1


@pytest.mark.parametrize("how", ["split", "part"])
def test_splitting_and_parting_without_an_audit_link_move_nothing(
    thread: Thread, second: Moment, as_therapist: Actor, break_audit: Break, how: str
) -> None:
    other = open_thread(client=thread.client, title="Leaving first", by=as_therapist)
    if how == "part":
        merge_threads(thread=other, into=thread, by=as_therapist)
    before, count = state(thread), Thread.objects.count()
    break_audit()
    with pytest.raises(OSError):
        if how == "split":
            split_thread(thread=thread, moments=[second.id], title="Two", by=as_therapist)
        else:
            part_again(thread=thread, merged=other, by=as_therapist)
    assert (state(thread), Thread.objects.count()) == (before, count)


def test_a_corner_rests_on_a_moment(thread: Thread, moment: Moment, as_therapist: Actor) -> None:
    where = {"thread": thread, "triangle": "conflict", "corner": "defense", "by": as_therapist}
    place_corner(**where, words="", moment=moment)
    held = words_of(thread)["corners"]["conflict"]["defense"]
    assert (held["words"], held["moment"]) == ("It’s good timing.", str(moment.id))


def test_a_chain_of_merges_is_undone_from_its_end_and_loses_nothing(
    thread: Thread, second: Moment, as_therapist: Actor
) -> None:
    middle = open_thread(client=thread.client, title="Leaving first", by=as_therapist)
    last = open_thread(client=thread.client, title="Going", by=as_therapist)
    before = state(thread)
    merge_threads(thread=thread, into=middle, by=as_therapist)
    merge_threads(thread=middle, into=last, by=as_therapist)
    with pytest.raises(CannotChangeThread, match="runs on in another"):
        part_again(thread=middle, merged=thread, by=as_therapist)
    part_again(thread=last, merged=middle, by=as_therapist)
    part_again(thread=middle, merged=thread, by=as_therapist)
    assert state(thread) == before


@pytest.fixture
def merged(thread: Thread, moment: Moment, as_therapist: Actor) -> Thread:
    """The thread, running on in another."""
    other = open_thread(client=thread.client, title="Leaving first", by=as_therapist)
    merge_threads(thread=thread, into=other, by=as_therapist)
    return thread


def test_a_merged_thread_is_offered_nowhere(merged: Thread, moment: Moment, as_therapist: Actor) -> None:
    assert merged.id not in thread_titles(as_therapist, merged.client_id)
    assert merged.id not in sheet_page(moment.sheet).threads
    mark = Mark(words="I hate it.", kind="affect", threads=(merged.id,))
    with pytest.raises(CannotMark, match="runs on in another"):
        change_moment(moment=moment, mark=mark, by=as_therapist)
    with pytest.raises(CannotMark, match="runs on in another"):
        mark_moment(sheet=moment.sheet, mark=mark, by=as_therapist)


def test_a_merged_thread_is_changed_no_more(merged: Thread, moment: Moment, as_therapist: Actor) -> None:
    corner = {"triangle": "conflict", "corner": "defense", "words": "x"}
    with pytest.raises(CannotChangeThread):
        place_corner(thread=merged, **corner, by=as_therapist)
    with pytest.raises(CannotChangeThread):
        name_thread(thread=merged, title="Other", about="", by=as_therapist)
    with pytest.raises(CannotChangeThread):
        split_thread(thread=merged, moments=[moment.id], title="Other", by=as_therapist)


def test_a_corner_rests_on_no_mark_that_was_taken_away(
    thread: Thread, moment: Moment, as_therapist: Actor
) -> None:
    unmark(moment=moment, by=as_therapist)
    where = {"thread": thread, "triangle": "conflict", "corner": "defense", "by": as_therapist}
    with pytest.raises(CannotChangeThread, match="taken away"):
        place_corner(**where, words="", moment=Moment.objects.get(pk=moment.pk))
