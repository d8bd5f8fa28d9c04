from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from reverie.accounts.models import Client, Practice
from reverie.core.policy import Actor
from reverie.scheduling import actions, tasks
from reverie.scheduling.actions import CannotHoldHours
from reverie.scheduling.models import Appointment, StandingHour
from reverie.scheduling.tests.conftest import NOW, TUESDAY, TUESDAY_TEN, Book, Start
from reverie.scheduling.tests.test_changing import break_audit


def days(row: StandingHour, *states: str) -> list[date]:
    found = row.appointments.filter(state__in=states or ["confirmed"]).order_by("start_at")
    return [one.wall_day for one in found]


def test_its_hours_stand_as_appointments_up_to_the_horizon(start: Start) -> None:
    found = days(start())
    assert found == [TUESDAY + timedelta(weeks=n) for n in range(13)]


def test_the_wall_time_stays_over_the_clock_change(
    start: Start, monday_morning: time_machine.Traveller
) -> None:
    row = start()
    monday_morning.move_to(datetime(2026, 10, 20, tzinfo=UTC))
    tasks.roll_horizon({})
    later = row.appointments.filter(start_at__gte=datetime(2026, 10, 20, tzinfo=UTC))
    assert {one.wall_start.hour for one in later} == {10}
    assert {one.start_at.hour for one in later} == {17, 18}


def test_the_job_makes_each_hour_once(start: Start, monday_morning: time_machine.Traveller) -> None:
    row = start()
    tasks.roll_horizon({})
    assert len(days(row)) == 13
    monday_morning.shift(timedelta(weeks=2))
    tasks.roll_horizon({})
    assert len(days(row)) == 15


def test_an_hour_called_off_is_not_made_again(start: Start, as_therapist: Actor) -> None:
    row = start()
    first = row.appointments.earliest("start_at")
    actions.cancel_appointment(appointment=first, side="client", by=as_therapist)
    tasks.roll_horizon({})
    assert days(row)[0] == TUESDAY + timedelta(weeks=1)


def test_a_taken_day_refuses_the_series_and_names_the_day(start: Start, book: Book, stranger: Client) -> None:
    book(client=stranger, start_at=TUESDAY_TEN + timedelta(weeks=3))
    with pytest.raises(CannotHoldHours, match="On Tuesday, June 30"):
        start()
    assert not StandingHour.objects.exists()


def test_two_series_do_not_meet_beyond_the_horizon(start: Start, stranger: Client) -> None:
    start()
    with pytest.raises(CannotHoldHours, match="something else"):
        start(client=stranger, first_day=TUESDAY + timedelta(weeks=30), step_days=14)


def test_every_other_week_leaves_room_for_a_second(start: Start, stranger: Client) -> None:
    start(step_days=14)
    assert start(client=stranger, first_day=TUESDAY + timedelta(weeks=1), step_days=14).pk


def test_one_off_beyond_the_horizon_meets_the_series(start: Start, book: Book, stranger: Client) -> None:
    start()
    with pytest.raises(actions.CannotBook):
        book(client=stranger, start_at=TUESDAY_TEN + timedelta(weeks=20))


def test_a_time_in_the_gap_is_refused_with_the_reason(start: Start) -> None:
    with pytest.raises(CannotHoldHours, match=r"02:30 on Sunday, March 14, 2027 does not exist"):
        start(first_day=date(2027, 3, 14), start_minute=150)


def test_ending_calls_off_what_follows_and_nothing_before(start: Start, as_therapist: Actor) -> None:
    row = actions.end_standing_hour(
        standing_hour=start(), last_day=TUESDAY + timedelta(weeks=2), by=as_therapist
    )
    assert len(days(row)) == 3
    assert len(days(row, "cancelled")) == 10
    with pytest.raises(CannotHoldHours, match="already been given back"):
        actions.end_standing_hour(standing_hour=row, last_day=TUESDAY + timedelta(weeks=4), by=as_therapist)


def test_this_and_following_begins_a_new_series_in_its_week(start: Start, as_therapist: Actor) -> None:
    old = start()
    friday = TUESDAY + timedelta(weeks=4, days=3)
    new = actions.change_standing_hour(standing_hour=old, first_day=friday, start_minute=510, by=as_therapist)
    old.refresh_from_db()
    assert (len(days(old)), old.last_day) == (4, date(2026, 7, 5))
    assert days(new)[0] == friday
    assert new.client == old.client


def test_the_past_is_not_touched(
    start: Start, as_therapist: Actor, monday_morning: time_machine.Traveller
) -> None:
    row = start()
    monday_morning.shift(timedelta(days=2))
    held = row.appointments.earliest("start_at")
    actions.record_attendance(appointment=held, state="took_place", by=as_therapist)
    actions.end_standing_hour(standing_hour=row, last_day=TUESDAY - timedelta(days=1), by=as_therapist)
    held.refresh_from_db()
    assert held.state == "took_place"


def test_nothing_is_saved_when_the_audit_fails(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    break_audit(monkeypatch)
    with pytest.raises(RuntimeError):
        start()
    assert not StandingHour.objects.exists()
    assert not Appointment.objects.exists()


def test_an_hour_that_lies_on_something_else_is_named(start: Start, book: Book, as_therapist: Actor) -> None:
    row = start(last_day=TUESDAY)
    StandingHour.objects.update(last_day=None)
    book(start_at=TUESDAY_TEN + timedelta(weeks=1, minutes=-30), minutes=30)
    Appointment.objects.filter(standing_hour=None).update(end_at=TUESDAY_TEN + timedelta(weeks=1, minutes=10))
    made = actions.materialise(standing_hour=row, until=NOW + timedelta(weeks=3), by=as_therapist)
    assert made.clashes == (TUESDAY + timedelta(weeks=1),)
    assert made.made == 1


def test_ending_calls_off_moved_hours_too(start: Start, as_therapist: Actor) -> None:
    row = start()
    last = row.appointments.latest("start_at")
    moved = actions.move_appointment(
        appointment=last, start_at=last.start_at + timedelta(days=1), by=as_therapist
    )
    actions.end_standing_hour(standing_hour=row, last_day=TUESDAY, by=as_therapist)
    moved.refresh_from_db()
    assert moved.state == "cancelled"


def test_starting_asks_the_same_whatever_the_caseload(
    start: Start, practice: Practice, django_assert_max_num_queries: object
) -> None:
    for number in range(4):
        person = Client.objects.create(practice=practice, name=f"Client {number}", zone=practice.zone)
        start(client=person, start_minute=660 + 60 * number, last_day=TUESDAY)
    StandingHour.objects.update(last_day=None)
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        start(last_day=TUESDAY)
