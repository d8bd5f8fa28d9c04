"""Who may see and change which hours: the client theirs, the therapist theirs, the desk the practice's."""

import pytest
from django.http import Http404
from django.urls import reverse

from conftest import actor_for, member, signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core.policy import ANONYMOUS, Actor
from reverie.scheduling import access
from reverie.scheduling.models import Appointment
from reverie.scheduling.tests.conftest import Book

DESK = [
    "appointment",
    "appointment-confirm",
    "appointment-cancel",
    "appointment-move",
    "appointment-attended",
    "appointment-decline",
    "appointment-place",
    "appointment-reminders",
]


@pytest.fixture
def hour(book: Book) -> Appointment:
    return book()


def status(user: User, name: str, row: Appointment) -> int:
    browser = signed_in(user)
    address = reverse(f"scheduling:{name}", args=[row.pk])
    if name == "appointment":
        return browser.get(address).status_code
    return browser.post(address, {"side": "practice"}).status_code


@pytest.mark.parametrize("name", DESK)
def test_a_colleague_does_not_see_my_hour(hour: Appointment, colleague: Therapist, name: str) -> None:
    assert status(colleague.user, name, hour) == 404
    hour.refresh_from_db()
    assert hour.state == "confirmed"


@pytest.mark.parametrize("name", DESK)
def test_the_client_does_not_come_to_the_desk(hour: Appointment, client_person: Client, name: str) -> None:
    assert client_person.user is not None
    assert status(client_person.user, name, hour) == 404


def test_another_client_cannot_call_my_hour_off(hour: Appointment, stranger: Client) -> None:
    assert stranger.user is not None
    assert status(stranger.user, "my-session-cancel", hour) == 404


def test_the_owner_reads_and_does_not_change(hour: Appointment, owner: User) -> None:
    assert status(owner, "appointment", hour) == 200
    assert status(owner, "appointment-cancel", hour) in {403, 404}


def test_the_front_desk_changes_everybodys(hour: Appointment, practice: Practice) -> None:
    desk = member(practice, "Dana Reyes", "front_desk")
    assert status(desk, "appointment-cancel", hour) == 302
    hour.refresh_from_db()
    assert hour.state == "cancelled"


def test_another_practice_sees_nothing(hour: Appointment) -> None:
    elsewhere = Practice.objects.create(name="Elsewhere", zone="America/New_York")
    actor = actor_for(member(elsewhere, "Frida Dahl", "front_desk"))
    assert not access.appointments_visible_to(actor).exists()
    assert not access.calendars_visible_to(actor).exists()


@pytest.mark.parametrize("who", ["nobody", "job"])
def test_nobody_and_jobs_see_nothing(hour: Appointment, who: str) -> None:
    actor = ANONYMOUS if who == "nobody" else Actor.system("x", hour.practice_id)
    assert not access.appointments_visible_to(actor).exists()
    with pytest.raises(Http404):
        access.get_own_client(actor)


def test_reading_an_hour_is_audited(hour: Appointment, as_therapist: Actor) -> None:
    from reverie.core.models import AuditEvent

    access.get_appointment_for_reading(as_therapist, hour.pk)
    assert AuditEvent.objects.latest("number").verb == "read"


def test_therapists_book_those_who_are_theirs(
    hour: Appointment, therapist: Therapist, client_person: Client, stranger: Client, as_therapist: Actor
) -> None:
    assert list(access.clients_to_book(as_therapist, therapist)) == [client_person]
    assert stranger not in access.clients_to_book(as_therapist, therapist)


def test_the_calendar_of_a_colleague_is_not_mine(colleague: Therapist, as_therapist: Actor) -> None:
    with pytest.raises(Http404):
        access.get_calendar(as_therapist, colleague.id)
