import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client as Browser

from conftest import signed_in
from reverie.accounts.models import Client, User
from reverie.core import audit, clock
from reverie.core.models import AuditEvent, OutboxMessage
from reverie.core.policy import Actor
from reverie.directory import queries
from reverie.directory.actions import CannotBook, book_consultation
from reverie.directory.models import Inquiry, Profile
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

pytestmark = pytest.mark.django_db
PERSON = {
    "name": "W. Achterberg",
    "email": "w.achterberg@example.invalid",
    "phone": "",
    "words": "My brother died.",
}


def first_hour(profile: Profile) -> datetime:
    return queries.hours_of([profile])[profile.pk][0]


def book(profile: Profile, **changes: Any) -> Appointment:
    asked = {"start_at": first_hour(profile), "place": "office", "user": None, **PERSON, **changes}
    by = Actor.system("directory.booking", profile.practice_id)
    return book_consultation(profile=profile, **asked, by=by).appointment


def test_a_visitor_becomes_a_client_with_a_consultation(profile: Profile) -> None:
    appointment = book(profile)
    treatment = Treatment.objects.get(client=appointment.client)
    assert (treatment.state, treatment.therapist) == ("consultation", profile.therapist)
    assert (appointment.kind, appointment.minutes) == ("consultation", 75)


def test_the_words_of_the_visitor_are_sealed(profile: Profile) -> None:
    book(profile)
    assert Inquiry.objects.count() == 1
    rows = [
        str(vars(row)) for model in (Treatment, Appointment, Client, Inquiry) for row in model.objects.all()
    ]
    assert not any("My brother died" in row for row in rows)


def test_a_taken_hour_is_refused_and_nothing_is_saved(profile: Profile) -> None:
    start = first_hour(profile)
    book(profile)
    with pytest.raises(CannotBook, match="just been taken"):
        book(profile, start_at=start, email="other@example.invalid")
    assert Client.objects.count() == 1


def test_a_place_that_is_not_offered_is_refused(profile: Profile) -> None:
    Profile.objects.update(places=["office"])
    profile.refresh_from_db()
    with pytest.raises(CannotBook):
        book(profile, place="online")


def test_without_its_audit_link_nothing_is_booked(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    start = first_hour(profile)
    monkeypatch.setattr(audit, "link_hash", lambda event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        book(profile, start_at=start)
    assert not Client.objects.exists()
    assert not Appointment.objects.exists()


def typed(profile: Profile, **changes: str) -> dict[str, str]:
    start = first_hour(profile).strftime("%Y-%m-%dT%H:%MZ")
    return {**PERSON, "start": start, "place": "office", "understood": "on", **changes}


def test_book(profile: Profile) -> None:
    browser = Browser()
    response = browser.post(f"/therapists/{profile.slug}/book/", typed(profile))
    assert response.status_code == 302
    page = browser.get(response["Location"]).content.decode()
    assert "The hour is yours" in page
    assert "The time is Los Angeles time." in page
    assert "Choose a password" in page


def test_the_link_on_the_page_makes_the_account_of_this_client(profile: Profile) -> None:
    browser = Browser()
    page = browser.get(browser.post(f"/therapists/{profile.slug}/book/", typed(profile))["Location"])
    (link,) = re.findall(r'href="(/join/[^"]+)"', page.content.decode())
    browser.post(link, {"name": "W. Achterberg", "password": "a long quiet evening", "understood": "on"})
    client = Client.objects.get()
    assert client.user is not None
    assert client.user.email == PERSON["email"]


def test_with_mail_the_link_goes_to_the_address_alone(profile: Profile, settings: Any) -> None:
    settings.MAIL_URL = "smtp://localhost:2525"
    browser = Browser()
    page = browser.get(browser.post(f"/therapists/{profile.slug}/book/", typed(profile))["Location"])
    assert "/join/" not in page.content.decode()
    assert "/join/" in OutboxMessage.objects.get(to=PERSON["email"]).body


def test_book_keeps_what_was_typed_when_something_is_missing(profile: Profile) -> None:
    response = Browser().post(f"/therapists/{profile.slug}/book/", typed(profile, email="no address"))
    page = response.content.decode()
    assert response.status_code == 400
    assert "My brother died." in page
    assert not Client.objects.exists()


def test_a_receipt_that_is_not_ours_opens_nothing(profile: Profile) -> None:
    assert Browser().get("/booked/nonsense/").status_code == 404


def test_an_hour_that_is_no_hour_leads_back(profile: Profile) -> None:
    response = Browser().get(f"/therapists/{profile.slug}/book/?start=tomorrow&place=office")
    assert response["Location"] == f"/therapists/{profile.slug}/"


def test_somebody_signed_in_books_as_the_client_they_are(profile: Profile, client_person: Client) -> None:
    assert isinstance(client_person.user, User)
    signed_in(client_person.user).post(f"/therapists/{profile.slug}/book/", typed(profile))
    assert Appointment.objects.get().client == client_person


def test_the_act_names_the_booking(profile: Profile) -> None:
    before = clock.now()
    book(profile)
    actors = set(AuditEvent.objects.filter(at__gte=before).values_list("actor", flat=True))
    assert actors == {"job:directory.booking"}


def test_no_name_reaches_an_address(profile: Profile) -> None:
    response = Browser().post(f"/therapists/{profile.slug}/book/", typed(profile))
    assert not re.search("achterberg|brother", response["Location"], re.IGNORECASE)
