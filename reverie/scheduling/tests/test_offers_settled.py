"""An offered hour that is booked or called off elsewhere, and hours that are offered to nobody."""

from datetime import timedelta

import pytest
import time_machine

from conftest import signed_in
from reverie.accounts.models import Therapist
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.scheduling import actions
from reverie.scheduling.models import Appointment, BusyBlock, BusyCalendar, Offer, Wait
from reverie.scheduling.tests.conftest import NEXT_WEEK, NOW, Book, open_offers, run_jobs

DAY = NEXT_WEEK.date()


def test_what_the_desk_confirms_is_taken(
    offered: Offer, as_therapist: Actor, monday_morning: time_machine.Traveller
) -> None:
    actions.confirm_appointment(appointment=offered.appointment, by=as_therapist)
    monday_morning.shift(timedelta(hours=25))
    run_jobs()
    offered.refresh_from_db()
    assert (offered.answer, Wait.objects.get(pk=offered.wait_id).outcome) == ("taken", "taken")
    assert Appointment.objects.get(pk=offered.appointment_id).state == "confirmed"
    assert open_offers() == []


@pytest.mark.parametrize(("side", "answer"), [("therapist", "lapsed"), ("client", "declined")])
def test_what_the_desk_calls_off_ends_the_offer(
    side: str, answer: str, offered: Offer, as_therapist: Actor
) -> None:
    actions.cancel_appointment(appointment=offered.appointment, side=side, by=as_therapist)
    offered.refresh_from_db()
    assert offered.answer == answer
    assert Wait.objects.get(pk=offered.wait_id).ended_at is None
    with pytest.raises(actions.CannotChange, match="offer is over"):
        actions.decline_offer(offer=offered, by=as_therapist)


def test_who_leaves_after_the_desk_called_off_leaves(offered: Offer, as_therapist: Actor) -> None:
    actions.cancel_appointment(appointment=offered.appointment, side="therapist", by=as_therapist)
    therapist = offered.appointment.therapist
    path = f"/desk/waiting/{offered.wait_id}/end/?therapist={therapist.pk}"
    for _ in range(2):
        assert signed_in(therapist.user).post(path).status_code in {302, 404}
    assert Wait.objects.get(pk=offered.wait_id).outcome == "left"


def test_what_lapsed_by_itself_can_still_be_declined(
    offered: Offer, book: Book, as_therapist: Actor, monday_morning: time_machine.Traveller
) -> None:
    monday_morning.shift(timedelta(hours=25))
    book(start_at=NEXT_WEEK)
    actions.decline_offer(offer=offered, by=as_therapist)
    assert open_offers() == []


def test_an_hour_that_ends_a_lapsed_hold_names_it(
    offered: Offer, book: Book, monday_morning: time_machine.Traveller
) -> None:
    monday_morning.shift(timedelta(hours=25))
    row = book(start_at=NEXT_WEEK)
    link = AuditEvent.objects.get(verb="arrange", object_id=str(row.pk))
    assert link.detail["lapsed"] == [str(offered.appointment_id)]
    assert Appointment.objects.get(pk=offered.appointment_id).sequence == 1


def away(therapist: Therapist, how: str, by: Actor) -> None:
    if how == "left":
        Therapist.objects.filter(pk=therapist.pk).update(ended_at=NOW)
    elif how == "holiday":
        days = {"first_day": DAY, "last_day": DAY}
        actions.announce_holiday(practice=therapist.practice, therapist=None, **days, by=by)
    elif how == "closed day":
        actions.set_day(therapist=therapist, day=DAY, windows=[], by=by)
    else:
        calendar = BusyCalendar.objects.create(
            therapist=therapist, name="Home", brought_at=NOW, brought_by=therapist.pk
        )
        BusyBlock.objects.create(calendar=calendar, start_at=NEXT_WEEK, end_at=NEXT_WEEK + timedelta(hours=1))


@pytest.mark.parametrize("how", ["left", "holiday", "closed day", "busy elsewhere"])
def test_no_hour_is_offered_of_who_is_away(
    how: str, waits: list[Wait], book: Book, therapist: Therapist, as_therapist: Actor
) -> None:
    row = book(start_at=NEXT_WEEK)
    actions.cancel_appointment(appointment=row, side="client", by=as_therapist)
    away(therapist, how, as_therapist)
    run_jobs()
    assert open_offers() == []


def test_an_hour_left_on_request_is_offered_once_the_therapist_agreed(
    waits: list[Wait], open_tuesdays: Therapist, book: Book, as_client: Actor, as_therapist: Actor
) -> None:
    row = book(start_at=NEXT_WEEK)
    asked = actions.move_by_client(appointment=row, start_at=NEXT_WEEK + timedelta(days=7), by=as_client)
    run_jobs()
    assert open_offers() == []
    actions.confirm_appointment(appointment=asked, by=as_therapist)
    run_jobs()
    assert [one.appointment.start_at for one in open_offers()] == [NEXT_WEEK]
