"""Hours of another system become standing hours and single ones; what is past or not free is told."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from conftest import signed_in
from reverie.accounts.models import Client, Therapist, User
from reverie.core.policy import Actor
from reverie.interop.actions import hours
from reverie.interop.hour_lines import CannotReadHours, HourLine, next_day, read_hours, read_time
from reverie.interop.models import MoveIn
from reverie.interop.tasks import move_in
from reverie.scheduling.actions import book_appointment
from reverie.scheduling.models import Appointment, StandingHour

ZONE, TODAY = "America/Los_Angeles", date(2026, 11, 26)
ICS = """BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n"""
EVENT = (
    "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART;TZID=America/Los_Angeles:{start}\r\n"
    "DURATION:PT50M\r\n{more}END:VEVENT\r\n"
)
HEAD = "Client,Date,Start Time,Duration,Repeats,Until\n"


def lines(text: str) -> list[HourLine]:
    return read_hours((HEAD + text).encode(), ZONE, TODAY)


def calendar(*events: tuple[str, str]) -> bytes:
    parts = [EVENT.format(uid=n, start=start, more=more) for n, (start, more) in enumerate(events)]
    return ICS.format(events="".join(parts)).encode()


@pytest.mark.parametrize(
    ("cell", "minute"),
    [("9:30 AM", 570), ("2 pm", 840), ("12:00 am", 0), ("12 PM", 720), ("14:30", 870), ("14:30:00", 870)]
    + [(bad, None) for bad in ("", "9", "25:00", "13 pm", "9:75 AM", "noon", "0 am")],
)
def test_times(cell: str, minute: int | None) -> None:
    assert read_time(cell) == minute


def test_a_table_of_hours() -> None:
    one, two = lines(
        "Iris Vale,12/1/26,9:30 AM,50 min,Weekly,\nTheo,2026-12-02,14:00,,Every 2 weeks,6/30/27\n"
    )
    assert (one.day, one.minute, one.minutes, one.step_days) == (date(2026, 12, 1), 570, 50, 7)
    assert (two.minutes, two.step_days, two.until) == (50, 14, date(2027, 6, 30))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",12/1/26,9:30 AM,,,", "no client"),
        ("=A1,12/1/26,9:30 AM,,,", "no client"),
        ("Iris,2/30/27,9:30 AM,,,", "no such day"),
        ("Iris,12/1/26,soon,,,", "no such time"),
        ("Iris,12/1/26,9:30 AM,9999,,", "number of minutes"),
        ("Iris,12/1/26,9:30 AM,50,monthly,", "weekly and biweekly"),
        ("Iris,12/1/26,9:30 AM,50,weekly,never", "last day"),
        ("Iris,12/1/26,9:30 AM,50,,,x", "more cells"),
    ],
)
def test_each_fault_has_its_sentence(row: str, why: str) -> None:
    assert why in lines(row)[0].fault


def test_a_calendar_of_hours() -> None:
    found = read_hours(
        calendar(
            ("20240109T093000", "SUMMARY:Iris Vale\r\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH\r\n"),
            ("20261201T140000", "SUMMARY:Theo\r\n"),
            ("20261202T140000", "SUMMARY:Ana\r\nRRULE:FREQ=MONTHLY\r\n"),
            ("20260107T100000", "SUMMARY:Lee\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3\r\n"),
        ),
        ZONE,
        TODAY,
    )
    assert [(line.who, line.step_days, line.minute) for line in found if not line.fault] == [
        ("Iris Vale", 7, 570), ("Iris Vale", 7, 570), ("Theo", 0, 840), ("Lee", 14, 600),
    ]  # fmt: skip
    assert [next_day(line, TODAY) for line in found[:3]] == [date(2026, 12, 1), TODAY, date(2026, 12, 1)]
    assert next_day(found[-1], TODAY) is None and "otherwise" in found[3].fault


def test_every_other_week_keeps_its_weeks() -> None:
    rule = "SUMMARY:Iris\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE\r\n"
    found = read_hours(calendar(("20261202T090000", rule)), ZONE, TODAY)
    assert [line.day for line in found] == [date(2026, 12, 14), date(2026, 12, 2)]


@pytest.mark.parametrize("content", [b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", b"Name,Date\nA,1/1/27\n"])
def test_files_that_are_no_hours(content: bytes) -> None:
    with pytest.raises(CannotReadHours):
        read_hours(content, ZONE, TODAY)


@pytest.fixture
def desk(owner: User) -> Browser:
    return signed_in(owner)


def soon(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()


def bring(desk: Browser, therapist: Therapist, text: str, whose: Client) -> str:
    file = SimpleUploadedFile("hours.csv", (HEAD + text).encode())
    desk.post("/desk/practice/moving-in/hours/", {"therapist": str(therapist.pk), "hours": file})
    url = f"/desk/practice/moving-in/{MoveIn.objects.get().pk}/"
    page = desk.get(url).content.decode()
    assert "Bring the hours over" in page
    assert "a.m." not in page and "p.m." not in page
    desk.post(url, {"name-0": str(whose.pk), "does": "run"})
    move_in({"move_in": url.split("/")[-2]})
    return url


def undo(desk: Browser, url: str) -> MoveIn:
    desk.post(f"{url}undo/")
    move_in({"move_in": url.split("/")[-2]})
    return MoveIn.objects.get()


@pytest.mark.django_db
def test_moving_in_hours(desk: Browser, therapist: Therapist, client_person: Client) -> None:
    text = f"Elena Marsh,{soon(20)},9:30 AM,50,weekly,\nElena Marsh,{soon(3)},2 pm,50,,\n"
    text += "Elena Marsh,1/5/20,2 pm,50,,\n"
    bring(desk, therapist, text, client_person)
    standing, single = StandingHour.objects.get(), Appointment.objects.get(standing_hour=None)
    assert (standing.client, standing.start_minute, standing.step_days) == (client_person, 570, 7)
    wall = single.start_at.astimezone(ZoneInfo(therapist.zone))
    assert (wall.date().isoformat(), wall.hour) == (soon(3), 14)


@pytest.mark.django_db
def test_an_hour_that_is_not_free_is_told(desk: Browser, therapist: Therapist, client_person: Client) -> None:
    text = f"Elena Marsh,{soon(3)},2 pm,50,,\nElena Marsh,{soon(3)},2:30 pm,50,,\n"
    url = bring(desk, therapist, text, client_person)
    page = desk.get(url).content.decode()
    assert Appointment.objects.count() == 1 and "Not free, and left out" in page


@pytest.mark.django_db
def test_an_hour_booked_here_before_goes_before_the_file(
    desk: Browser, therapist: Therapist, client_person: Client, as_therapist: Actor
) -> None:
    start = datetime.combine(date.today() + timedelta(days=3), time(14), ZoneInfo(therapist.zone))
    booked = book_appointment(
        therapist=therapist, client=client_person, start_at=start, minutes=50, by=as_therapist
    )
    url = bring(desk, therapist, f"Elena Marsh,{soon(3)},2:30 pm,50,,\n", client_person)
    row = desk.get(url).content.decode().split("Not free, and left out", 1)[1]
    assert ">2<" in row and "Elena Marsh" in row and "just been taken" in row
    assert Appointment.objects.get() == booked


@pytest.mark.django_db
def test_hours_are_taken_back(desk: Browser, therapist: Therapist, client_person: Client) -> None:
    text = f"Elena Marsh,{soon(20)},9:30 AM,50,weekly,\nElena Marsh,{soon(3)},2 pm,50,,\n"
    url = bring(desk, therapist, text, client_person)
    assert undo(desk, url).stayed == 0
    assert not StandingHour.objects.exists() and not Appointment.objects.exists()


@pytest.mark.django_db
def test_a_single_hour_that_was_changed_stays(
    desk: Browser, therapist: Therapist, client_person: Client
) -> None:
    text = f"Elena Marsh,{soon(3)},2 pm,50,,\nElena Marsh,{soon(4)},2 pm,50,,\n"
    url = bring(desk, therapist, text, client_person)
    moved = Appointment.objects.earliest("start_at")
    Appointment.objects.filter(pk=moved.pk).update(sequence=1)
    assert undo(desk, url).stayed == 1
    assert Appointment.objects.get() == moved
    assert "1 thing stays" in desk.get(url).content.decode()


@pytest.mark.django_db
def test_lines_go_by_their_place_in_the_file(
    desk: Browser, therapist: Therapist, client_person: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hours, "STEP", 1)
    events = ("SUMMARY:Elena Marsh\r\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH\r\n", "SUMMARY:Elena Marsh\r\n")
    start = soon(3).replace("-", "")
    content = calendar((f"{start}T093000", events[0]), (f"{start}T180000", events[1]))
    file = SimpleUploadedFile("hours.ics", content)
    desk.post("/desk/practice/moving-in/hours/", {"therapist": str(therapist.pk), "hours": file})
    url = f"/desk/practice/moving-in/{MoveIn.objects.get().pk}/"
    desk.post(url, {"name-0": str(client_person.pk), "does": "run"})
    move_in({"move_in": url.split("/")[-2]})
    assert StandingHour.objects.count() == 2, "both days of one line, though a step holds one"
    assert MoveIn.objects.get().at_line == 2


@pytest.mark.django_db
def test_a_series_in_use_stays(desk: Browser, therapist: Therapist, client_person: Client) -> None:
    url = bring(desk, therapist, f"Elena Marsh,{soon(20)},9:30 AM,50,weekly,\n", client_person)
    hour = Appointment.objects.order_by("start_at").first()
    assert hour is not None
    now, who = datetime.now(ZoneInfo("UTC")), client_person.user_id
    Appointment.objects.filter(pk=hour.pk).update(
        state=Appointment.CANCELLED, cancelled_side="client", cancelled_at=now, cancelled_by=who,
        is_in_notice=True,
    )  # fmt: skip
    assert undo(desk, url).stayed == 1 and StandingHour.objects.exists()
