"""Changing hours on the pages: length and end, couples, rooms, callers, requests, days off for everybody."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from conftest import member, signed_in
from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import OutboxMessage
from reverie.core.policy import Actor
from reverie.scheduling import actions, queries
from reverie.scheduling.actions import OpenWindow
from reverie.scheduling.models import Appointment, Attendance, Holiday, Room
from reverie.scheduling.tests.conftest import TUESDAY_TEN, Book, Start
from reverie.scheduling.tests.test_pages import words

WEEK = timedelta(days=7)
LATER = TUESDAY_TEN + WEEK


@pytest.fixture
def desk(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


@pytest.fixture
def front(practice: Practice) -> Browser:
    return signed_in(member(practice, "Dana Reyes", "front_desk"))


@pytest.fixture
def my(client_person: Client) -> Browser:
    assert client_person.user is not None
    return signed_in(client_person.user)


def at(name: str, row: object) -> str:
    return reverse(f"scheduling:{name}", args=[row.pk])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [({}, 50), ({"minutes": "80"}, 80), ({"end": "11:15"}, 75), ({"minutes": "75", "end": "11:15"}, 75)],
)
def test_a_length_or_an_end_can_be_given(
    typed: dict[str, str], minutes: int, desk: Browser, book: Book
) -> None:
    row = book()
    desk.post(at("appointment-move", row), {"day": "2026-06-10", "start": "10:00", **typed})
    assert Appointment.objects.get(state="confirmed").minutes == minutes


def test_a_length_and_an_end_that_differ_come_back(desk: Browser, book: Book) -> None:
    typed = {"day": "2026-06-10", "start": "10:00", "minutes": "50", "end": "11:15"}
    page = desk.post(at("appointment-move", book()), typed)
    assert page.status_code == 422
    assert "do not fit together" in words(page)
    assert 'value="11:15"' in words(page)


def test_moving_from_a_date_on(desk: Browser, start: Start) -> None:
    row = start().appointments.earliest("start_at")
    typed = {"day": "2026-06-11", "start": "08:30", "which": "from"}
    assert "Say from which date" in words(desk.post(at("appointment-move", row), typed))
    typed |= {"from_day": "2026-06-24", "is_told": "1"}
    page = words(desk.post(at("appointment-move", row), typed, follow=True))
    assert "Thursday, June 25, at 8:30 am" in page
    assert "The client has been written to" in page
    assert OutboxMessage.objects.count() == 1


def test_the_ghost_says_where_the_hour_went_and_back(desk: Browser, book: Book) -> None:
    row = book()
    new = desk.post(at("appointment-move", row), {"day": "2026-06-10", "start": "10:00"}, follow=True)
    assert "Moved from" in words(new)
    ghost = words(desk.get(at("appointment", row)))
    assert "moved to Wednesday, June 10, at 10:00 am" in ghost
    assert 'class="slot slot-gone' in words(desk.get(reverse("scheduling:week")))


def test_calling_off_says_who_when_in_notice_and_refilled(
    desk: Browser, book: Book, stranger: Client
) -> None:
    row = book()
    desk.post(at("appointment-cancel", row), {"side": "client"})
    page = words(desk.get(at("appointment", row)))
    assert "called off by the client on Monday, June 8, at 8:00 am, after the notice agreed" in page
    assert "Not given to anybody else" in page
    book(client=stranger)
    assert "Given to somebody else" in words(desk.get(at("appointment", row)))


def test_calling_off_asks_who(desk: Browser, book: Book) -> None:
    row = book()
    assert desk.post(at("appointment-cancel", row)).status_code == 422
    row.refresh_from_db()
    assert row.state == "confirmed"


def test_ending_the_weekly_hour(desk: Browser, start: Start) -> None:
    series = start()
    row = series.appointments.order_by("start_at")[2]
    desk.post(at("appointment-cancel", row), {"side": "therapist", "which": "following"})
    assert series.appointments.filter(state="confirmed").count() == 2
    assert set(series.appointments.filter(state="cancelled").values_list("cancelled_side", flat=True)) == {
        "therapist"
    }


def test_who_came_person_by_person(
    desk: Browser, book: Book, stranger: Client, monday_morning: time_machine.Traveller, therapist: Therapist
) -> None:
    row = book(partner=stranger)
    monday_morning.shift(timedelta(days=2))
    desk = signed_in(therapist.user)
    said = {f"how-{row.client_id}": "present", f"late-{row.client_id}": "5"}
    assert desk.post(at("appointment-attended", row), said).status_code == 422
    said |= {f"how-{stranger.pk}": "absent"}
    desk.post(at("appointment-attended", row), said)
    assert Attendance.objects.get(client=row.client).minutes_late == 5
    assert 'value="5"' in words(desk.get(at("appointment", row)))


def test_appointment_place_with_room_and_link(desk: Browser, book: Book, practice: Practice) -> None:
    row, room = book(), Room.objects.create(practice=practice, name="Garden")
    desk.post(at("appointment-place", row), {"place": "office", "room": str(room.pk)})
    assert "in the office, Garden" in words(desk.get(at("appointment", row)))
    bad = desk.post(at("appointment-place", row), {"place": "online", "link": "meet me"})
    assert "begins with https://" in words(bad)
    desk.post(at("appointment-place", row), {"place": "online", "link": "https://meet.example.org/7"})
    assert "https://meet.example.org/7" in words(desk.get(at("appointment", row)))


def test_appointment_reminders(desk: Browser, book: Book) -> None:
    row = book()
    desk.post(at("appointment-reminders", row), {"hours_before": "0"})
    assert queries.reminder_choice_of(row.client).is_on is False


def test_a_couple_is_booked_in_a_room(
    front: Browser, therapist: Therapist, client_person: Client, stranger: Client, practice: Practice
) -> None:
    room = Room.objects.create(practice=practice, name="Garden")
    typed = {
        "client": str(client_person.pk), "partner": str(stranger.pk), "day": "2026-06-10", "start": "15:00",
        "end": "16:20", "place": "office", "room": str(room.pk),
    }  # fmt: skip
    address = reverse("scheduling:appointment-new") + f"?therapist={therapist.pk}"
    page = words(front.post(address, typed, follow=True))
    assert "Elena Marsh and Theo Brandt" in page
    row = Appointment.objects.get()
    assert (row.partner, row.room, row.minutes) == (stranger, room, 80)


def test_appointment_caller(front: Browser, therapist: Therapist) -> None:
    address = reverse("scheduling:appointment-caller") + f"?therapist={therapist.pk}"
    typed = {"name": "Ray Castellanos", "phone": "", "day": "2026-06-10", "start": "15:00", "place": "office"}
    assert "a phone number or an e-mail address" in words(front.post(address, typed))
    page = words(front.post(address, {**typed, "phone": "503-555-0199"}, follow=True))
    assert "Ray Castellanos" in page
    assert Client.objects.get(name="Ray Castellanos").user is None


def test_a_request_in_place_of_an_hour_is_answered_on_the_desk(
    desk: Browser, my: Browser, book: Book, therapist: Therapist, as_therapist: Actor
) -> None:
    actions.set_availability(therapist=therapist, windows=[OpenWindow(1, 540, 720, "ask")], by=as_therapist)
    row = book(start_at=LATER + WEEK)
    assert "Tuesday, June 16, at 10:00 am" in words(my.get(at("my-session-move", row)))
    page = words(my.post(at("my-session-move", row), {"start": f"{LATER:%Y-%m-%dT%H:%M}Z"}, follow=True))
    assert "Your hour stays as it is" in page
    asked = Appointment.objects.get(state="requested")
    assert "Asked for instead of" in words(desk.get(at("appointment", asked)))
    desk.post(at("appointment-decline", asked))
    asked.refresh_from_db()
    assert asked.state == "cancelled"


def test_my_session_move_at_once(
    my: Browser, book: Book, open_tuesdays: Therapist, as_therapist: Actor
) -> None:
    terms = {"moving": "online", "is_offering": True, "offer_hours": 24}
    actions.set_terms(therapist=open_tuesdays, **terms, by=as_therapist)
    row = book(start_at=LATER)
    earlier = {"start": f"{LATER - timedelta(hours=1):%Y-%m-%dT%H:%M}Z"}
    assert "Moved. Your therapist sees it" in words(my.post(at("my-session-move", row), earlier, follow=True))
    page = words(my.get(reverse("scheduling:my-sessions")))
    assert "Tuesday, June 16, at 9:00 am" in page


@pytest.mark.parametrize(("moving", "said"), [("closed", "moves hours in person"), ("ask", "too near")])
def test_my_session_move_says_why_not(
    moving: str, said: str, my: Browser, book: Book, open_tuesdays: Therapist, as_therapist: Actor
) -> None:
    terms = {"moving": moving, "is_offering": True, "offer_hours": 24}
    actions.set_terms(therapist=open_tuesdays, **terms, by=as_therapist)
    assert said in words(my.get(at("my-session-move", book())))


def test_hours_terms(desk: Browser, therapist: Therapist) -> None:
    address = reverse("scheduling:hours-terms")
    typed = {"moving": "online", "offer_hours": "6", "link": "https://meet.example.org/7"}
    desk.post(address, typed)
    terms = queries.terms_of(therapist)
    assert (terms.moving, terms.is_offering, terms.offer_hours) == ("online", False, 6)
    page = words(desk.post(address, {**typed, "moving": "ask", "link": "meet"}))
    assert "begins with https://" in page
    assert queries.terms_of(therapist).moving == "online"


def test_rooms_and_room_rename(front: Browser, desk: Browser, practice: Practice) -> None:
    address = reverse("scheduling:rooms")
    front.post(address, {"name": "Garden"})
    assert "already" in words(front.post(address, {"name": "Garden"}))
    front.post(at("room-rename", Room.objects.get()), {"name": "Attic"})
    assert 'value="Attic"' in words(front.get(address))
    assert desk.get(address).status_code == 404


def test_holidays_show_whom_they_concern_before_they_are_announced(
    front: Browser, start: Start, therapist: Therapist
) -> None:
    start()
    address = reverse("scheduling:holidays")
    days = {"first_day": "2026-06-15", "last_day": "2026-06-26"}
    page = words(front.post(address, days))
    assert "2 hours are called off" in page
    assert "Elena Marsh" in page
    assert not Holiday.objects.exists()
    done = words(front.post(address, {**days, "is_seen": "1", "is_told": "1"}, follow=True))
    assert "Everybody concerned has been written to" in done
    assert (Holiday.objects.get().therapist, OutboxMessage.objects.count()) == (None, 1)
    assert "a holiday in these days already" in words(front.post(address, {**days, "is_seen": "1"}))


def test_time_shift_is_shown_at_the_hours_it_concerns(
    desk: Browser,
    start: Start,
    client_person: Client,
    monday_morning: time_machine.Traveller,
    therapist: Therapist,
) -> None:
    Client.objects.filter(pk=client_person.pk).update(zone="Europe/London")
    monday_morning.shift(timedelta(days=130))
    series = start(first_day=TUESDAY_TEN.date() + 19 * WEEK)
    desk = signed_in(therapist.user)
    marked = {
        row.planned_day.isoformat()
        for row in series.appointments.order_by("start_at")
        if "time shift" in words(desk.get(at("appointment", row)))
    }
    assert {"2026-10-27", "2026-11-03"} <= marked
    assert not {"2026-10-20", "2026-12-08"} & marked


def test_the_client_reads_until_when_and_from_when(desk: Browser, my: Browser, start: Start) -> None:
    row = start().appointments.earliest("start_at")
    typed = {"day": "2026-06-11", "start": "08:30", "which": "from", "from_day": "2026-06-24"}
    desk.post(at("appointment-move", row), typed)
    page = words(my.get(reverse("scheduling:my-sessions")))
    assert "Tuesdays at 10:00 am, in the office, from June 9, until June 23" in page
    assert "Thursdays at 8:30 am, in the office, from June 25" in page
    week = words(desk.get(reverse("scheduling:week") + "?from=2026-06-30"))
    assert "now July 2, 8:30 am" in week
