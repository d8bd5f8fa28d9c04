from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from reverie.accounts.models import Client, Therapist
from reverie.core import audit
from reverie.core.models import AuditEvent, Job
from reverie.core.policy import Actor
from reverie.scheduling import actions, events, planes, tasks
from reverie.scheduling.actions import CannotBook
from reverie.scheduling.models import Appointment, FreePlane, Room
from reverie.scheduling.queries import changed_planes, open_hours
from reverie.scheduling.tests.conftest import NOW, TUESDAY_TEN, Book, Start

HOUR = timedelta(hours=1)


def test_a_booked_hour_keeps_its_wall_time_and_is_audited(book: Book) -> None:
    row = book()
    assert (row.state, row.wall_start, row.zone) == (
        "confirmed",
        datetime(2026, 6, 9, 10, 0, tzinfo=UTC),
        "America/Los_Angeles",
    )
    assert row.end_at - row.start_at == timedelta(minutes=50)
    link = AuditEvent.objects.latest("number")
    assert (link.verb, link.client) == ("arrange", row.client_id)


@pytest.mark.parametrize("shift", [-49, 0, 25, 49])
def test_the_same_therapist_is_not_booked_twice(book: Book, stranger: Client, shift: int) -> None:
    book()
    with pytest.raises(CannotBook, match="just been taken"):
        book(client=stranger, start_at=TUESDAY_TEN + timedelta(minutes=shift))
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize("shift", [-50, 50])
def test_hours_may_touch(book: Book, stranger: Client, shift: int) -> None:
    book()
    assert book(client=stranger, start_at=TUESDAY_TEN + timedelta(minutes=shift)).pk


def test_the_same_client_is_not_booked_twice(book: Book, colleague: Therapist) -> None:
    book()
    with pytest.raises(CannotBook, match="another appointment for this person"):
        book(therapist=colleague)


def test_a_room_holds_one_meeting(book: Book, colleague: Therapist, stranger: Client) -> None:
    room = Room.objects.create(practice=stranger.practice, name="Garden")
    book(room=room)
    with pytest.raises(CannotBook, match="room is taken"):
        book(therapist=colleague, client=stranger, room=room)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"start_at": NOW - HOUR}, "already begun"),
        ({"start_at": NOW + timedelta(days=500)}, "too far ahead"),
        ({"minutes": 5}, "from 10 minutes"),
    ],
)
def test_what_cannot_be_is_refused(book: Book, change: dict, words: str) -> None:
    with pytest.raises(CannotBook, match=words):
        book(**change)


def test_nothing_is_saved_when_the_audit_fails(
    book: Book, open_tuesdays: Therapist, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    before = planes.bits_of(FreePlane.objects.get())
    with pytest.raises(RuntimeError):
        book()
    assert not Appointment.objects.exists()
    assert planes.bits_of(FreePlane.objects.get()) == before


def test_a_booking_asks_little_while_others_wait(
    book: Book,
    stranger: Client,
    start: Start,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager],
) -> None:
    start(client=stranger, start_minute=900)
    book(start_at=TUESDAY_TEN + HOUR)
    with django_assert_max_num_queries(10):  # savepoint and release of the test among them
        book()


def test_a_standing_hour_is_in_the_way_before_it_stands_as_an_appointment(
    book: Book, stranger: Client, start: Start
) -> None:
    start(client=stranger)
    far = TUESDAY_TEN + timedelta(weeks=30, hours=1)  # in winter the same wall time is an hour later
    assert not Appointment.objects.filter(start_at=far).exists()
    with pytest.raises(CannotBook, match="just been taken"):
        book(start_at=far)
    assert book(start_at=far + HOUR).pk


def test_a_listener_hears_of_it_inside_the_transaction(book: Book) -> None:
    heard = []

    def listen(appointment: Appointment, **_: object) -> None:
        heard.append(appointment)

    events.appointment_booked.connect(listen)
    row = book()
    events.appointment_booked.disconnect(listen)
    assert heard == [row]


def test_the_next_search_knows_of_a_booking(book: Book, open_tuesdays: Therapist) -> None:
    def starts() -> list[datetime]:
        return open_hours([open_tuesdays], NOW, NOW + timedelta(days=2), minutes=50)[open_tuesdays.id]

    assert starts() == [TUESDAY_TEN - HOUR, TUESDAY_TEN, TUESDAY_TEN + HOUR]
    mark, _rows = changed_planes(0)
    book()
    assert starts() == [TUESDAY_TEN - HOUR, TUESDAY_TEN + HOUR]
    assert [one for one, _number in changed_planes(mark)[1]] == [open_tuesdays.id]


def test_a_hold_falls_open_by_itself(
    book: Book, therapist: Therapist, stranger: Client, as_therapist: Actor,
    monday_morning: time_machine.Traveller,
) -> None:  # fmt: skip
    held = actions.hold_appointment(
        therapist=therapist, client=stranger, start_at=TUESDAY_TEN, until=NOW + HOUR, by=as_therapist
    )
    with pytest.raises(CannotBook):
        book()
    monday_morning.shift(HOUR)
    assert book().state == "confirmed"
    held.refresh_from_db()
    assert (held.state, held.cancelled_side) == ("cancelled", "system")


def test_a_hold_is_confirmed_in_time(therapist: Therapist, stranger: Client, as_therapist: Actor) -> None:
    held = actions.hold_appointment(
        therapist=therapist, client=stranger, start_at=TUESDAY_TEN, until=NOW + HOUR, by=as_therapist
    )
    row = actions.confirm_appointment(appointment=held, by=as_therapist)
    assert (row.state, row.held_until, row.sequence) == ("confirmed", None, 1)


def test_an_hour_called_off_names_the_one_that_took_its_place(
    book: Book, stranger: Client, as_therapist: Actor
) -> None:
    gone = actions.cancel_appointment(appointment=book(), side="client", by=as_therapist)
    taken = book(client=stranger)
    gone.refresh_from_db()
    assert gone.refilled_by == taken


def test_a_lapsed_hold_shows_as_open_again(
    open_tuesdays: Therapist, stranger: Client, as_therapist: Actor, monday_morning: time_machine.Traveller
) -> None:
    actions.hold_appointment(
        therapist=open_tuesdays, client=stranger, start_at=TUESDAY_TEN, until=NOW + HOUR, by=as_therapist
    )
    waiting = Job.objects.get(name="scheduling.lapse_hold")
    assert waiting.run_at == NOW + HOUR
    monday_morning.shift(HOUR)
    tasks.lapse_hold(waiting.payload)
    found = open_hours([open_tuesdays], NOW, NOW + timedelta(days=2), minutes=50)
    assert TUESDAY_TEN in found[open_tuesdays.id]
