from datetime import UTC, date, datetime, timedelta

import time_machine

from reverie.accounts.models import Client, Therapist
from reverie.core.policy import Actor
from reverie.scheduling import actions, queries
from reverie.scheduling.tests.conftest import TUESDAY, TUESDAY_TEN, Book, Start

MONDAY = date(2026, 6, 8)


def test_a_week_holds_the_standing_and_the_actual_hours(
    start: Start, open_tuesdays: Therapist, as_therapist: Actor
) -> None:
    row = start()
    first = row.appointments.earliest("start_at")
    actions.move_appointment(appointment=first, start_at=TUESDAY_TEN + timedelta(days=1), by=as_therapist)
    week = queries.week_of(open_tuesdays, MONDAY)
    assert [one.state for one in week[1].appointments] == ["moved"]
    assert [one.state for one in week[2].appointments] == ["confirmed"]
    assert [one.hour.day for one in week[1].planned] == [TUESDAY]
    assert len(week[1].open) == 3
    assert week[1].windows == [(540, 720)]


def test_a_day_knows_its_holiday(open_tuesdays: Therapist, as_therapist: Actor) -> None:
    holiday = actions.announce_holiday(
        practice=open_tuesdays.practice, therapist=None, first_day=TUESDAY, last_day=TUESDAY, by=as_therapist
    )
    day = queries.day_of(open_tuesdays, TUESDAY)
    assert (day.holiday, day.open) == (holiday, [])


def test_far_ahead_the_standing_week_is_computed(start: Start, therapist: Therapist) -> None:
    start()
    day = queries.day_of(therapist, TUESDAY + timedelta(weeks=200))
    assert day.appointments == []
    assert [one.standing_hour.start_minute for one in day.planned] == [600]


def test_the_same_queries_for_a_week_of_a_long_series(
    start: Start, therapist: Therapist, django_assert_max_num_queries: object
) -> None:
    start()
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        queries.week_of(therapist, MONDAY)


def test_the_next_appointment_is_booked_and_not_over(
    book: Book, client_person: Client, as_therapist: Actor
) -> None:
    later = book(start_at=TUESDAY_TEN + timedelta(days=1))
    assert queries.next_appointment(client_person) == later
    first = book()
    assert queries.next_appointment(client_person) == first
    actions.cancel_appointment(appointment=first, side="client", by=as_therapist)
    assert queries.next_appointment(client_person) == later


def test_what_a_client_sees_ahead(
    start: Start, client_person: Client, therapist: Therapist, as_therapist: Actor
) -> None:
    row = start()
    holiday = actions.announce_holiday(
        practice=therapist.practice, therapist=therapist, first_day=TUESDAY, last_day=TUESDAY, by=as_therapist
    )
    assert queries.standing_hours_of(client_person) == [row]
    assert queries.therapists_of(client_person) == [therapist]
    assert queries.holidays_for(client_person) == [holiday]
    assert queries.coming_appointments(client_person).count() == 12


def test_a_client_abroad_is_told_two_weeks_before_a_clock_change(
    start: Start, client_person: Client, monday_morning: time_machine.Traveller
) -> None:
    client_person.zone = "Europe/Berlin"
    client_person.save()
    start()
    monday_morning.move_to(datetime(2026, 10, 5, tzinfo=UTC))
    assert queries.clock_shifts(client_person) == []
    monday_morning.move_to(datetime(2026, 10, 20, tzinfo=UTC))
    ((_row, hour, minute),) = queries.clock_shifts(client_person)
    assert (hour.day, minute) == (date(2026, 10, 27), 18 * 60)
