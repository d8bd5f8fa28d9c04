from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverie.timetable import walltime
from reverie.timetable.tests import walking

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
DAYS = st.dates(date(2024, 1, 1), date(2037, 12, 31))


@given(st.sampled_from(ZONES), DAYS, st.integers(0, 1439))
@settings(max_examples=400, deadline=None)
def test_agrees_with_zoneinfo_anywhere(zone: str, day: date, minute: int) -> None:
    assert walltime.at(day, minute, zone) == walking.instant(day, minute, zone)


@pytest.mark.parametrize("year", range(2024, 2038))
def test_agrees_around_every_clock_change_of_every_zone(year: int) -> None:
    for zone in ZONES[year % 7 :: 7]:
        for at, _, _ in walltime._changes_of(zone, year):
            day = walltime.instant(at).astimezone(ZoneInfo(zone)).date()
            for minute in range(0, 1440, 15):
                assert walltime.at(day, minute, zone) == walking.instant(day, minute, zone), (
                    zone,
                    day,
                    minute,
                )


@given(st.sampled_from(ZONES), DAYS)
@settings(max_examples=150, deadline=None)
def test_pieces_of_one_offset_cover_the_period_once(zone: str, day: date) -> None:
    first = walltime.wall_seconds(day, 0)
    pieces = walltime.offset_spans(first, first + 400 * walltime.DAY, zone)
    assert [low for low, _, _ in pieces[1:]] == [high for _, high, _ in pieces[:-1]]
    assert (pieces[0][0], pieces[-1][1]) == (first, first + 400 * walltime.DAY + 1)
    assert all(walltime.to_utc(low, zone) == low - offset for low, _, offset in pieces)


def test_gap_moves_forward_by_the_length_of_the_gap() -> None:
    assert walltime.at(date(2026, 3, 8), 150, "America/New_York") == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert walltime.is_in_gap(date(2026, 3, 8), 150, "America/New_York")
    assert not walltime.is_in_gap(date(2026, 3, 8), 180, "America/New_York")


def test_fold_names_the_first_of_the_two() -> None:
    assert walltime.at(date(2026, 11, 1), 90, "America/New_York") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert walltime.is_in_fold(date(2026, 11, 1), 90, "America/New_York")
    assert not walltime.is_in_fold(date(2026, 11, 2), 90, "America/New_York")


def test_half_hour_change_of_lord_howe() -> None:
    spring = date(2026, 10, 4)
    assert walltime.is_in_gap(spring, 2 * 60 + 15, "Australia/Lord_Howe")
    assert not walltime.is_in_gap(spring, 2 * 60 + 30, "Australia/Lord_Howe")


def test_a_time_in_the_gap_is_refused_when_agreed() -> None:
    with pytest.raises(walltime.NoSuchWallTime, match=r"02:30 on Sunday, March 8, 2026 .* such as 03:30"):
        walltime.require_real(date(2026, 3, 8), 150, "America/New_York")
    walltime.require_real(date(2026, 3, 8), 210, "America/New_York")


@pytest.mark.parametrize("name", ["Etc/GMT+5", "EST", "UTC", "GMT-3"])
def test_a_practice_cannot_live_in_a_bare_offset(name: str) -> None:
    with pytest.raises(walltime.UnknownZone):
        walltime.require_place(name)


def test_unknown_zone_is_named() -> None:
    with pytest.raises(walltime.UnknownZone, match="Portland/Elm"):
        walltime.zone("Portland/Elm")


def test_local_minute_is_what_the_clock_shows() -> None:
    noon = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    assert walltime.local_minute(noon, "Asia/Kathmandu") == 17 * 60 + 45
    assert (
        walltime.to_wall(walltime.utc_seconds(noon), "Asia/Kathmandu") % walltime.DAY
        == timedelta(hours=17, minutes=45).total_seconds()
    )
