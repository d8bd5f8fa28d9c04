"""The waiting list: an hour that becomes free goes to who has waited longest, and on when nobody answers."""

from datetime import timedelta

import pytest
import time_machine

from reverie.accounts.models import Client, Therapist
from reverie.core.models import AuditEvent, OutboxMessage
from reverie.core.policy import Actor
from reverie.scheduling import actions
from reverie.scheduling.actions import CannotChange, CannotWait, FreeHour
from reverie.scheduling.models import Appointment, Offer, Wait
from reverie.scheduling.tests.conftest import (
    NEXT_WEEK,
    NOW,
    TUESDAY_MORNINGS,
    TUESDAY_TEN,
    Book,
    give_back,
    open_offers,
    run_jobs,
)
from reverie.scheduling.tests.test_changing import break_audit


def test_an_hour_given_back_is_offered_to_who_has_waited_longest(offered: Offer, waits: list[Wait]) -> None:
    assert offered.wait == waits[0]
    assert (offered.appointment.state, offered.until) == ("held", NOW + timedelta(hours=24))
    letter = OutboxMessage.objects.get(key=f"offer:{offered.pk}")
    assert letter.to == "theo@example.invalid"
    assert "Tuesday, June 16, at 10:00 am" in letter.body


def test_who_takes_it_has_it_and_waits_no_longer(offered: Offer, as_therapist: Actor) -> None:
    row = actions.take_offer(offer=offered, by=as_therapist)
    offered.refresh_from_db()
    assert (row.state, offered.answer) == ("confirmed", "taken")
    assert Wait.objects.get(pk=offered.wait_id).outcome == "taken"
    assert Appointment.objects.get(state="cancelled").refilled_by == row
    assert {"offer", "answer_offer", "leave_waiting_list"} <= set(
        AuditEvent.objects.values_list("verb", flat=True)
    )


def test_who_says_no_goes_on_waiting_and_the_next_is_asked(
    offered: Offer, waits: list[Wait], as_therapist: Actor
) -> None:
    actions.decline_offer(offer=offered, by=as_therapist)
    run_jobs()
    (second,) = open_offers()
    assert second.wait == waits[1]
    assert second.appointment.start_at == NEXT_WEEK
    actions.decline_offer(offer=second, by=as_therapist)
    run_jobs()
    assert open_offers() == []
    assert Wait.objects.filter(ended_at=None).count() == 2


def test_an_offer_lapses_to_the_next(
    offered: Offer, waits: list[Wait], monday_morning: time_machine.Traveller, as_therapist: Actor
) -> None:
    monday_morning.shift(timedelta(hours=24))
    run_jobs()
    offered.refresh_from_db()
    assert offered.answer == "lapsed"
    assert [one.wait for one in open_offers()] == [waits[1]]
    with pytest.raises(CannotChange):
        actions.take_offer(offer=offered, by=as_therapist)


def test_the_hour_of_a_lapsed_offer_can_be_booked_by_anybody(
    offered: Offer, waits: list[Wait], book: Book, monday_morning: time_machine.Traveller
) -> None:
    monday_morning.shift(timedelta(hours=25))
    assert book(start_at=NEXT_WEEK).state == "confirmed"
    run_jobs()
    assert open_offers() == []
    assert Offer.objects.get().answer == "lapsed"


@pytest.mark.parametrize(("side", "day"), [("therapist", 7), ("client", 8), ("practice", 7)])
def test_what_the_therapist_gives_up_or_suits_nobody_is_not_offered(
    side: str, day: int, waits: list[Wait], book: Book, as_therapist: Actor
) -> None:
    give_back(book(start_at=TUESDAY_TEN + timedelta(days=day)), as_therapist, side)
    assert open_offers() == []


def test_windows_hold_by_the_clock_of_who_waits(
    newcomer: Client, therapist: Therapist, book: Book, as_therapist: Actor
) -> None:
    Client.objects.filter(pk=newcomer.pk).update(zone="America/New_York")
    newcomer.refresh_from_db()
    noon = {"client": newcomer, "therapist": therapist, "windows": [(1, 780, 840)]}
    actions.join_waiting_list(**noon, by=as_therapist)
    give_back(book(start_at=NEXT_WEEK), as_therapist)
    assert len(open_offers()) == 1


def test_an_hour_that_begins_soon_is_not_offered(
    waits: list[Wait], book: Book, as_therapist: Actor, monday_morning: time_machine.Traveller
) -> None:
    row = book()
    monday_morning.move_to(TUESDAY_TEN - timedelta(hours=2))
    give_back(row, as_therapist)
    assert open_offers() == []


def test_a_therapist_can_switch_offers_off(
    waits: list[Wait], therapist: Therapist, book: Book, as_therapist: Actor
) -> None:
    terms = {"moving": "ask", "is_offering": False, "offer_hours": 24}
    actions.set_terms(therapist=therapist, **terms, by=as_therapist)
    give_back(book(start_at=NEXT_WEEK), as_therapist)
    assert open_offers() == []


def test_one_offer_at_a_time(
    offered: Offer, waits: list[Wait], therapist: Therapist, as_therapist: Actor
) -> None:
    later = FreeHour(therapist, NEXT_WEEK + timedelta(days=7), 50, "office")
    with pytest.raises(CannotWait, match="offer to answer first"):
        actions.offer_hour(wait=waits[0], hour=later, by=as_therapist)


def test_who_leaves_gives_the_offered_hour_back(
    offered: Offer, waits: list[Wait], as_therapist: Actor
) -> None:
    actions.leave_waiting_list(wait=waits[0], by=as_therapist)
    assert [one.wait for one in open_offers()] == [waits[1]]
    with pytest.raises(CannotWait):
        actions.leave_waiting_list(wait=waits[0], by=as_therapist)


def test_nobody_waits_twice(waits: list[Wait], stranger: Client, as_therapist: Actor) -> None:
    with pytest.raises(CannotWait, match="already"):
        actions.join_waiting_list(client=stranger, therapist=None, windows=TUESDAY_MORNINGS, by=as_therapist)
    assert Wait.objects.count() == 2


@pytest.mark.parametrize("bad", [{"windows": []}, {"windows": [(1, 700, 600)]}, {"place": "park"}])
def test_what_cannot_be_waited_for(bad: dict[str, object], stranger: Client, as_therapist: Actor) -> None:
    terms = {"client": stranger, "therapist": None, "windows": TUESDAY_MORNINGS, **bad}
    with pytest.raises(CannotWait):
        actions.join_waiting_list(**terms, by=as_therapist)


@pytest.mark.parametrize("act", ["join", "leave", "take", "decline"])
def test_nothing_is_saved_when_the_audit_fails(
    act: str, offered: Offer, client_person: Client, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_audit(monkeypatch)
    with pytest.raises(RuntimeError):
        if act == "join":
            terms = {"windows": TUESDAY_MORNINGS, "by": as_therapist}
            actions.join_waiting_list(client=client_person, therapist=None, **terms)
        elif act == "leave":
            actions.leave_waiting_list(wait=offered.wait, by=as_therapist)
        else:
            (actions.take_offer if act == "take" else actions.decline_offer)(offer=offered, by=as_therapist)
    assert Wait.objects.filter(ended_at=None).count() == 2
    assert [one.pk for one in open_offers()] == [offered.pk]
