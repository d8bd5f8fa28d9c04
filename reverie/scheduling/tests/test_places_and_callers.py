"""Where an hour is held, who came, callers without an account, and writing only when asked to."""

from datetime import date, timedelta

import pytest
import time_machine

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import OutboxMessage
from reverie.core.policy import Actor
from reverie.scheduling import actions, queries
from reverie.scheduling.actions import CannotBook, CannotChange
from reverie.scheduling.models import Appointment, Attendance, Room
from reverie.scheduling.tests.conftest import TUESDAY_TEN, Book, Start
from reverie.scheduling.tests.test_changing import break_audit

WEEK = timedelta(days=7)


@pytest.fixture
def garden(practice: Practice) -> Room:
    return Room.objects.create(practice=practice, name="Garden")


def letters() -> list[str]:
    return list(OutboxMessage.objects.order_by("created_at").values_list("body", flat=True))


def test_an_hour_is_held_in_a_room(book: Book, garden: Room, as_therapist: Actor) -> None:
    row = actions.change_place(appointment=book(), place="office", room=garden, by=as_therapist)
    assert (row.room, row.sequence) == (garden, 1)


def test_a_room_that_is_taken_is_refused(
    book: Book, garden: Room, stranger: Client, colleague: Therapist, as_therapist: Actor
) -> None:
    book(therapist=colleague, client=stranger, room=garden)
    row = book()
    with pytest.raises(CannotChange, match="room is taken"):
        actions.change_place(appointment=row, place="office", room=garden, by=as_therapist)
    row.refresh_from_db()
    assert row.room is None


def test_online_it_has_a_link_and_no_room(book: Book, garden: Room, as_therapist: Actor) -> None:
    row = book(room=garden)
    link = {"place": "online", "room": garden, "link": "https://meet.example.org/x"}
    moved = actions.change_place(appointment=row, **link, by=as_therapist)
    assert moved.room is None
    assert queries.where_to_join(moved).link == "https://meet.example.org/x"
    actions.change_place(appointment=row, place="office", link="https://meet.example.org/x", by=as_therapist)
    assert queries.link_of(row.therapist, row) == ""


@pytest.mark.parametrize("bad", [{"place": "park"}, {"place": "online", "link": "meet"}])
def test_a_place_that_is_none_changes_nothing(bad: dict[str, str], book: Book, as_therapist: Actor) -> None:
    row = book()
    with pytest.raises(CannotChange):
        actions.change_place(appointment=row, **bad, by=as_therapist)
    row.refresh_from_db()
    assert (row.place, row.sequence) == ("office", 0)


