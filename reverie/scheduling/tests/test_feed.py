"""A feed is read to the same instants by programs that are not ours, in four zones."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
import time_machine

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.policy import Actor
from reverie.scheduling import actions, queries
from reverie.scheduling.models import Appointment, CalendarFeed
from reverie.scheduling.presenters import feed as feed_file
from reverie.scheduling.tests.conftest import NOW, Book, Start

ZONES = ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu"]
LOW, HIGH = datetime(2026, 6, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)


def own_feed(actor: Actor, whose: str = "desk", shows: str = "busy") -> CalendarFeed:
    return actions.make_feed(whose=whose, shows=shows, by=actor)[0]


def text(feed: CalendarFeed, person: Therapist | Client) -> bytes:
    return feed_file.calendar(feed, queries.feed_hours(person))


def read(data: bytes, low: datetime = LOW, high: datetime = HIGH) -> list[datetime]:
    """The starts as recurring-ical-events finds them."""
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(low, high)
    return sorted(event.start.astimezone(UTC) for event in events)


def ours(therapist: Therapist) -> list[datetime]:
    """The starts as the weeks of the calendar show them: what stands, and what is planned further ahead."""
    found = set()
    for week in range(53):
        monday = date(2026, 6, 1) + timedelta(weeks=week)
        for day in queries.week_of(therapist, monday):
            made = {row.planned_day for row in day.appointments}
            found |= {row.start_at for row in day.appointments if row.is_busy}
            ahead = [one for one in day.planned if one.hour.day not in made and not day.holiday]
            found |= {one.hour.start for one in ahead if one.hour.start > NOW + actions.HORIZON}
    return sorted(one for one in found if LOW <= one < HIGH)


@pytest.fixture
def lived_in(start: Start, therapist: Therapist, as_therapist: Actor) -> Start:
    """A standing hour in a zone, one hour of it called off, one moved, a week off; and a single hour."""

    def act(zone: str) -> Appointment:
        first, second, *_ = start(zone=zone).appointments.order_by("start_at")
        actions.cancel_appointment(appointment=first, side="client", by=as_therapist)
        moved = actions.move_appointment(
            appointment=second, start_at=second.start_at + timedelta(hours=27), by=as_therapist
        )
        week = {"first_day": date(2026, 10, 26), "last_day": date(2026, 11, 1)}
        actions.announce_holiday(practice=therapist.practice, therapist=therapist, **week, by=as_therapist)
        return moved

    return act  # type: ignore[return-value]


@pytest.mark.parametrize("zone", ZONES)
def test_it_is_read_to_the_same_instants_by_another_program(
    zone: str, lived_in: Start, therapist: Therapist, as_therapist: Actor
) -> None:
    moved = lived_in(zone)
    found = read(text(own_feed(as_therapist), therapist))
    assert moved.start_at in found
    assert found == ours(therapist)
    assert 45 < len(found) < 52


@pytest.mark.parametrize("zone", ZONES)
def test_khal_reads_it_to_the_same_instants(
    zone: str, lived_in: Start, therapist: Therapist, as_therapist: Actor, tmp_path
) -> None:
    lived_in(zone)
    data = text(own_feed(as_therapist), therapist)
    (tmp_path / "feed.ics").write_bytes(data)
    assert by_khal(tmp_path) == read(data, LOW, LOW + timedelta(days=360))


def by_khal(folder) -> list[datetime]:
    (folder / "calendar").mkdir()
    (folder / "config").write_text(
        f"[calendars]\n[[one]]\npath = {folder}/calendar\n[locale]\nlocal_timezone = UTC\n"
        "default_timezone = UTC\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        f"datetimeformat = %Y-%m-%dT%H:%M\nlongdatetimeformat = %Y-%m-%dT%H:%M\n"
        f"[sqlite]\npath = {folder}/khal.db\n"
    )
    khal = [sys.executable, "-m", "khal", "-c", str(folder / "config")]
    subprocess.run([*khal, "import", "--batch", str(folder / "feed.ics")], check=True, capture_output=True)
    listed = subprocess.run(
        [*khal, "list", "--day-format", "", "--format", "{start-long}", "2026-06-01", "360d"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    # An hour that crosses midnight stands under both days.
    starts = {datetime.fromisoformat(line).replace(tzinfo=UTC) for line in listed.stdout.split()}
    return sorted(starts)


def events(data: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(data).walk("VEVENT")


def test_identity_stays_and_the_number_rises_with_every_change(
    start: Start, therapist: Therapist, as_therapist: Actor
) -> None:
    series, feed = start(), own_feed(as_therapist)
    seen = [text(feed, therapist)]
    rows = list(series.appointments.order_by("start_at"))
    acts = [
        lambda: actions.move_appointment(appointment=rows[0], start_at=rows[0].start_at + timedelta(hours=2),
                                         by=as_therapist),
        lambda: actions.cancel_appointment(appointment=rows[1], side="client", by=as_therapist),
        lambda: actions.end_standing_hour(standing_hour=series, last_day=date(2026, 8, 4), by=as_therapist),
    ]  # fmt: skip
    for act in acts:
        act()
        seen.append(text(feed, therapist))
    numbers = [max(int(event["SEQUENCE"]) for event in events(data)) for data in seen]
    assert numbers == sorted(set(numbers))
    assert {str(event["UID"]) for data in seen for event in events(data)} == {f"{series.id}@reverie"}


def test_a_single_hour_keeps_its_identity_when_it_is_moved(
    book: Book, therapist: Therapist, as_therapist: Actor
) -> None:
    row, feed = book(), own_feed(as_therapist)
    before = events(text(feed, therapist))[0]
    actions.move_appointment(appointment=row, start_at=row.start_at + timedelta(days=1), by=as_therapist)
    (after,) = events(text(feed, therapist))
    assert (before["UID"], int(before["SEQUENCE"])) < (after["UID"], int(after["SEQUENCE"]))
    assert before["UID"] == after["UID"]


def test_it_tells_neither_names_nor_places(book: Book, therapist: Therapist, as_therapist: Actor) -> None:
    book(place="online")
    busy, initials = (text(own_feed(as_therapist, shows=shows), therapist) for shows in ("busy", "initials"))
    for data in (busy, initials):
        assert not any(word in data for word in (b"Elena", b"Marsh", b"online", b"Lindqvist", b"LOCATION"))
        assert b"CLASS:PRIVATE" in data
    assert b"SUMMARY:Busy" in busy
    assert b"SUMMARY:EM" in initials


def test_the_clients_feed_shows_the_clients_hours_alone(
    book: Book, client_person: Client, stranger: Client, as_client: Actor
) -> None:
    book(start_at=NOW + timedelta(days=3), client=stranger)
    row = book(partner=stranger)
    data = text(own_feed(as_client, "my", "initials"), client_person)
    assert read(data) == [row.start_at]
    assert b"SUMMARY:HL" in data


def test_the_same_rows_give_the_same_bytes(start: Start, therapist: Therapist, as_therapist: Actor) -> None:
    start()
    feed = own_feed(as_therapist)
    first = text(feed, therapist)
    with time_machine.travel(NOW + timedelta(hours=5), tick=False):
        assert text(feed, therapist) == first


def test_every_event_names_a_zone_that_the_file_explains(
    start: Start, book: Book, stranger: Client, therapist: Therapist, as_therapist: Actor
) -> None:
    start(zone="Europe/London")
    book(client=stranger)
    calendar = icalendar.Calendar.from_ical(text(own_feed(as_therapist), therapist))
    explained = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    assert {event["DTSTART"].params["TZID"] for event in calendar.walk("VEVENT")} == explained


def test_two_thousand_hours_are_one_event_and_no_more_questions(
    start: Start, practice: Practice, therapist: Therapist, as_therapist: Actor,
    django_assert_max_num_queries,
) -> None:  # fmt: skip
    start(first_day=date(2016, 6, 7))
    feed = own_feed(as_therapist)
    with django_assert_max_num_queries(5):
        data = text(feed, therapist)
    assert len(events(data)) == 1
