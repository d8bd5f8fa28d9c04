"""What clients do with open hours: ask, move at once, ask to move; and what the therapist answers."""

from datetime import timedelta

import pytest
import time_machine

from reverie.accounts.models import Therapist
from reverie.core.models import OutboxMessage
from reverie.core.policy import Actor
from reverie.scheduling import actions, queries
from reverie.scheduling.actions import CannotBook, CannotChange, OpenWindow
from reverie.scheduling.models import Appointment
from reverie.scheduling.tests.conftest import NOW, TUESDAY_TEN, Book, Start
from reverie.scheduling.tests.test_changing import break_audit

WEEK, HOUR = timedelta(days=7), timedelta(hours=1)
LATER = TUESDAY_TEN + WEEK


@pytest.fixture
def windows(therapist: Therapist, as_therapist: Actor) -> Therapist:
    """Tuesdays from 9 to 12 at once, Wednesdays from 9 to 11 on request, Thursdays kept free."""
    rows = [OpenWindow(1, 540, 720), OpenWindow(2, 540, 660, "ask"), OpenWindow(3, 540, 660, "closed")]
    actions.set_availability(therapist=therapist, windows=rows, by=as_therapist)
    return therapist


def set_moving(therapist: Therapist, moving: str, by: Actor) -> None:
    actions.set_terms(therapist=therapist, moving=moving, is_offering=True, offer_hours=24, by=by)


def move(row: Appointment, by: Actor, to=None) -> Appointment:
    return actions.move_by_client(appointment=row, start_at=to or LATER + HOUR, by=by)


def test_each_hour_has_one_mode(windows: Therapist) -> None:
    modes = [actions.mode_of(windows, LATER + timedelta(days=n), 50) for n in range(3)]
    assert modes == ["online", "ask", "closed"]


def test_hours_on_request_are_those_of_their_windows(windows: Therapist, book: Book) -> None:
    book(start_at=TUESDAY_TEN + timedelta(days=1))
    found = queries.ask_hours(windows, NOW, NOW + 2 * WEEK, minutes=50)
    wednesday = TUESDAY_TEN + timedelta(days=1)
    assert found == [wednesday - HOUR, wednesday - HOUR + WEEK, wednesday + WEEK]


def test_an_hour_on_request_is_asked_for(
    windows: Therapist, book: Book, as_client: Actor, as_therapist: Actor
) -> None:
    who = {"therapist": windows, "client": book().client, "by": as_client}
    row = actions.request_open_hour(start_at=LATER + timedelta(days=1), **who)
    assert row.state == "requested"
    assert actions.confirm_appointment(appointment=row, is_told=True, by=as_therapist).state == "confirmed"
    assert "Arranged: Wednesday, June 17" in OutboxMessage.objects.get().body
    with pytest.raises(CannotBook):
        actions.request_open_hour(start_at=LATER + timedelta(days=2), **who)


def test_the_therapist_declines_and_the_hour_is_free_again(
    windows: Therapist, book: Book, as_client: Actor, as_therapist: Actor
) -> None:
    client = book().client
    row = actions.request_open_hour(therapist=windows, client=client, start_at=LATER, by=as_client)
    gone = actions.decline_request(appointment=row, is_told=True, by=as_therapist)
    assert (gone.state, gone.cancelled_side) == ("cancelled", "therapist")
    assert "What you had before stays" in OutboxMessage.objects.get().body
    assert actions.mode_of(windows, LATER, 50) == "online"
    with pytest.raises(CannotChange):
        actions.decline_request(appointment=row, by=as_therapist)


def test_at_once_when_the_terms_say_so(
    windows: Therapist, book: Book, as_client: Actor, as_therapist: Actor
) -> None:
    set_moving(windows, "online", as_therapist)
    row = book(start_at=LATER)
    new = move(row, as_client)
    row.refresh_from_db()
    assert (row.state, row.moved_to, new.state) == ("moved", new, "confirmed")


@pytest.mark.parametrize(("moving", "day"), [("ask", 0), ("online", 1)])
def test_else_it_is_asked_and_the_old_hour_stays_until_the_answer(
    moving: str, day: int, windows: Therapist, start: Start, as_client: Actor, as_therapist: Actor
) -> None:
    set_moving(windows, moving, as_therapist)
    row = start().appointments.get(start_at=LATER)
    new = move(row, as_client, LATER + timedelta(days=day) + (HOUR if day == 0 else timedelta(0)))
    row.refresh_from_db()
    assert (row.state, new.state, new.instead_of) == ("confirmed", "requested", row)
    actions.confirm_appointment(appointment=new, by=as_therapist)
    row.refresh_from_db()
    assert (row.state, row.moved_to_id) == ("moved", new.pk)
    assert new.standing_hour == row.standing_hour


def test_declined_the_old_hour_stands(
    windows: Therapist, book: Book, as_client: Actor, as_therapist: Actor
) -> None:
    row = book(start_at=LATER)
    actions.decline_request(appointment=move(row, as_client), by=as_therapist)
    row.refresh_from_db()
    assert row.state == "confirmed"


def test_asking_twice_or_for_what_is_closed_is_refused(
    windows: Therapist, book: Book, as_client: Actor
) -> None:
    row = book(start_at=LATER)
    with pytest.raises(CannotBook, match="not open any more"):
        move(row, as_client, LATER + timedelta(days=2))
    move(row, as_client)
    with pytest.raises(CannotChange, match="already asked"):
        move(row, as_client, LATER - HOUR)


def test_terms_and_notice_hold(
    windows: Therapist,
    book: Book,
    as_client: Actor,
    as_therapist: Actor,
    monday_morning: time_machine.Traveller,
) -> None:
    row = book(start_at=LATER)
    set_moving(windows, "closed", as_therapist)
    with pytest.raises(CannotChange, match="in person"):
        move(row, as_client)
    set_moving(windows, "online", as_therapist)
    monday_morning.move_to(LATER - timedelta(hours=47))
    with pytest.raises(CannotChange, match="too near"):
        move(row, as_client)


@pytest.mark.parametrize("act", ["ask", "decline", "confirm"])
def test_nothing_is_saved_when_the_audit_fails(
    act: str, windows: Therapist, book: Book, as_client: Actor, as_therapist: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    row = book(start_at=LATER)
    asked = move(row, as_client) if act != "ask" else row
    break_audit(monkeypatch)
    with pytest.raises(RuntimeError):
        if act == "ask":
            move(row, as_client)
        else:
            answer = actions.decline_request if act == "decline" else actions.confirm_appointment
            answer(appointment=asked, is_told=True, by=as_therapist)
    before = asked.state
    asked.refresh_from_db()
    row.refresh_from_db()
    assert (row.state, asked.state) == ("confirmed", before)
    assert not OutboxMessage.objects.exists()


def test_what_is_shown_to_choose_is_what_can_be_had(windows: Therapist, book: Book) -> None:
    book(start_at=LATER)
    until = NOW + 8 * WEEK
    at_once, asked = queries.hours_to_choose(windows, NOW, until, minutes=50)
    assert at_once == queries.open_hours([windows], NOW, until, minutes=50)[windows.id]
    assert asked == queries.ask_hours(windows, NOW, until, minutes=50)
    assert LATER not in at_once
    assert len(asked) > 8
