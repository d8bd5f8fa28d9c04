from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from reverie.accounts.models import Therapist
from reverie.core.policy import Actor
from reverie.scheduling import actions, events, planes, tasks
from reverie.scheduling.actions import CannotSetHours, OpenWindow
from reverie.scheduling.models import AvailabilityRule, FreePlane, Holiday
from reverie.scheduling.queries import open_hours
from reverie.scheduling.tests.conftest import NOW, TUESDAY, TUESDAY_TEN, Book
from reverie.scheduling.tests.test_changing import break_audit


def starts(therapist: Therapist, weeks: int = 1, minutes: int = 50) -> list[datetime]:
    return open_hours([therapist], NOW, NOW + timedelta(weeks=weeks), minutes=minutes)[therapist.id]


def test_open_hours_lie_on_the_grid_of_their_window(open_tuesdays: Therapist) -> None:
    assert [one.hour for one in starts(open_tuesdays)] == [16, 17, 18]
    assert [one.hour for one in starts(open_tuesdays, minutes=75)] == [16, 17]
    assert len(starts(open_tuesdays, weeks=8)) == 24


def test_hours_on_request_are_not_shown_and_hours_kept_free_are_cut_out(
    therapist: Therapist, as_therapist: Actor
) -> None:
    windows = [OpenWindow(1, 540, 600), OpenWindow(1, 600, 660, "closed"), OpenWindow(2, 540, 600, "ask")]
    actions.set_availability(therapist=therapist, windows=windows, by=as_therapist)
    assert starts(therapist) == [TUESDAY_TEN - timedelta(hours=1)]


@pytest.mark.parametrize(
    ("windows", "words"),
    [
        ([OpenWindow(1, 540, 540)], "end after they start"),
        ([OpenWindow(1, 545, 600)], "quarter of an hour"),
        ([OpenWindow(1, 540, 660), OpenWindow(1, 600, 720)], "lie over each other"),
        ([OpenWindow(7, 540, 660)], "day of the week"),
    ],
)
def test_windows_that_cannot_be_are_refused(
    open_tuesdays: Therapist, as_therapist: Actor, windows: list, words: str
) -> None:
    with pytest.raises(CannotSetHours, match=words):
        actions.set_availability(therapist=open_tuesdays, windows=windows, by=as_therapist)
    assert AvailabilityRule.objects.count() == 1


def test_a_bare_offset_is_no_zone_for_a_practice(therapist: Therapist, as_therapist: Actor) -> None:
    with pytest.raises(CannotSetHours, match="fixed offset"):
        actions.set_availability(therapist=therapist, windows=[], zone="Etc/GMT+8", by=as_therapist)


def test_other_hours_replace_a_day_and_are_taken_back(open_tuesdays: Therapist, as_therapist: Actor) -> None:
    actions.set_day(therapist=open_tuesdays, day=TUESDAY, windows=[OpenWindow(1, 780, 840)], by=as_therapist)
    assert starts(open_tuesdays) == [datetime(2026, 6, 9, 20, tzinfo=UTC)]
    actions.set_day(therapist=open_tuesdays, day=TUESDAY, windows=[], by=as_therapist)
    assert starts(open_tuesdays) == []
    actions.clear_day(therapist=open_tuesdays, day=TUESDAY, by=as_therapist)
    assert len(starts(open_tuesdays)) == 3


def test_nothing_changes_when_the_audit_fails(
    open_tuesdays: Therapist, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_audit(monkeypatch)
    with pytest.raises(RuntimeError):
        actions.set_availability(therapist=open_tuesdays, windows=[], by=as_therapist)
    assert AvailabilityRule.objects.count() == 1
    assert planes.bits_of(FreePlane.objects.get())


def announce(therapist: Therapist, by: Actor, last: date = TUESDAY) -> Holiday:
    return actions.announce_holiday(
        practice=therapist.practice, therapist=therapist, first_day=TUESDAY, last_day=last, by=by
    )


def test_a_holiday_calls_off_its_hours_and_is_told_once(
    open_tuesdays: Therapist, book: Book, as_therapist: Actor
) -> None:
    heard = []

    def listen(holiday: Holiday, clients: list, **_: object) -> None:
        heard.append((holiday, clients))

    row = book()
    events.holiday_announced.connect(listen)
    holiday = announce(open_tuesdays, as_therapist)
    events.holiday_announced.disconnect(listen)
    row.refresh_from_db()
    assert (row.state, row.cancelled_side) == ("cancelled", "practice")
    assert heard == [(holiday, [row.client_id])]
    assert starts(open_tuesdays) == []


def test_two_holidays_do_not_lie_over_each_other(open_tuesdays: Therapist, as_therapist: Actor) -> None:
    announce(open_tuesdays, as_therapist)
    with pytest.raises(CannotSetHours, match="already"):
        announce(open_tuesdays, as_therapist)
    with pytest.raises(CannotSetHours, match="before the first"):
        announce(open_tuesdays, as_therapist, TUESDAY - timedelta(days=1))


def test_planes_move_on_with_the_days(
    open_tuesdays: Therapist, monday_morning: time_machine.Traveller
) -> None:
    monday_morning.shift(timedelta(weeks=6))
    later = NOW + timedelta(weeks=6)
    window = later, later + timedelta(weeks=8)
    assert len(open_hours([open_tuesdays], *window, minutes=50)[open_tuesdays.id]) == 6
    tasks.roll_planes({})
    assert len(open_hours([open_tuesdays], *window, minutes=50)[open_tuesdays.id]) == 24


def test_three_queries_for_any_number_of_therapists(
    open_tuesdays: Therapist, colleague: Therapist, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        open_hours([open_tuesdays, colleague], NOW, NOW + timedelta(weeks=8), minutes=50)
