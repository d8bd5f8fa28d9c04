"""A therapist wants to be asked: a visitor asks for an hour, it is kept, and one yes or no answers all."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Client, Invitation, Therapist
from reverie.core import audit, clock
from reverie.core.jobs import KINDS
from reverie.core.models import OutboxMessage
from reverie.core.policy import Actor
from reverie.directory import actions, queries
from reverie.directory.actions import CannotBook
from reverie.directory.models import Inquiry, Profile
from reverie.directory.queries.asking import hours_on_request, words_of
from reverie.directory.tests.conftest import shown
from reverie.scheduling import actions as calendar
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

pytestmark = pytest.mark.django_db
PERSON = {
    "name": "W. Achterberg",
    "email": "w.achterberg@example.invalid",
    "phone": "",
    "words": "My brother died.",
}


@pytest.fixture
def profile(therapist: Therapist, as_therapist: Actor) -> Profile:
    """Hanna wants to be asked for Wednesday evenings."""
    evenings = calendar.OpenWindow(2, 1050, 1200, "ask")
    calendar.set_availability(therapist=therapist, windows=[evenings], by=as_therapist)
    return shown(therapist, as_therapist)


def ask(profile: Profile, **changes: Any) -> Inquiry:
    facts = {"start_at": hours_on_request(profile)[0], "place": "office", "person": PERSON, "user": None}
    by = Actor.system("directory.booking", profile.practice_id)
    return actions.ask_for_hour(**{"profile": profile, **facts, **changes}, by=by)


def stands(row: Inquiry) -> tuple[str, str]:
    row.refresh_from_db()
    return row.state, Appointment.objects.get(pk=row.appointment_id).state


def typed(start: datetime, **more: str) -> dict[str, str]:
    return {**PERSON, "start": f"{start:%Y-%m-%dT%H:%MZ}", "place": "office", "understood": "on", **more}


def test_the_page_says_that_one_asks_and_needs_no_account(profile: Profile) -> None:
    page = Browser().get(f"/therapists/{profile.slug}/").content.decode()
    assert "Ask for a first consultation" in page
    start = hours_on_request(profile)[0]
    path = f"/therapists/{profile.slug}/book/"
    form = Browser().get(path, {"start": f"{start:%Y-%m-%dT%H:%MZ}", "place": "office"}).content.decode()
    assert "This hour is on request" in form
    assert "you need no account to ask" in form
    assert "Ask for this hour" in form


def test_asking_keeps_the_hour_and_leads_to_a_page_of_ones_own(profile: Profile) -> None:
    start, browser = hours_on_request(profile)[0], Browser()
    answer = browser.post(f"/therapists/{profile.slug}/book/", typed(start, on_request="1"))
    assert "The hour is kept for you" in browser.get(answer["Location"]).content.decode()
    row = Inquiry.objects.get()
    assert stands(row) == ("sent", "requested")
    assert words_of(row) == PERSON
    assert (row.client, Treatment.objects.count(), Invitation.objects.count()) == (None, 0, 0)
    assert start not in hours_on_request(profile)


def test_who_was_told_something_else_reads_it_first(profile: Profile) -> None:
    answer = Browser().post(f"/therapists/{profile.slug}/book/", typed(hours_on_request(profile)[0]))
    assert answer.status_code == 400
    assert "has just changed" in answer.content.decode()
    assert "My brother died." in answer.content.decode()
    assert not Appointment.objects.exists()


def test_a_second_person_cannot_ask_for_it(profile: Profile) -> None:
    start = hours_on_request(profile)[0]
    ask(profile, start_at=start)
    with pytest.raises(CannotBook, match="not open any more"):
        ask(profile, start_at=start)
    assert Client.objects.count() == 1


def test_yes_on_the_page_of_the_request_books_it(profile: Profile) -> None:
    row = ask(profile)
    browser = signed_in(profile.therapist.user)
    path = reverse("directory:inquiry", args=[row.pk])
    assert "Yes, at the hour they ask for" in browser.get(path).content.decode()
    browser.post(path, {"answer": "yes", "words": "Come at half past five."})
    assert stands(row) == ("scheduled", "confirmed")
    assert words_of(row)["answer"] == "Come at half past five."
    assert Treatment.objects.get().state == "consultation"
    page = Browser().get(f"/asked/{actions.receipt_of(row)}/").content.decode()
    assert "You meet Hanna Lindqvist" in page


def test_yes_in_the_calendar_is_the_same(profile: Profile, as_therapist: Actor) -> None:
    row = ask(profile)
    assert row.appointment is not None
    later = calendar.move_appointment(
        appointment=row.appointment,
        start_at=row.appointment.start_at + timedelta(minutes=30),
        by=as_therapist,
    )
    calendar.confirm_appointment(appointment=later, by=as_therapist)
    assert stands(row) == ("scheduled", "confirmed")
    assert (row.appointment_id, row.client_id) == (later.pk, later.client_id)
    assert Invitation.objects.get().client_id == later.client_id
    assert OutboxMessage.objects.filter(to=PERSON["email"], subject="There is news").exists()


def test_no_gives_the_hour_back(profile: Profile, as_therapist: Actor) -> None:
    row, other = ask(profile), ask(profile, start_at=hours_on_request(profile)[1])
    actions.answer_no(inquiry=row, reason="full", words="", by=as_therapist)
    assert stands(row) == ("declined", "cancelled")
    assert other.appointment is not None
    calendar.decline_request(appointment=other.appointment, by=as_therapist)
    assert stands(other) == ("declined", "cancelled")
    assert other.reason == "other"


def test_without_an_answer_the_hour_is_free_again(profile: Profile) -> None:
    row = ask(profile)
    assert row.due_at is not None
    with time_machine.travel(row.due_at + timedelta(minutes=1)):
        KINDS["directory.look_after_inquiries"].work({})
    assert stands(row) == ("expired", "cancelled")


def test_taken_back_nothing_is_left_of_who_asked(profile: Profile) -> None:
    row = ask(profile)
    Browser().post(f"/asked/{actions.receipt_of(row)}/", {"withdraw": "1"})
    assert stands(row) == ("withdrawn", "cancelled")
    client = Client.objects.get()
    assert (client.name, client.email, words_of(row)) == ("Somebody who asked", "", {})
    assert Browser().get(f"/asked/{actions.receipt_of(row)}/").status_code == 200


def test_thirty_days_after_a_no_the_name_is_gone_too(profile: Profile, as_therapist: Actor) -> None:
    row = ask(profile)
    actions.answer_no(inquiry=row, reason="full", words="", by=as_therapist)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        KINDS["directory.look_after_inquiries"].work({})
    assert Client.objects.get().name == "Somebody who asked"


def test_an_hour_booked_at_once_stays_so(profile: Profile, therapist: Therapist, as_therapist: Actor) -> None:
    evenings = calendar.OpenWindow(2, 1050, 1200)
    calendar.set_availability(therapist=therapist, windows=[evenings], by=as_therapist)
    assert hours_on_request(profile) == ()
    start = queries.hours_of([profile])[profile.pk][0]
    Browser().post(f"/therapists/{profile.slug}/book/", typed(start))
    assert Appointment.objects.get().state == "confirmed"


@pytest.mark.parametrize("act", ["ask", "yes", "no", "withdraw"])
def test_without_its_audit_link_nothing_is_kept(
    act: str, profile: Profile, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ask(profile) if act != "ask" else None
    monkeypatch.setattr(audit, "link_hash", lambda event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        if row is None:
            ask(profile)
        elif act == "withdraw":
            actions.withdraw(inquiry=row, by=as_therapist)
        elif act == "yes":
            actions.answer_yes(inquiry=row, words="", by=as_therapist)
        else:
            actions.answer_no(inquiry=row, reason="full", words="", by=as_therapist)
    assert row is None or stands(row) == ("sent", "requested")
    assert Client.objects.count() == (0 if row is None else 1)
