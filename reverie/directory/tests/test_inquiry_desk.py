"""How an inquiry is read and answered on the desk."""

import pytest

from conftest import signed_in
from reverie.accounts.models import Therapist, User
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.directory import actions
from reverie.directory.models import Inquiry, Profile
from reverie.directory.tests.test_inquiry import (
    WHO,
    ask,
    first_hour,
    stands,
)

pytestmark = pytest.mark.django_db


def test_inquiry_is_read_by_whom_it_was_sent_to(profile: Profile) -> None:
    row = ask(profile)
    browser = signed_in(profile.therapist.user)
    assert "Waits for an answer" in browser.get("/desk/inquiries/").content.decode()
    assert "My brother died." in browser.get(f"/desk/inquiries/{row.pk}/").content.decode()
    assert AuditEvent.objects.filter(verb="read", object_id=str(row.pk)).exists()


def test_the_office_sees_that_it_waits_and_no_word(profile: Profile, owner: User) -> None:
    row = ask(profile)
    browser = signed_in(owner)
    page = browser.get("/desk/inquiries/").content.decode()
    assert "Asked Hanna Lindqvist" in page
    assert "Achterberg" not in page
    assert browser.get(f"/desk/inquiries/{row.pk}/").status_code == 404


def test_a_colleague_sees_nothing(profile: Profile, colleague: Therapist) -> None:
    row = ask(profile)
    browser = signed_in(colleague.user)
    assert "Nobody has asked" in browser.get("/desk/inquiries/").content.decode()
    assert browser.get(f"/desk/inquiries/{row.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("answer", "state"), [("yes", "accepted"), ("maybe", "maybe"), ("no", "declined"), ("hour", "scheduled")]
)
def test_inquiry_is_answered(profile: Profile, answer: str, state: str) -> None:
    row = ask(profile)
    start = first_hour(profile).strftime("%Y-%m-%dT%H:%MZ")
    form = {"answer": answer, "reason": "thinking", "start": start, "place": "online", "words": "…"}
    assert signed_in(profile.therapist.user).post(f"/desk/inquiries/{row.pk}/", form).status_code == 302
    assert stands(row) == state


def test_inquiry_answer_without_a_reason_comes_back(profile: Profile) -> None:
    row = ask(profile)
    form = {"answer": "no", "words": "I am sorry to say"}
    response = signed_in(profile.therapist.user).post(f"/desk/inquiries/{row.pk}/", form)
    assert response.status_code == 400
    assert "I am sorry to say" in response.content.decode()


def test_the_words_of_a_booking_are_read_on_the_same_page(profile: Profile) -> None:
    actions.book_consultation(
        profile=profile,
        start_at=first_hour(profile),
        place="office",
        user=None,
        **vars(WHO),
        by=Actor.system("directory.booking", profile.practice_id),
    )
    row = Inquiry.objects.get()
    page = signed_in(profile.therapist.user).get(f"/desk/inquiries/{row.pk}/").content.decode()
    assert "My brother died." in page
    assert "Open the client’s page" in page
