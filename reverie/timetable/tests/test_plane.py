from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverie.timetable import plane
from reverie.timetable.plane import Axis, free_bits, free_plane, open_starts, shifted, to_bits
from reverie.timetable.tests import walking
from reverie.timetable.tests.test_walltime import ZONES
from reverie.timetable.week import Week

QUARTER = timedelta(minutes=15)
WORKDAYS = {day: [(540, 720), (780, 1020)] for day in range(5)}
MONDAY = Axis.starting(datetime(2026, 3, 2, tzinfo=UTC))

windows = st.tuples(st.integers(0, 1430), st.integers(1, 600)).map(lambda w: (w[0], min(1440, w[0] + w[1])))
weeks = st.builds(
    Week,
    st.sampled_from(ZONES),
    st.dictionaries(st.integers(0, 6), st.lists(windows, max_size=3), max_size=7),
    st.dictionaries(st.dates(date(2026, 3, 1), date(2026, 3, 20)), st.lists(windows, max_size=2), max_size=4),
    st.lists(st.just((date(2026, 3, 11), date(2026, 3, 12))), max_size=1),
)
bookings = st.lists(
    st.tuples(st.integers(0, 20 * 1440), st.integers(1, 120)).map(
        lambda b: (MONDAY.begin + timedelta(minutes=b[0]), MONDAY.begin + timedelta(minutes=b[0] + b[1]))
    ),
    max_size=6,
)


def expected_bits(axis: Axis, week: Week, booked: list) -> int:
    """The slow way: a quarter is free when one window holds all of it and no booking touches it."""
    spans = list(walking.spans(week, axis.begin.date() - timedelta(days=2), axis.quarters // 96 + 5))
    bits = 0
    for number in range(axis.quarters):
        low, high = axis.moment(number), axis.moment(number + 1)
        if any(a <= low and high <= b for a, b in spans) and not any(a < high and b > low for a, b in booked):
            bits |= 1 << number
    return bits


@given(weeks, bookings)
@settings(max_examples=60, deadline=None)
def test_bits_are_what_walking_the_quarters_finds(week: Week, booked: list) -> None:
    axis = Axis(MONDAY.first, 24)
    assert free_bits(axis, [week], booked) == expected_bits(axis, week, booked)


@given(weeks, bookings, st.integers(1, 180), st.integers(0, 96 * 4))
@settings(max_examples=60, deadline=None)
def test_earliest_start_is_the_first_free_run(week: Week, booked: list, minutes: int, skip: int) -> None:
    axis = Axis(MONDAY.first, 12)
    bits = free_bits(axis, [week], booked)
    need = plane.quarters_of(minutes)
    slow = [n for n in range(skip, axis.quarters) if all(bits >> (n + k) & 1 for k in range(need))][:3]
    assert open_starts(bits, axis, minutes, after=axis.moment(skip), limit=3) == [
        axis.moment(n) for n in slow
    ]


def test_eight_weeks_cost_672_bytes() -> None:
    assert free_plane(MONDAY, [Week("America/New_York", WORKDAYS)]).nbytes == 672
    assert MONDAY.end - MONDAY.begin == timedelta(weeks=8)


def test_a_booking_blocks_every_quarter_it_touches() -> None:
    week = Week("UTC", {0: [(540, 660)]})
    begin = datetime(2026, 3, 2, 9, 50, tzinfo=UTC)
    one_week = Axis(MONDAY.first, 10)
    bits = free_bits(one_week, [week], [(begin, begin + timedelta(minutes=11))])
    assert open_starts(bits, one_week, 15, limit=9)[-4:] == [
        datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        *(datetime(2026, 3, 2, 10, minute, tzinfo=UTC) for minute in (15, 30, 45)),
    ]


def test_windows_are_rounded_inwards() -> None:
    bits = free_bits(MONDAY, [Week("UTC", {0: [(545, 595)]})])
    assert open_starts(bits, MONDAY, 15, limit=9)[:2] == [
        datetime(2026, 3, 2, 9, 15, tzinfo=UTC),
        datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    ]


def test_the_night_of_the_clock_change_has_the_hours_it_has() -> None:
    spring, autumn = (
        Axis.starting(datetime(2026, 3, 8, tzinfo=UTC), 2),
        Axis.starting(datetime(2026, 11, 1, tzinfo=UTC), 2),
    )
    night = Week("America/New_York", {6: [(0, 240)]})
    assert free_bits(spring, [night]).bit_count() == 3 * 4
    assert free_bits(autumn, [night]).bit_count() == 5 * 4


def test_holiday_wins_over_rule_and_exception() -> None:
    day = date(2026, 3, 4)
    week = Week("UTC", WORKDAYS, {day: [(0, 1440)]}, [(day, day)])
    low, high = datetime(2026, 3, 4, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC)
    assert not [s for s in open_starts(free_bits(MONDAY, [week]), MONDAY, 15, limit=999) if low <= s < high]


def test_two_zones_of_one_therapist_are_united() -> None:
    both = [Week("Europe/Berlin", {0: [(540, 600)]}), Week("UTC", {0: [(540, 600)]})]
    assert free_bits(Axis(MONDAY.first, 2), both).bit_count() == 8


@given(weeks, st.integers(-200, 200))
@settings(max_examples=30, deadline=None)
def test_shifting_keeps_every_quarter_both_axes_know(week: Week, by: int) -> None:
    old, new = Axis(MONDAY.first, 12), Axis(MONDAY.first + by, 12)
    moved, fresh = shifted(free_bits(old, [week]), old, new), free_bits(new, [week])
    known = ((1 << old.quarters) - 1 << old.first) & ((1 << new.quarters) - 1 << new.first)
    assert moved << new.first == fresh << new.first & known


def test_words_and_bits_are_the_same_plane() -> None:
    bits = free_bits(MONDAY, [Week("Asia/Kathmandu", WORKDAYS)])
    assert to_bits(plane.from_bits(bits, MONDAY)) == bits


def test_no_meeting_lasts_no_time() -> None:
    with pytest.raises(ValueError, match="at least one minute"):
        open_starts(1, MONDAY, 0)
