from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser

from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock
from reverie.core.jobs import KINDS
from reverie.core.models import AuditEvent, OutboxMessage
from reverie.core.policy import Actor
from reverie.directory import actions, queries
from reverie.directory.actions import CannotAnswer, CannotAsk, CannotBook, Person
from reverie.directory.models import Inquiry, Profile
from reverie.directory.queries.asking import words_of
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

pytestmark = pytest.mark.django_db
WHO = Person("W. Achterberg", "w.achterberg@example.invalid", "", "My brother died.")


def ask(profile: Profile, **changes: Any) -> Inquiry:
    by = Actor.system("directory.inquiry", profile.practice_id)
    return actions.ask(**{"profile": profile, "person": WHO, "user": None, **changes}, by=by)


def first_hour(profile: Profile) -> datetime:
    return queries.hours_of([profile])[profile.pk][0]


def look() -> None:
    KINDS["directory.look_after_inquiries"].work({})


def later(days: float) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(days=days))


def stands(inquiry: Inquiry) -> str:
    inquiry.refresh_from_db()
    return inquiry.state


def mails(to: str) -> list[str]:
    return [f"{one.subject} {one.body}" for one in OutboxMessage.objects.filter(to=to)]


def test_what_somebody_asks_is_sealed_name_and_address_too(profile: Profile) -> None:
    row = ask(profile)
    assert words_of(row) == vars(WHO)
    stored = f"{vars(Inquiry.objects.get())} {list(AuditEvent.objects.values())}"
    assert not [word for word in ("brother", "Achterberg", "w.achterberg") if word in stored]


def test_the_therapist_is_told_without_a_word_of_it(profile: Profile) -> None:
    ask(profile)
    (mail,) = mails(profile.therapist.user.email)
    assert "brother" not in mail
    assert "/desk/inquiries/" in mail


def test_a_therapist_without_room_is_not_asked(profile: Profile) -> None:
    profile.has_room = False
    with pytest.raises(CannotAsk):
        ask(profile)


def test_no_keeps_its_reason_and_tells_the_person(profile: Profile, as_therapist: Actor) -> None:
    row = ask(profile)
    actions.answer_no(inquiry=row, reason="full", words="I am sorry.", by=as_therapist)
    assert stands(row) == "declined"
    assert (row.reason, words_of(row)["answer"]) == ("full", "I am sorry.")
    assert "/asked/" in mails(WHO.email)[0]


@pytest.mark.parametrize("act", [actions.answer_no, actions.answer_maybe])
def test_no_and_not_yet_need_a_reason(profile: Profile, as_therapist: Actor, act: Any) -> None:
    row = ask(profile)
    with pytest.raises(CannotAnswer, match="why"):
        act(inquiry=row, reason="", words="", by=as_therapist)
    assert stands(row) == "sent"


def test_not_yet_is_said_once(profile: Profile, as_therapist: Actor) -> None:
    row = ask(profile)
    actions.answer_maybe(inquiry=row, reason="thinking", words="", by=as_therapist)
    with pytest.raises(CannotAnswer):
        actions.answer_maybe(inquiry=row, reason="thinking", words="", by=as_therapist)


def test_yes_lets_the_person_choose(profile: Profile, as_therapist: Actor) -> None:
    row = ask(profile)
    actions.answer_yes(inquiry=row, words="Gladly.", by=as_therapist)
    by = Actor.system("directory.inquiry", profile.practice_id)
    booking = actions.schedule(inquiry=row, start_at=first_hour(profile), place="online", by=by)
    assert stands(row) == "scheduled"
    assert row.appointment == booking.appointment


def test_an_hour_becomes_consultation_and_treatment_in_one_act(profile: Profile, as_therapist: Actor) -> None:
    row = ask(profile)
    actions.schedule(inquiry=row, start_at=first_hour(profile), place="office", by=as_therapist)
    treatment = Treatment.objects.get(client__name="W. Achterberg")
    assert (treatment.state, treatment.therapist) == ("consultation", profile.therapist)
    assert stands(row) == "scheduled"
    assert row.person == row.client_id == treatment.client_id
    assert words_of(row)["words"] == "My brother died."


def test_nobody_books_before_the_therapist_said_yes(profile: Profile) -> None:
    row = ask(profile)
    by = Actor.system("directory.inquiry", profile.practice_id)
    with pytest.raises(CannotAnswer):
        actions.schedule(inquiry=row, start_at=first_hour(profile), place="office", by=by)


def test_a_taken_hour_leaves_the_inquiry_open(profile: Profile, as_therapist: Actor) -> None:
    row, other = ask(profile), ask(profile)
    start = first_hour(profile)
    actions.schedule(inquiry=other, start_at=start, place="office", by=as_therapist)
    with pytest.raises(CannotBook):
        actions.schedule(inquiry=row, start_at=start, place="office", by=as_therapist)
    assert stands(row) == "sent"
    assert Client.objects.count() == 1


