"""The desk keeps an hour for somebody for a while: a yes books it, silence opens it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Client, Therapist
from reverie.core import worker
from reverie.core.models import OutboxMessage
from reverie.scheduling.models import Appointment
from reverie.scheduling.tests.conftest import Book
from reverie.scheduling.tests.test_change_pages import at
from reverie.scheduling.tests.test_pages import words

ADDRESS = reverse("scheduling:appointment-new")


@pytest.fixture
def desk(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


@pytest.fixture
def typed(client_person: Client, book: Book) -> dict[str, str]:
    """Wednesday at three for Elena, kept for two days."""
    book()
    when = {"day": "2026-06-17", "start": "15:00", "place": "office"}
    return {"client": str(client_person.pk), **when, "hold_hours": "48"}


def held() -> Appointment:
    return Appointment.objects.get(wall_start__date="2026-06-17")


def test_an_hour_is_kept_and_a_yes_books_it(desk: Browser, typed: dict[str, str]) -> None:
    page = words(desk.post(ADDRESS, {**typed, "is_told": "1"}, follow=True))
    assert "held until Wednesday, June 10" in page
    assert "Kept for you until Wednesday, June 10" in OutboxMessage.objects.get().body
    desk.post(at("appointment-confirm", held()))
    assert held().state == "confirmed"


def test_silence_opens_it(
    desk: Browser, typed: dict[str, str], monday_morning: time_machine.Traveller
) -> None:
    desk.post(ADDRESS, typed)
    monday_morning.shift(timedelta(hours=49))
    while worker.run_next():
        pass
    assert (held().state, held().cancelled_side) == ("cancelled", "system")


@pytest.mark.parametrize("change", [{"hold_hours": "0"}, {"day": "2026-06-09", "start": "15:00"}])
def test_what_cannot_be_kept_comes_back(change: dict[str, str], desk: Browser, typed: dict[str, str]) -> None:
    page = desk.post(ADDRESS, typed | change)
    assert page.status_code == 422
    assert 'value="15:00"' in words(page)
    assert Appointment.objects.count() == 1
