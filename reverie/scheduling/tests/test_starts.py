from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from reverie.accounts.models import Therapist
from reverie.core.policy import Actor
from reverie.scheduling import actions, planes
from reverie.scheduling.actions import OpenWindow
from reverie.scheduling.queries import changed_planes, next_hours, open_hours, start_bits
from reverie.scheduling.tests.conftest import NOW, Book
from reverie.timetable.plane import open_starts

Budget = Callable[[int], Any]


def starts(therapist: Therapist, minutes: int) -> list[Any]:
    axis = planes.current_axis()
    bits = dict(start_bits({therapist.id: minutes}, axis))[therapist.id]
    return open_starts(bits, axis, 15, after=NOW, limit=5000)


def test_starts_are_the_open_hours(open_tuesdays: Therapist, as_therapist: Actor, book: Book) -> None:
    windows = [
        OpenWindow(1, 540, 720),
        OpenWindow(3, 795, 1140, grid_minutes=45),
        OpenWindow(4, 600, 705, "ask"),
    ]
    actions.set_availability(therapist=open_tuesdays, windows=windows, by=as_therapist)
    for day, window in ((16, [OpenWindow(1, 600, 900)]), (18, []), (21, [OpenWindow(6, 720, 900)])):
        actions.set_day(therapist=open_tuesdays, day=date(2026, 6, day), windows=window, by=as_therapist)
    book()
    for minutes in (25, 50, 75):
        expected = open_hours([open_tuesdays], NOW, NOW + timedelta(weeks=9), minutes=minutes)
        assert starts(open_tuesdays, minutes) == expected[open_tuesdays.id]
        found = next_hours({open_tuesdays.id: minutes}, planes.current_axis(), limit=9)
        assert found[open_tuesdays.id] == expected[open_tuesdays.id][:9]


def test_starts_between_quarters_are_found_too(open_tuesdays: Therapist, as_therapist: Actor) -> None:
    windows = [OpenWindow(1, 540, 780, grid_minutes=50)]
    actions.set_availability(therapist=open_tuesdays, windows=windows, by=as_therapist)
    expected = open_hours([open_tuesdays], NOW, NOW + timedelta(weeks=9), minutes=50)[open_tuesdays.id]
    found = next_hours({open_tuesdays.id: 50}, planes.current_axis(), limit=500)[open_tuesdays.id]
    assert found == expected
    assert {start.minute for start in found} == {0, 50, 40, 30}


def test_a_booking_is_a_change_and_nothing_else_is(
    open_tuesdays: Therapist, book: Book, django_assert_num_queries: Budget
) -> None:
    mark, _ = changed_planes(0)
    with django_assert_num_queries(1):
        again, changed = changed_planes(mark)
    known = {one for one, _ in changed}  # within the test's own transaction PostgreSQL may name it again
    assert known <= {open_tuesdays.id}
    book()
    assert [one for one, _ in changed_planes(again)[1]] == [open_tuesdays.id]
