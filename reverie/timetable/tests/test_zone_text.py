"""A reader that knows only our text finds the instants that the list of zones gives."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest

from reverie.timetable.zone_text import vtimezone

PLACES = [
    "America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Phoenix", "Asia/Kathmandu",
    "America/St_Johns", "Pacific/Chatham", "Africa/Casablanca", "Europe/Dublin", "America/Santiago",
]  # fmt: skip


def as_read(name: str, first: int, last: int) -> object:
    """The zone as the icalendar package builds it from our text alone."""
    text = "\r\n".join(vtimezone(name, first, last)) + "\r\n"
    return icalendar.Timezone.from_ical(text).to_tz(lookup_tzid=False)


@pytest.mark.parametrize("name", PLACES)
def test_the_text_gives_the_same_instants_as_the_list(name: str) -> None:
    read, real = as_read(name, 2026, 2032), ZoneInfo(name)
    for hours in range(0, 6 * 365 * 24, 7):
        wall = datetime(2026, 1, 2, 0, 30) + timedelta(hours=hours)
        if (
            wall.replace(tzinfo=real).utcoffset()
            == (wall + timedelta(hours=3)).replace(tzinfo=real).utcoffset()
        ):
            assert wall.replace(tzinfo=read).utcoffset() == wall.replace(tzinfo=real).utcoffset(), wall


def test_the_hours_around_a_change_are_right_to_the_minute() -> None:
    read, real = as_read("America/New_York", 2026, 2032), ZoneInfo("America/New_York")
    for minute in (0, 119, 181, 240):
        for day in (datetime(2027, 3, 14), datetime(2026, 11, 1)):
            wall = day + timedelta(minutes=minute)
            assert wall.replace(tzinfo=read).utcoffset() == wall.replace(tzinfo=real).utcoffset(), wall


def test_a_yearly_change_is_written_as_a_rule_that_goes_on() -> None:
    text = vtimezone("America/New_York", 2026, 2032)
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU" in text
    assert "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU" in vtimezone("Europe/London", 2026, 2032)
    assert any(line.startswith("RDATE") for line in vtimezone("Africa/Casablanca", 2026, 2032))


def test_every_zone_can_be_written() -> None:
    for name in sorted(available_timezones())[::12]:
        text = vtimezone(name, 2026, 2029)
        assert text[1] == f"TZID:{name}"
        assert text.count("BEGIN:STANDARD") + text.count("BEGIN:DAYLIGHT") >= 1
