from datetime import timedelta

import pytest
import time_machine

from reverie.accounts.models import Client
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.scheduling import actions
from reverie.scheduling.actions import CannotBook, CannotChange
from reverie.scheduling.models import Appointment
from reverie.scheduling.tests.conftest import NOW, TUESDAY_TEN, Book

HOUR = timedelta(hours=1)


def break_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no audit link can be written."""

    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)


def test_calling_off_keeps_the_row_and_says_who_and_when(book: Book, as_therapist: Actor) -> None:
    row = actions.cancel_appointment(appointment=book(), side="client", by=as_therapist)
    assert (row.state, row.cancelled_side, row.cancelled_at) == ("cancelled", "client", NOW)
    assert row.cancelled_by == as_therapist.user_id
    assert row.is_in_notice is False
    assert row.sequence == 1


def test_early_enough_is_in_notice(book: Book, as_therapist: Actor) -> None:
    row = book(start_at=TUESDAY_TEN + timedelta(days=7))
    assert actions.cancel_appointment(appointment=row, side="client", by=as_therapist).is_in_notice


def test_what_is_called_off_is_not_called_off_again(book: Book, as_therapist: Actor) -> None:
    row = actions.cancel_appointment(appointment=book(), side="client", by=as_therapist)
    with pytest.raises(CannotChange):
        actions.cancel_appointment(appointment=row, side="therapist", by=as_therapist)
    row.refresh_from_db()
    assert row.cancelled_side == "client"


def test_moving_leaves_a_trace_and_frees_the_old_hour(
    book: Book, stranger: Client, as_therapist: Actor
) -> None:
    old = book()
    new = actions.move_appointment(appointment=old, start_at=TUESDAY_TEN + HOUR, by=as_therapist)
    old.refresh_from_db()
    assert (old.state, old.moved_to, new.state) == ("moved", new, "confirmed")
    assert book(client=stranger).state == "confirmed"


def test_an_hour_may_move_over_its_own_old_place(book: Book, as_therapist: Actor) -> None:
    new = actions.move_appointment(
        appointment=book(), start_at=TUESDAY_TEN + timedelta(minutes=15), by=as_therapist
    )
    assert new.start_at == TUESDAY_TEN + timedelta(minutes=15)


def test_an_hour_does_not_move_onto_another(book: Book, stranger: Client, as_therapist: Actor) -> None:
    book(client=stranger, start_at=TUESDAY_TEN + HOUR)
    row = book()
    with pytest.raises(CannotBook):
        actions.move_appointment(appointment=row, start_at=TUESDAY_TEN + HOUR, by=as_therapist)
    row.refresh_from_db()
    assert row.state == "confirmed"
    assert Appointment.objects.count() == 2


@pytest.mark.parametrize("state", ["took_place", "client_absent", "clinician_absent"])
def test_attendance_is_said_afterwards(
    book: Book, as_therapist: Actor, monday_morning: time_machine.Traveller, state: str
) -> None:
    row = book()
    with pytest.raises(CannotChange, match="not begun"):
        actions.record_attendance(appointment=row, state=state, by=as_therapist)
    monday_morning.shift(timedelta(days=2))
    assert actions.record_attendance(appointment=row, state=state, by=as_therapist).state == state


def test_attendance_is_one_of_three(book: Book, as_therapist: Actor) -> None:
    with pytest.raises(CannotChange, match="took place, or who was absent"):
        actions.record_attendance(appointment=book(), state="cancelled", by=as_therapist)


def test_only_what_is_held_or_asked_for_is_confirmed(book: Book, as_therapist: Actor) -> None:
    with pytest.raises(CannotChange):
        actions.confirm_appointment(appointment=book(), by=as_therapist)


def test_a_lapsed_hold_is_not_confirmed(
    book: Book, client_person: Client, as_therapist: Actor, monday_morning: time_machine.Traveller
) -> None:
    row = actions.hold_appointment(
        therapist=book().therapist, client=client_person, start_at=TUESDAY_TEN + HOUR, until=NOW + HOUR,
        by=as_therapist,
    )  # fmt: skip
    monday_morning.shift(HOUR)
    with pytest.raises(CannotChange, match="is over"):
        actions.confirm_appointment(appointment=row, by=as_therapist)


@pytest.mark.parametrize("act", ["cancel", "move"])
def test_nothing_is_saved_when_the_audit_fails(
    book: Book, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    row = book()
    break_audit(monkeypatch)
    with pytest.raises(RuntimeError):
        if act == "cancel":
            actions.cancel_appointment(appointment=row, side="client", by=as_therapist)
        else:
            actions.move_appointment(appointment=row, start_at=TUESDAY_TEN + HOUR, by=as_therapist)
    row.refresh_from_db()
    assert (row.state, row.sequence, Appointment.objects.count()) == ("confirmed", 0, 1)


def test_what_has_begun_is_neither_moved_nor_called_off_by_the_client(
    book: Book, as_therapist: Actor, as_client: Actor, monday_morning: time_machine.Traveller
) -> None:
    row = book()
    monday_morning.move_to(TUESDAY_TEN)
    with pytest.raises(CannotChange, match="already begun"):
        actions.cancel_appointment(appointment=row, side="client", by=as_client)
    with pytest.raises(CannotChange, match="still to come"):
        actions.move_appointment(appointment=row, start_at=TUESDAY_TEN + HOUR, by=as_therapist)
