"""Busy times out of a file: when, never what; planes keep them free; hostile files do no harm."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Therapist
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.scheduling import actions, planes, queries
from reverie.scheduling.actions import CannotShareCalendar
from reverie.scheduling.models import BusyBlock, BusyCalendar
from reverie.scheduling.tests.conftest import NOW, TUESDAY_TEN
from reverie.timetable.plane import Axis, free_bits, open_starts

FILES = sorted((Path(__file__).parents[2] / "timetable" / "tests" / "data" / "ics").glob("*/*.ics"))


def calendar(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    for number, event in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}", "DTSTAMP:20260101T000000Z", *event.split(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


TUESDAY_EVENT = "DTSTART:20260609T170000Z DTEND:20260609T180000Z SUMMARY:Dentist"


def bring(therapist: Therapist, data: bytes, by: Actor, name: str = "Home") -> actions.Brought:
    return actions.bring_busy_times(therapist=therapist, name=name, data=data, by=by)


def open_on_tuesday(therapist: Therapist) -> list[datetime]:
    low = NOW + timedelta(hours=1)
    return queries.open_hours([therapist], low, low + timedelta(days=3), minutes=50)[therapist.id]


def test_a_busy_hour_is_not_open_and_comes_back_when_it_is_forgotten(
    open_tuesdays: Therapist, as_therapist: Actor
) -> None:
    before = open_on_tuesday(open_tuesdays)
    assert TUESDAY_TEN in before
    brought = bring(open_tuesdays, calendar(TUESDAY_EVENT), as_therapist)
    assert TUESDAY_TEN not in open_on_tuesday(open_tuesdays)
    actions.drop_busy_times(calendar=brought.calendar, by=as_therapist)
    assert open_on_tuesday(open_tuesdays) == before


def test_nothing_but_the_time_is_kept(open_tuesdays: Therapist, as_therapist: Actor) -> None:
    bring(open_tuesdays, calendar(TUESDAY_EVENT), as_therapist)
    block = BusyBlock.objects.get()
    assert (block.start_at, block.end_at) == (TUESDAY_TEN, TUESDAY_TEN + timedelta(hours=1))
    assert {field.name for field in BusyBlock._meta.fields} == {"id", "calendar", "start_at", "end_at"}


def test_a_newer_file_of_the_same_name_replaces_the_older(
    open_tuesdays: Therapist, as_therapist: Actor
) -> None:
    bring(open_tuesdays, calendar(TUESDAY_EVENT), as_therapist)
    bring(open_tuesdays, calendar(), as_therapist)
    assert BusyCalendar.objects.count() == 1
    assert TUESDAY_TEN in open_on_tuesday(open_tuesdays)


def test_free_time_and_the_past_do_not_count(open_tuesdays: Therapist, as_therapist: Actor) -> None:
    free, past = f"{TUESDAY_EVENT} TRANSP:TRANSPARENT", "DTSTART:20200609T170000Z DURATION:PT1H"
    assert bring(open_tuesdays, calendar(free, past), as_therapist).count == 0


def test_times_that_touch_are_one(open_tuesdays: Therapist, as_therapist: Actor) -> None:
    later = "DTSTART:20260609T173000Z DTEND:20260609T190000Z"
    assert bring(open_tuesdays, calendar(TUESDAY_EVENT, later), as_therapist).count == 1


def test_a_time_without_a_zone_is_read_in_the_therapists_and_said_so(
    open_tuesdays: Therapist, as_therapist: Actor
) -> None:
    done = bring(open_tuesdays, calendar("DTSTART:20260609T100000 DURATION:PT1H"), as_therapist)
    assert BusyBlock.objects.get().start_at == TUESDAY_TEN
    assert done.notes == ("1 events name no zone; their times were read as America/Los_Angeles",)


def test_the_stored_plane_is_the_one_that_is_computed(open_tuesdays: Therapist, as_therapist: Actor) -> None:
    bring(open_tuesdays, calendar("DTSTART:20260609T160500Z DURATION:PT20M"), as_therapist)
    axis = planes.current_axis()
    weeks = planes.weeks_of(open_tuesdays.availability_rules.all(), [], [])
    taken = planes.busy_elsewhere(open_tuesdays, axis.begin, axis.end)
    assert planes.bits_of(open_tuesdays.free_plane) == free_bits(axis, weeks, taken)
    start = datetime(2026, 6, 9, 16, 30, tzinfo=UTC)
    assert open_starts(planes.bits_of(open_tuesdays.free_plane), Axis(axis.first), 30)[0] == start


BOMBS = {
    "every second": "DTSTART:20260609T170000Z DURATION:PT1S RRULE:FREQ=SECONDLY",
    "every minute for years": "DTSTART:19700609T170000Z DURATION:PT1S RRULE:FREQ=MINUTELY;COUNT=99999999",
    "far too many": "DTSTART:20260609T170000Z DURATION:PT10S RRULE:FREQ=MINUTELY",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=list(BOMBS))
def test_what_repeats_without_end_is_refused_soon_and_changes_nothing(
    bomb: str, open_tuesdays: Therapist, as_therapist: Actor
) -> None:
    bring(open_tuesdays, calendar(TUESDAY_EVENT), as_therapist)
    began = time.process_time()
    with pytest.raises(CannotShareCalendar, match="was not taken over"):
        bring(open_tuesdays, calendar(bomb), as_therapist)
    assert time.process_time() - began < 5
    assert BusyBlock.objects.count() == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_hostile_file_is_taken_over_or_refused_in_words(
    path: Path, open_tuesdays: Therapist, as_therapist: Actor
) -> None:
    try:
        done = bring(open_tuesdays, path.read_bytes(), as_therapist)
    except CannotShareCalendar as refusal:
        assert str(refusal).startswith("The file was not taken over: ")
        assert not BusyCalendar.objects.exists()
    else:
        assert BusyBlock.objects.count() == done.count


@pytest.mark.parametrize("data", [b"", b"\x00\xff" * 99, b"BEGIN:VCALENDAR", b"<html></html>"])
def test_what_is_no_calendar_is_refused(data: bytes, open_tuesdays: Therapist, as_therapist: Actor) -> None:
    with pytest.raises(CannotShareCalendar):
        bring(open_tuesdays, data, as_therapist)


def test_bringing_is_undone_when_it_cannot_be_audited(
    open_tuesdays: Therapist, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(**link: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(audit, "record", failing)
    with pytest.raises(OSError, match="disk full"):
        bring(open_tuesdays, calendar(TUESDAY_EVENT), as_therapist)
    assert not BusyCalendar.objects.exists()
    assert TUESDAY_TEN in open_on_tuesday(open_tuesdays)


def upload(browser: Browser, data: bytes, name: str = "Home") -> str:
    file = SimpleUploadedFile("home.ics", data, content_type="text/calendar")
    page = browser.post(reverse("scheduling:busy-bring"), {"name": name, "file": file}, follow=True)
    return page.content.decode()


def test_the_page_says_what_was_kept_and_forgets_it_again(open_tuesdays: Therapist) -> None:
    browser = signed_in(open_tuesdays.user)
    assert "1 busy time is kept free." in upload(browser, calendar(TUESDAY_EVENT))
    assert "larger than 5 MB. Export fewer years" in upload(browser, b"x" * 5_000_001)
    page = upload(browser, b"nonsense", "Other")
    assert "was not taken over" in page
    assert 'value="Other"' in page
    row = BusyCalendar.objects.get()
    browser.post(reverse("scheduling:busy-drop", args=[row.pk]))
    assert not BusyBlock.objects.exists()


def test_a_colleague_cannot_forget_my_busy_times(
    open_tuesdays: Therapist, colleague: Therapist, as_therapist: Actor
) -> None:
    row = bring(open_tuesdays, calendar(TUESDAY_EVENT), as_therapist).calendar
    assert signed_in(colleague.user).post(reverse("scheduling:busy-drop", args=[row.pk])).status_code == 404
    assert BusyBlock.objects.exists()
