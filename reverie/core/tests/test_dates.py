"""Moments in words."""

from datetime import UTC, date, datetime

import time_machine

from reverie.core import dates

LATE = datetime(2026, 6, 10, 5, 5, tzinfo=UTC)


@time_machine.travel("2026-06-15")
def test_a_moment_is_told_in_the_zone_of_the_person() -> None:
    assert dates.day_and_time(LATE, "America/Los_Angeles") == "Tuesday, June 9, at 10:05 pm"
    assert dates.day_and_time(LATE, "Europe/Berlin") == "Wednesday, June 10, at 7:05 am"


@time_machine.travel("2026-06-15")
def test_another_year_is_named() -> None:
    assert dates.day(date(2025, 6, 9), "America/New_York") == "Monday, June 9, 2025"
    assert dates.short_day(date(2026, 6, 9), "America/New_York") == "June 9"


def test_noon_and_midnight() -> None:
    noon = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
    assert dates.time(noon, "UTC") == "12:00 pm"
    assert dates.time(noon.replace(hour=0), "UTC") == "12:00 am"
