from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverie.timetable.standing import Moved, Standing, caseload, days_in_gap, occurrences, shifts_elsewhere
from reverie.timetable.tests import walking
from reverie.timetable.tests.test_walltime import ZONES

NEW_YORK = "America/New_York"
TUESDAY = Standing(date(2026, 1, 6), 7, 600, NEW_YORK, 50)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@st.composite
def series(draw: st.DrawFn) -> Standing:
    first = draw(st.dates(date(2023, 1, 1), date(2027, 12, 31)))
    step = draw(st.sampled_from([1, 2, 7, 7, 14, 28]))
    planned = [first + timedelta(days=step * n) for n in draw(st.sets(st.integers(0, 40), max_size=6))]
    move = st.builds(
        Moved, st.dates(date(2023, 1, 1), date(2028, 1, 1)), st.integers(0, 1439), st.none() | st.just(90)
    )
    exceptions = {day: draw(st.none() | move) for day in planned}
    last = draw(st.none() | st.dates(first, date(2029, 1, 1)))
    return Standing(
        first, step, draw(st.integers(0, 1439)), draw(st.sampled_from(ZONES)), 50, last, exceptions
    )


@given(
    series(),
    st.dates(date(2022, 12, 1), date(2028, 6, 1)),
    st.integers(0, 1439),
    st.integers(0, 60 * 24 * 90),
)
@settings(max_examples=250, deadline=None)
def test_division_finds_what_walking_finds(one: Standing, day: date, minute: int, length: int) -> None:
    low = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    high = low + timedelta(minutes=length)
    expected = walking.occurrences(one, low, high) if length else []
    assert occurrences(one, low, high) == expected


def test_wall_time_stays_over_both_clock_changes() -> None:
    hours = occurrences(TUESDAY, utc(2026, 1, 1), utc(2027, 1, 1))
    assert len(hours) == 52
    assert {hour.start.astimezone(ZoneInfo(NEW_YORK)).hour for hour in hours} == {10}
    assert {hour.start.hour for hour in hours} == {14, 15}


def test_hour_that_touches_the_period_only_at_its_edge_is_outside() -> None:
    assert not occurrences(TUESDAY, utc(2026, 1, 6, 15, 50), utc(2026, 1, 6, 16))
    assert not occurrences(TUESDAY, utc(2026, 1, 6, 14), utc(2026, 1, 6, 15))
    assert occurrences(TUESDAY, utc(2026, 1, 6, 15, 49), utc(2026, 1, 6, 15, 50))


def test_leap_day_is_a_day_like_any_other() -> None:
    daily = Standing(date(2028, 2, 28), 1, 600, NEW_YORK, 50)
    days = [hour.day for hour in occurrences(daily, utc(2028, 2, 28), utc(2028, 3, 2))]
    assert days == [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]


def test_left_out_and_moved_hours() -> None:
    moved = Moved(date(2026, 1, 15), 480, 90)
    one = Standing(
        date(2026, 1, 6), 7, 600, NEW_YORK, 50, None, {date(2026, 1, 6): None, date(2026, 1, 13): moved}
    )
    (hour,) = occurrences(one, utc(2026, 1, 5), utc(2026, 1, 19))
    assert (hour.start, hour.end, hour.day) == (
        utc(2026, 1, 15, 13),
        utc(2026, 1, 15, 14, 30),
        date(2026, 1, 13),
    )


def test_an_hour_in_the_gap_is_held_and_named() -> None:
    night = Standing(date(2026, 3, 1), 7, 150, NEW_YORK, 50)
    hours = occurrences(night, utc(2026, 3, 1), utc(2026, 3, 16))
    assert [hour.start for hour in hours] == [
        utc(2026, 3, 1, 7, 30),
        utc(2026, 3, 8, 7, 30),
        utc(2026, 3, 15, 6, 30),
    ]
    assert days_in_gap(night, utc(2026, 3, 1), utc(2026, 3, 16)) == [date(2026, 3, 8)]


def test_client_abroad_sees_two_shifts_in_spring() -> None:
    found = shifts_elsewhere(TUESDAY, "Europe/Berlin", utc(2026, 2, 1), utc(2026, 5, 1))
    assert [(hour.day, minute) for hour, minute in found] == [
        (date(2026, 3, 10), 900),
        (date(2026, 3, 31), 960),
    ]


def test_caseload_is_sorted_by_start() -> None:
    later = Standing(date(2026, 1, 6), 7, 540, "America/Los_Angeles", 50)
    found = caseload([later, TUESDAY], utc(2026, 1, 5), utc(2026, 1, 12))
    assert [position for _, position in found] == [1, 0]


@pytest.mark.parametrize("change", [{"step_days": 0}, {"minute": 1440}, {"length": 0}, {"zone": "Nowhere"}])
def test_a_series_that_cannot_be_is_refused(change: dict) -> None:
    with pytest.raises(ValueError):
        Standing(
            **{
                "first_day": date(2026, 1, 6),
                "step_days": 7,
                "minute": 0,
                "zone": NEW_YORK,
                "length": 50,
                **change,
            }
        )
