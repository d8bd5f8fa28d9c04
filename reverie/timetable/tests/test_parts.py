from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reverie.timetable.parts import quarters_in
from reverie.timetable.plane import Axis


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
@pytest.mark.parametrize("begin", [datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)])
def test_quarters_are_those_that_a_clock_in_the_zone_shows(zone: str, begin: datetime) -> None:
    axis = Axis.starting(begin)
    found = quarters_in(axis, zone, (1, 6), ((17, 24), (0, 2)))
    for quarter in range(axis.quarters):
        local = (begin + timedelta(minutes=15 * quarter)).astimezone(ZoneInfo(zone))
        assert found[quarter] == (local.weekday() in {1, 6} and (local.hour >= 17 or local.hour < 2))


def test_left_open_every_quarter_fits() -> None:
    assert quarters_in(Axis.starting(datetime(2026, 3, 1, tzinfo=UTC)), "UTC", (), ()).all()