def test_a_place_is_not_saved_when_the_audit_fails(
    book: Book, garden: Room, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = book()
    break_audit(monkeypatch)
    with pytest.raises(RuntimeError):
        actions.change_place(appointment=row, place="phone", by=as_therapist)
    row.refresh_from_db()
    assert row.place == "office"


@pytest.fixture
def over(book: Book, stranger: Client, monday_morning: time_machine.Traveller) -> Appointment:
    """A couple's hour that has begun."""
    row = book(partner=stranger)
    monday_morning.shift(timedelta(days=2))
    return row


def test_who_came_is_kept_apart_from_the_hours_state(over: Appointment, as_therapist: Actor) -> None:
    people = {over.client_id: ("present", 7), over.partner_id: ("excused", 0)}
    row = actions.record_who_came(appointment=over, people=people, by=as_therapist)
    assert row.state == "took_place"
    found = {one.client_id: (one.how, one.minutes_late) for one in Attendance.objects.all()}
    assert found == people


def test_nobody_came_and_it_is_corrected(over: Appointment, as_therapist: Actor) -> None:
    gone = {over.client_id: ("absent", 0), over.partner_id: ("absent", 0)}
    row = actions.record_who_came(appointment=over, people=gone, by=as_therapist)
    assert row.state == "client_absent"
    came = {**gone, over.client_id: ("present", 0)}
    assert actions.record_who_came(appointment=over, people=came, by=as_therapist).state == "took_place"
    assert Attendance.objects.count() == 2


@pytest.mark.parametrize("wrong", [{}, {"how": "asleep"}, {"late": 241}])
def test_what_cannot_be_said_of_people(
    wrong: dict[str, object], over: Appointment, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = (wrong.get("how", "present"), wrong.get("late", 0))
    people = {over.client_id: said} | ({over.partner_id: said} if wrong else {})
    with pytest.raises(CannotChange):
        actions.record_who_came(appointment=over, people=people, by=as_therapist)
    break_audit(monkeypatch)
    whole = {over.client_id: ("present", 0), over.partner_id: ("present", 0)}
    with pytest.raises(RuntimeError):
        actions.record_who_came(appointment=over, people=whole, by=as_therapist)
    assert not Attendance.objects.exists()


def test_a_caller_gets_an_hour_without_an_account(therapist: Therapist, as_therapist: Actor) -> None:
    row = actions.book_caller(
        therapist=therapist, name=" Ray Castellanos ", phone="503-555-0199", start_at=TUESDAY_TEN,
        by=as_therapist,
    )  # fmt: skip
    assert (row.client.name, row.client.user, row.kind) == ("Ray Castellanos", None, "consultation")


@pytest.mark.parametrize("bad", [{"name": " "}, {"phone": ""}])
def test_a_caller_without_name_or_address_is_refused(
    bad: dict[str, str], therapist: Therapist, as_therapist: Actor
) -> None:
    facts = {"name": "Ray", "phone": "503-555-0199", "start_at": TUESDAY_TEN, **bad}
    with pytest.raises(CannotBook):
        actions.book_caller(therapist=therapist, **facts, by=as_therapist)
    assert not Client.objects.filter(name="Ray").exists()


def test_a_caller_is_not_kept_when_the_hour_is_taken_or_the_audit_fails(
    book: Book, therapist: Therapist, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    book()
    caller = {"therapist": therapist, "name": "Ray", "email": "ray@example.invalid", "by": as_therapist}
    with pytest.raises(CannotBook):
        actions.book_caller(start_at=TUESDAY_TEN, **caller)
    break_audit(monkeypatch)
    with pytest.raises(RuntimeError):
        actions.book_caller(start_at=TUESDAY_TEN + WEEK, **caller)
    assert not Client.objects.filter(name="Ray").exists()


def test_nobody_is_written_to_unless_it_is_asked_for(book: Book, as_therapist: Actor) -> None:
    row = actions.move_appointment(appointment=book(), start_at=TUESDAY_TEN + WEEK, by=as_therapist)
    actions.cancel_appointment(appointment=row, side="therapist", by=as_therapist)
    assert letters() == []


def test_each_change_is_told_once_when_it_is_asked_for(book: Book, as_therapist: Actor) -> None:
    row = book(is_told=True)
    row = actions.move_appointment(
        appointment=row, start_at=TUESDAY_TEN + WEEK, is_told=True, by=as_therapist
    )
    actions.cancel_appointment(appointment=row, side="therapist", is_told=True, by=as_therapist)
    starts = ["Arranged: Tuesday, June 9", "Your time has changed. It was: Tuesday, June 9"]
    starts += ["This time is called off: Tuesday, June 16"]
    assert [body.startswith(start) for body, start in zip(letters(), starts, strict=True)] == [True] * 3


def test_a_series_is_told_in_one_letter(start: Start, as_therapist: Actor) -> None:
    series = start()
    new = actions.change_standing_hour(
        standing_hour=series, first_day=date(2026, 6, 18), start_minute=480, is_told=True, by=as_therapist
    )
    actions.end_standing_hour(standing_hour=new, last_day=date(2026, 7, 1), is_told=True, by=as_therapist)
    changed, ended = letters()
    assert "The first of the new ones is: Thursday, June 18, at 8:00 am" in changed
    assert "From this one on they are called off: Thursday, July 2" in ended


def test_from_a_date_on_what_lies_before_it_stays(start: Start, as_therapist: Actor) -> None:
    series = start()
    new = actions.change_standing_hour(
        standing_hour=series, first_day=date(2026, 6, 25), start_minute=480, minutes=80,
        from_day=date(2026, 6, 24), by=as_therapist,
    )  # fmt: skip
    kept = series.appointments.filter(state="confirmed").values_list("planned_day", flat=True)
    assert sorted(kept) == [date(2026, 6, 9), date(2026, 6, 16), date(2026, 6, 23)]
    assert (new.minutes, new.appointments.earliest("start_at").wall_day) == (80, date(2026, 6, 25))
    left = series.appointments.get(planned_day=date(2026, 6, 30))
    assert (left.state, left.moved_to.wall_day) == ("moved", date(2026, 7, 2))


def test_a_change_that_clashes_leaves_the_series_as_it_was(
    start: Start, book: Book, stranger: Client, as_therapist: Actor
) -> None:
    series = start()
    book(client=stranger, start_at=TUESDAY_TEN + WEEK + timedelta(days=2))
    with pytest.raises(actions.CannotHoldHours, match="June 18"):
        actions.change_standing_hour(
            standing_hour=series, first_day=date(2026, 6, 18), start_minute=600, by=as_therapist
        )
    series.refresh_from_db()
    assert series.last_day is None
    assert series.appointments.filter(state="confirmed").count() == 13


def test_a_holiday_of_the_practice_is_told_to_each_person_once(
    start: Start, book: Book, stranger: Client, colleague: Therapist, practice: Practice, as_therapist: Actor
) -> None:
    start()
    book(therapist=colleague, client=stranger, start_at=TUESDAY_TEN + WEEK)
    days = {"first_day": date(2026, 6, 15), "last_day": date(2026, 6, 26), "by": as_therapist}
    actions.announce_holiday(practice=practice, therapist=None, is_told=True, **days)
    told = OutboxMessage.objects.order_by("to").values_list("to", flat=True)
    assert list(told) == ["elena@example.invalid", "theo@example.invalid"]
    assert "from Monday, June 15 to Friday, June 26" in letters()[0]
