from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events

from reverie.timetable.calendar_file import MOST_BYTES, CalendarError, read_entries
from reverie.timetable.calendar_series import read_occurrences

FILES = sorted((Path(__file__).parent / "data" / "ics").glob("*/*.ics"))
UNREADABLE = {
    "rfc_5545_RDATE_example.ics": r"line 2: DTSTART: an event has no start",
    "invalid_tzoffset.ics": r"line 9: cannot be read: .*\+5328",
    "non_dst_error.ics": r"line 171: cannot be read: .*PT-2H",
}
READABLE = [path for path in FILES if path.name not in UNREADABLE]
PERIODS = [((1995, 1, 1), (2030, 1, 1)), ((2012, 1, 1), (2016, 3, 1)), ((2026, 3, 1), (2026, 3, 17))]
ALWAYS = datetime(1990, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)


def utc(value: date) -> datetime:
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def oracle(data: bytes, low: datetime, high: datetime) -> list[tuple[datetime, datetime, str]]:
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(low, high)
    return sorted((utc(e["DTSTART"].dt), utc(e["DTEND"].dt), str(e.get("UID", ""))) for e in events)


def calendar(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{body}END:VCALENDAR\n".encode()


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_same_instants_as_recurring_ical_events(path: Path, period: tuple) -> None:
    low, high = (datetime(*parts, tzinfo=UTC) for parts in period)
    data = path.read_bytes()
    assert [tuple(one) for one in read_occurrences(data, low, high).occurrences] == oracle(data, low, high)


@pytest.mark.parametrize("path", [p for p in FILES if p.name in UNREADABLE], ids=lambda path: path.name)
def test_hostile_files_are_refused_with_their_line(path: Path) -> None:
    with pytest.raises(CalendarError, match=UNREADABLE[path.name]):
        read_occurrences(path.read_bytes(), *ALWAYS)


AT = "DTSTART:20260105T100000Z"
BERLIN = "UID:a\nDTSTART;TZID=Europe/Berlin:20260105T180000\nDTEND;TZID=Europe/Berlin:20260105T185000\n"


@pytest.mark.parametrize(
    "events",
    [
        (BERLIN + "RRULE:FREQ=WEEKLY;UNTIL=20260601",),
        (BERLIN + "RRULE:FREQ=WEEKLY;UNTIL=20260601T170000",),
        (BERLIN + "RRULE:FREQ=WEEKLY;COUNT=40\nEXDATE;TZID=Europe/Berlin:20260330T180000,20260406T180000",),
        (BERLIN + "RRULE:FREQ=MONTHLY;BYDAY=-1MO;COUNT=9\nRDATE;TZID=Europe/Berlin:20260329T023000",),
        (BERLIN + "RRULE:FREQ=WEEKLY;COUNT=12", BERLIN.replace("0105T18", "0119T20").replace("DTEND", "X-END")
         + "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260119T180000\nDURATION:PT90M"),
        (BERLIN + "RRULE:FREQ=WEEKLY;COUNT=4\nSEQUENCE:1", BERLIN + "RRULE:FREQ=WEEKLY;COUNT=9\nSEQUENCE:3"),
        (BERLIN + "RECURRENCE-ID;TZID=Europe/Berlin:20260112T180000",),
        ("UID:b\nDTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;UNTIL=20260301\nEXDATE;VALUE=DATE:20260112",),
        ("UID:c\nDTSTART:20260105T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=5;INTERVAL=3",),
        ("UID:d\nDTSTART:20260105T100000Z\nDTEND:20260105T090000Z",),
        ("UID:e\nDTSTART;VALUE=DATE:20260105\nDURATION:PT3H\nRDATE:20260107T100000Z",),
        ("UID:f\nDTSTART:20260105T100000Z\nRDATE;VALUE=PERIOD:20260107T100000Z/PT3H,20260108T100000Z/20260108T113000Z",),
    ],
)  # fmt: skip
def test_same_instants_in_the_corners(events: tuple[str, ...]) -> None:
    low, high = datetime(2025, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    data = calendar(*events)
    found = [tuple(one) for one in read_occurrences(data, low, high).occurrences]
    assert found == oracle(data, low, high)
    assert found


def test_what_is_cancelled_is_left_out() -> None:
    change = (
        BERLIN.replace("0105", "0112") + "RECURRENCE-ID;TZID=Europe/Berlin:20260112T180000\nSTATUS:CANCELLED"
    )
    whole = "UID:z\nDTSTART:20260106T100000Z\nSTATUS:cancelled"
    found = read_occurrences(
        calendar(BERLIN + "RRULE:FREQ=WEEKLY;COUNT=3", change, whole), *ALWAYS
    ).occurrences
    assert [one.start.day for one in found] == [5, 19]


def test_a_swapped_end_is_noted() -> None:
    reading = read_occurrences(calendar("UID:d\nDTSTART:20260105T100000Z\nDTEND:20260105T090000Z"), *ALWAYS)
    assert reading.notes == ["event d: its end lies before its start; the two were swapped"]


def test_events_of_no_length_count_at_the_start_of_the_period_only() -> None:
    data = calendar("UID:d\nDTSTART:20260105T100000Z")
    at = datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert read_occurrences(data, at, ALWAYS[1]).occurrences
    assert not read_occurrences(data, ALWAYS[0], at).occurrences


def test_named_zone_of_the_calendar_does_not_move_a_floating_time() -> None:
    data = calendar("UID:d\nDTSTART:20260105T100000").replace(
        b"VERSION:2.0", b"VERSION:2.0\nX-WR-TIMEZONE:Asia/Tokyo"
    )
    assert read_occurrences(data, *ALWAYS).occurrences[0].start == datetime(2026, 1, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not a whole calendar"),
        (b"hello", "cannot be read"),
        (b"\xff\xfe\x00\x01", "cannot be read"),
        (calendar(BERLIN)[:-16], "not a whole calendar"),
        (calendar("UID:x\nDTSTART:soon"), "line 5: DTSTART: cannot be read as a time"),
        (calendar(f"UID:x\n{AT}\nRRULE:FREQ=OFTEN"), "line 6: RRULE: the rule cannot be read"),
        (calendar(f"UID:x\n{AT}\nRRULE:FREQ=DAILY;INTERVAL=0"), "line 6: RRULE: .*INTERVAL=0"),
        (calendar(f"UID:x\n{AT}\nRRULE:FREQ=SECONDLY"), "RRULE: event x: .* ask for a shorter period"),
        (calendar(f"UID:x\n{AT}\nEXDATE:never"), "line 6: EXDATE: cannot be read"),
        (calendar(f"UID:x\n{AT}\nDTSTART:20260106T100000Z"), "DTSTART: stands more than once"),
        (calendar(BERLIN).replace(b"VERSION:2.0", b"CALSCALE:HEBREW"), "line 2: CALSCALE: only"),
    ],
)  # fmt: skip
def test_bad_files_are_named(data: bytes, sentence: str) -> None:
    with pytest.raises(CalendarError, match=sentence):
        read_occurrences(data, *ALWAYS)


def test_a_huge_file_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(CalendarError, match="larger than"):
        read_entries(b" " * (MOST_BYTES + 1))
