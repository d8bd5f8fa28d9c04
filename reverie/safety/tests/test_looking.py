"""Declared hours on a practice's wall clock: open, closing, opening again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reverie.safety.queries.looking import Looking

ZONE = "America/Los_Angeles"
WEEKDAYS = tuple((day, 9 * 60, 17 * 60) for day in range(5))
HOURS = Looking(ZONE, hours=WEEKDAYS, closed=(("2026-11-26", "2026-11-27"),))


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-24T09:00", "2026-11-24T09:00"),
        ("2026-11-24T16:59:59", "2026-11-24T16:59:59"),
        ("2026-11-24T17:00", "2026-11-25T09:00"),
        ("2026-11-24T08:59:59", "2026-11-24T09:00"),
        ("2026-11-25T23:10", "2026-11-30T09:00"),  # over the days on which nobody looks and the weekend
        ("2026-11-26T12:00", "2026-11-30T09:00"),
        ("2026-10-31T02:10", "2026-11-02T09:00"),  # over the end of summer time
        ("2026-03-07T20:00", "2026-03-09T09:00"),  # over its beginning
    ],
)
def test_minutes_begin_at_once_or_at_the_next_opening(moment: str, opens: str) -> None:
    assert HOURS.counts_from(wall(moment)) == wall(opens)


@pytest.mark.parametrize(("moment", "closes"), [("2026-11-24T09:00", 17), ("2026-11-24T17:00", None)])
def test_it_says_when_it_closes(moment: str, closes: int | None) -> None:
    expected = wall(f"2026-11-24T{closes}:00") if closes else None
    assert HOURS.closes_at(wall(moment)) == expected


@pytest.mark.parametrize("hours", [Looking(ZONE), Looking(ZONE, is_at_any_hour=True)])
def test_undeclared_and_any_hour_begin_at_once(hours: Looking) -> None:
    assert hours.counts_from(wall("2026-11-29T03:00")) == wall("2026-11-29T03:00")


def test_a_day_may_have_two_windows_and_end_at_midnight() -> None:
    two = Looking(ZONE, hours=((1, 8 * 60, 12 * 60), (1, 20 * 60, 24 * 60)))
    assert two.counts_from(wall("2026-11-24T13:00")) == wall("2026-11-24T20:00")
    assert two.is_open(wall("2026-11-24T23:59"))
    assert not two.is_open(wall("2026-11-25T00:00"))


def test_a_practice_that_is_always_closed_begins_at_once() -> None:
    never = Looking(ZONE, hours=WEEKDAYS, closed=(("2026-01-01", "2028-12-31"),))
    assert never.next_opening(wall("2026-11-24T09:00")) is None
    assert never.counts_from(wall("2026-11-24T09:00")) == wall("2026-11-24T09:00")


def test_every_minute_of_a_week_is_open_or_has_a_later_opening() -> None:
    start = wall("2026-03-05T00:00")
    for minutes in range(0, 7 * 24 * 60, 7):
        moment = start + timedelta(minutes=minutes)
        opening = HOURS.counts_from(moment)
        assert opening >= moment
        assert HOURS.is_open(opening)
