"""One walk through the house, as each person in it: from a visitor's search to a record taken home."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.journeys import walk_beginning, walk_between, walk_hour, walk_sight
from tests.journeys.elm_row import ElmRow, elm_row
from tests.journeys.persons import Persons, persons
from tests.journeys.story import MONDAY, Story

__all__ = ["elm_row", "persons"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def calendar() -> Iterator[time_machine.Traveller]:
    """A clock that goes on from a Monday morning in January."""
    with time_machine.travel(MONDAY, tick=True) as traveller:
        yield traveller


@pytest.fixture
def story(calendar: time_machine.Traveller, elm_row: ElmRow, persons: Persons) -> Story:
    return Story(calendar, elm_row, persons)


def test_a_visitor_becomes_a_client_and_takes_the_record_home(story: Story) -> None:
    walk_beginning.when_a_visitor_finds_a_therapist_by_concern_and_open_hour(story)
    walk_beginning.when_she_books_and_makes_her_account(story)
    walk_beginning.then_both_see_the_first_meeting(story)
    walk_beginning.when_both_say_yes(story)
    walk_beginning.when_a_weekly_hour_is_agreed(story)
    walk_beginning.then_it_stands_in_her_space_on_the_day_and_in_the_week(story)
    walk_hour.when_the_hour_is_held_and_its_note_is_signed(story)
    walk_hour.when_the_therapist_thinks_about_it_apart(story)
    walk_hour.then_the_thread_holds_both_moments(story)
    walk_between.when_the_client_shares_a_dream(story)
    walk_between.then_the_therapist_reads_it(story)
    walk_between.when_she_says_that_she_thinks_of_dying(story)
    walk_between.then_it_is_on_top_of_the_day_until_somebody_has_spoken_with_her(story)
    walk_sight.then_nobody_else_sees_a_word(story)
    walk_sight.then_she_takes_the_record_home_and_sees_who_read_it(story)