@pytest.mark.parametrize("act", ["ask", "no", "hour", "withdraw", "release"])
def test_without_its_audit_link_nothing_happens(
    profile: Profile, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    row = ask(profile)
    start = first_hour(profile)
    monkeypatch.setattr(audit, "link_hash", lambda event: 1 / 0)
    with pytest.raises(ZeroDivisionError), later(4 if act == "release" else 0):
        {
            "ask": lambda: ask(profile),
            "no": lambda: actions.answer_no(inquiry=row, reason="full", words="", by=as_therapist),
            "hour": lambda: actions.schedule(inquiry=row, start_at=start, place="office", by=as_therapist),
            "withdraw": lambda: actions.withdraw(inquiry=row, by=as_therapist),
            "release": look,
        }[act]()
    assert stands(row) == "sent"
    assert (Inquiry.objects.count(), Appointment.objects.count(), Client.objects.count()) == (1, 0, 0)


def test_the_clock_reminds_then_lets_the_person_go(profile: Profile) -> None:
    row = ask(profile)
    with later(2.1):
        look()
        look()
        assert len(mails(profile.therapist.user.email)) == 2
        assert stands(row) == "sent"
    with later(3.1):
        look()
        assert stands(row) == "expired"
        assert len(mails(WHO.email)) == 1


def test_not_yet_ends_too(profile: Profile, as_therapist: Actor) -> None:
    row = ask(profile)
    actions.answer_maybe(inquiry=row, reason="thinking", words="", by=as_therapist)
    with later(7.1):
        look()
        assert stands(row) == "expired"


def test_an_hour_that_is_not_chosen_ends_too(profile: Profile, as_therapist: Actor) -> None:
    row = ask(profile)
    actions.answer_yes(inquiry=row, words="", by=as_therapist)
    with later(7.1):
        look()
        assert stands(row) == "expired"


@pytest.mark.parametrize("days", [0, 1, 2, 3, 4, 8, 20])
def test_no_inquiry_stays_unanswered_beyond_its_limit(profile: Profile, days: int) -> None:
    ask(profile)
    with later(days + 0.01):
        look()
        overdue = Inquiry.objects.filter(state__in=Inquiry.UNANSWERED, due_at__lte=clock.now())
        assert not overdue.exists()
        assert Inquiry.objects.filter(state="sent").exists() is (days < 3)


def test_the_words_are_forgotten_thirty_days_after_the_end(profile: Profile, as_therapist: Actor) -> None:
    row = ask(profile)
    actions.answer_no(inquiry=row, reason="full", words="", by=as_therapist)
    with later(30.1):
        look()
        row.refresh_from_db()
        assert words_of(row) == {}
        assert row.reason == "full"


def test_what_is_taken_back_is_gone_at_once(profile: Profile) -> None:
    row = actions.withdraw(inquiry=ask(profile), by=Actor.system("directory.inquiry", profile.practice_id))
    assert (stands(row), words_of(row)) == ("withdrawn", {})


# -- pages ------------------------------------------------------------------------------------------


def typed(**changes: str) -> dict[str, str]:
    return {**vars(WHO), "understood": "on", **changes}


def test_ask(profile: Profile) -> None:
    browser = Browser()
    response = browser.post(f"/therapists/{profile.slug}/ask/", typed())
    page = browser.get(response["Location"]).content.decode()
    assert "Hanna Lindqvist answers by" in page
    assert "brother" not in response["Location"]


def test_ask_keeps_what_was_typed(profile: Profile) -> None:
    response = Browser().post(f"/therapists/{profile.slug}/ask/", typed(email="none"))
    assert response.status_code == 400
    assert "My brother died." in response.content.decode()


def asked_page(row: Inquiry) -> str:
    return f"/asked/{actions.receipt_of(row)}/"


def test_asked_lets_choose_an_hour(profile: Profile, as_therapist: Actor) -> None:
    row = actions.answer_yes(inquiry=ask(profile), words="Gladly.", by=as_therapist)
    browser = Browser()
    assert "Gladly." in browser.get(asked_page(row)).content.decode()
    start = first_hour(profile).strftime("%Y-%m-%dT%H:%MZ")
    response = browser.post(asked_page(row), {"start": start, "place": "office"})
    assert "/booked/" in response["Location"]


def test_asked_names_others_when_time_is_up(profile: Profile, colleague: Therapist) -> None:
    row = ask(profile)
    with later(3.1):
        look()
        assert "There was no answer in time" in Browser().get(asked_page(row)).content.decode()


def test_asked_takes_it_back(profile: Profile) -> None:
    row = ask(profile)
    page = Browser().post(asked_page(row), {"withdraw": "1"}, follow=True).content.decode()
    assert "is gone" in page


def test_a_receipt_that_is_not_ours_opens_nothing(profile: Profile) -> None:
    assert Browser().get("/asked/nonsense/").status_code == 404
