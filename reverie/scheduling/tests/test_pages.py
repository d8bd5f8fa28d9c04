"""The pages as people meet them; who may open which is in test_doors.py."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Client, Therapist
from reverie.core.models import OutboxMessage
from reverie.scheduling.models import Appointment, AvailabilityRule, Holiday
from reverie.scheduling.presenters import my as my_words
from reverie.scheduling.tests.conftest import NOW, TUESDAY_TEN, Book, Start


@pytest.fixture
def desk(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


@pytest.fixture
def my(client_person: Client) -> Browser:
    assert client_person.user is not None
    return signed_in(client_person.user)


def words(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("query", ["", "?from=2026-06-10", "?as=table", "?names=initials", "?from=nonsense"])
def test_week(desk: Browser, start: Start, open_tuesdays: Therapist, query: str) -> None:
    start()
    page = desk.get(reverse("scheduling:week") + query)
    assert page.status_code == 200
    assert ("Elena Marsh" in words(page)) is (query != "?names=initials")
    assert "9:00 am" in words(page)


def test_a_week_far_ahead_shows_the_standing_hour(desk: Browser, start: Start) -> None:
    start()
    assert "standing hour" in words(desk.get(reverse("scheduling:week") + "?from=2027-06-08"))


def test_hours_are_added_and_taken_out(desk: Browser, therapist: Therapist) -> None:
    address = reverse("scheduling:hours")
    typed = {"weekdays": ["1", "3"], "start": "09:00", "end": "12:00", "mode": "online"}
    assert desk.post(address, typed).status_code == 302
    assert AvailabilityRule.objects.count() == 2
    desk.post(reverse("scheduling:hours-remove", args=[AvailabilityRule.objects.first().pk]))  # type: ignore[union-attr]
    assert AvailabilityRule.objects.count() == 1
    assert "Thursday, 9:00 am to 12:00 pm" in words(desk.get(address))


def test_hours_that_cannot_be_come_back_with_what_was_typed(desk: Browser, therapist: Therapist) -> None:
    typed = {"weekdays": ["1"], "start": "12:00", "end": "09:30", "mode": "online"}
    page = desk.post(reverse("scheduling:hours"), typed)
    assert page.status_code == 422
    assert "Open hours end after they start" in words(page)
    assert 'value="09:30"' in words(page)


def test_hours_day_and_back(desk: Browser, open_tuesdays: Therapist) -> None:
    desk.post(reverse("scheduling:hours-day"), {"day": "2026-06-09", "start": "", "end": ""})
    assert "no open hours" in words(desk.get(reverse("scheduling:hours")))
    desk.post(reverse("scheduling:hours-day-clear"), {"day": "2026-06-09"})
    assert not open_tuesdays.availability_exceptions.exists()
    half = desk.post(reverse("scheduling:hours-day"), {"day": "2026-06-09", "start": "09:00", "end": ""})
    assert "Give both times" in words(half)


def test_holiday_announce(desk: Browser, my: Browser, book: Book) -> None:
    book()
    desk.post(reverse("scheduling:holiday-announce"), {"first_day": "2026-06-09", "last_day": "2026-06-12"})
    assert Holiday.objects.count() == 1
    assert "No sessions June 9 to 12" in words(my.get(reverse("scheduling:my-sessions")))
    assert "announced holiday" in words(desk.get(reverse("scheduling:week")))


@pytest.mark.parametrize(("typed", "letters"), [({}, 0), ({"is_told": "1"}, 1)])
def test_holiday_announce_writes_only_when_asked_to(
    typed: dict[str, str], letters: int, desk: Browser, book: Book
) -> None:
    book()
    days = {"first_day": "2026-06-09", "last_day": "2026-06-12"}
    desk.post(reverse("scheduling:holiday-announce"), {**days, **typed})
    assert OutboxMessage.objects.count() == letters


def test_appointment_new(desk: Browser, book: Book, client_person: Client) -> None:
    book()
    address = reverse("scheduling:appointment-new")
    typed = {
        "client": str(client_person.id),
        "day": "2026-06-10",
        "start": "15:05",
        "minutes": "50",
        "place": "office",
    }
    assert desk.post(address, typed).status_code == 302
    page = desk.post(address, {**typed, "start": "15:30"})
    assert page.status_code == 422
    assert "just been taken" in words(page)
    assert Appointment.objects.count() == 2


def test_the_page_asks_how_often(desk: Browser) -> None:
    page = desk.get(reverse("scheduling:appointment-new")).content.decode()
    assert 'name="again"' in page and "Every other week" in page


@pytest.mark.parametrize(("again", "days"), [("7", 7), ("14", 14)])
def test_appointment_new_holds_an_hour_of_every_or_every_other_week(
    desk: Browser, book: Book, client_person: Client, again: str, days: int
) -> None:
    book()
    typed = {"client": str(client_person.id), "day": "2026-06-10", "start": "15:00", "place": "office"}
    page = desk.post(reverse("scheduling:appointment-new"), {**typed, "again": again, "is_told": "on"})
    first, second = Appointment.objects.exclude(standing_hour=None).order_by("start_at")[:2]
    assert page["Location"] == reverse("scheduling:appointment", args=[first.pk])
    assert (second.start_at - first.start_at).days == days
    assert first.standing_hour is not None and first.standing_hour.step_days == days
    assert OutboxMessage.objects.count() == 1


def test_appointment_new_keeps_for_a_while_only_once(
    desk: Browser, book: Book, client_person: Client
) -> None:
    book()
    typed = {"client": str(client_person.id), "day": "2026-06-10", "start": "15:00", "place": "office"}
    page = desk.post(reverse("scheduling:appointment-new"), {**typed, "again": "14", "hold_hours": "3"})
    assert page.status_code == 422
    assert "is kept once" in words(page)
    assert Appointment.objects.count() == 1


def test_appointment_new_refuses_a_time_that_the_clocks_skip(
    desk: Browser, book: Book, client_person: Client
) -> None:
    book()
    typed = {
        "client": str(client_person.id),
        "day": "2027-03-14",
        "start": "02:30",
        "minutes": "50",
        "place": "office",
    }
    assert "does not exist" in words(desk.post(reverse("scheduling:appointment-new"), typed))


def test_appointment_is_moved_and_called_off(desk: Browser, book: Book) -> None:
    row = book()
    page = desk.post(
        reverse("scheduling:appointment-move", args=[row.pk]),
        {"day": "2026-06-10", "start": "11:00"},
        follow=True,
    )
    assert "Wednesday, June 10, at 11:00 am" in words(page)
    moved = Appointment.objects.get(state="confirmed")
    gone = desk.post(
        reverse("scheduling:appointment-cancel", args=[moved.pk]), {"side": "client"}, follow=True
    )
    assert "called off by the client" in words(gone)


def test_appointment_move_this_and_following(desk: Browser, start: Start) -> None:
    row = start().appointments.earliest("start_at")
    typed = {"day": "2026-06-11", "start": "08:30", "which": "following"}
    page = desk.post(reverse("scheduling:appointment-move", args=[row.pk]), typed, follow=True)
    assert "Thursdays at 8:30 am" in words(page)
    assert Appointment.objects.filter(state="moved", moved_to__isnull=False).count() == 13


def test_appointment_attended(
    book: Book, therapist: Therapist, monday_morning: time_machine.Traveller
) -> None:
    row = book()
    monday_morning.shift(timedelta(days=1, hours=3))
    page = signed_in(therapist.user).post(
        reverse("scheduling:appointment-attended", args=[row.pk]), {"state": "client_absent"}, follow=True
    )
    assert "client absent" in words(page)


def test_my_sessions_in_my_own_zone(my: Browser, book: Book, client_person: Client) -> None:
    client_person.zone = "America/New_York"
    client_person.save()
    book()
    assert "Tuesday, June 9, at 1:00 pm" in words(my.get(reverse("scheduling:my-sessions")))


def test_my_session_cancel_asks_once_more(my: Browser, book: Book) -> None:
    row = book()
    address = reverse("scheduling:my-session-cancel", args=[row.pk])
    assert "less than 48 hours away" in words(my.get(address))
    my.post(address)
    row.refresh_from_db()
    assert (row.state, row.cancelled_side, row.is_in_notice) == ("cancelled", "client", False)


def test_my_session_request_and_the_therapists_yes(
    my: Browser, desk: Browser, book: Book, open_tuesdays: Therapist
) -> None:
    book(start_at=NOW + timedelta(days=3))
    choice = {"therapist": str(open_tuesdays.id), "start": f"{TUESDAY_TEN:%Y-%m-%dT%H:%M}Z"}
    assert "kept for you" in words(my.post(reverse("scheduling:my-session-request"), choice, follow=True))
    row = Appointment.objects.get(state="requested")
    desk.post(reverse("scheduling:appointment-confirm", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "confirmed"
    again = my.post(reverse("scheduling:my-session-request"), choice, follow=True)
    assert "not open any more" in words(again)


@pytest.mark.parametrize(("typed", "kept"), [("2", 2), ("0", 0), ("7", 24)])
def test_my_session_reminders(my: Browser, client_person: Client, typed: str, kept: int) -> None:
    my.post(reverse("scheduling:my-session-reminders"), {"hours_before": typed})
    assert my_words.hours_before(client_person) == kept
    assert f'<option value="{kept}" selected>' in words(my.get(reverse("scheduling:my-sessions")))


@pytest.mark.parametrize("start_words", ["", "soon", "2026-06-09T03:00Z"])
def test_my_session_request_takes_only_what_is_shown(
    my: Browser, book: Book, open_tuesdays: Therapist, start_words: str
) -> None:
    book()
    my.post(
        reverse("scheduling:my-session-request"), {"therapist": str(open_tuesdays.id), "start": start_words}
    )
    assert not Appointment.objects.filter(state="requested").exists()
