"""Standing in opens nothing; an emergency opens one record for an hour, and everybody concerned is told."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Therapist, User
from reverie.core import clock
from reverie.core.models import AuditEvent, OutboxMessage
from reverie.core.policy import Actor
from reverie.treatment import access, actions
from reverie.treatment.models import BreakGlass, Cover, Treatment

REASON = "A hospital calls about her medication."


@pytest.fixture
def as_colleague(colleague: Therapist) -> Actor:
    return actor_for(colleague.user)


@pytest.fixture
def cover(treatment: Treatment, colleague: Therapist, as_therapist: Actor) -> Cover:
    today = clock.today(treatment.therapist.zone)
    people = {"therapist": treatment.therapist, "colleague": colleague}
    return actions.set_cover(**people, first_day=today, last_day=today, by=as_therapist)


def test_standing_in_shows_whom_to_reach_and_no_record(
    cover: Cover, as_colleague: Actor, client_person: Client
) -> None:
    assert list(access.clients_stood_in_for(as_colleague)) == [client_person]
    assert not access.is_covering(as_colleague, client_person.pk)
    page = signed_in(cover.colleague.user).get("/desk/covers/").content.decode()
    assert "Elena Marsh" in page
    assert signed_in(cover.colleague.user).get(f"/desk/clients/{client_person.pk}/").status_code == 404


@pytest.mark.parametrize("change", [{"first_day": 1, "last_day": 2}, {"first_day": -2, "last_day": -1}])
def test_a_cover_holds_in_its_days_alone(cover: Cover, as_colleague: Actor, change: dict[str, int]) -> None:
    today = clock.today(cover.therapist.zone)
    Cover.objects.update(**{name: today + timedelta(days=days) for name, days in change.items()})
    assert not access.clients_stood_in_for(as_colleague).exists()


def test_a_cover_that_ended_opens_nothing(cover: Cover, as_therapist: Actor, as_colleague: Actor) -> None:
    actions.end_cover(cover=cover, by=as_therapist)
    assert not access.clients_stood_in_for(as_colleague).exists()
    with pytest.raises(actions.CannotCover, match="ended already"):
        actions.end_cover(cover=cover, by=as_therapist)


def test_covers_that_cannot_be(therapist: Therapist, colleague: Therapist, as_therapist: Actor) -> None:
    day = date(2026, 2, 3)
    people = {"therapist": therapist, "colleague": colleague}
    with pytest.raises(actions.CannotCover, match="before the first"):
        actions.set_cover(**people, first_day=day, last_day=day - timedelta(days=1), by=as_therapist)
    with pytest.raises(actions.CannotCover, match="a colleague"):
        actions.set_cover(
            therapist=therapist, colleague=therapist, first_day=day, last_day=day, by=as_therapist
        )
    with pytest.raises(actions.CannotCover, match="a year at most"):
        actions.set_cover(**people, first_day=day, last_day=day + timedelta(days=400), by=as_therapist)


def test_an_emergency_opens_one_record_for_an_hour(
    cover: Cover, client_person: Client, stranger: Client, as_colleague: Actor
) -> None:
    actions.break_glass(client=client_person, reason=REASON, by=as_colleague)
    assert access.is_covering(as_colleague, client_person.pk)
    assert list(access.clients_covered_by(as_colleague)) == [client_person]
    with pytest.raises(Http404):
        access.get_opened_client(as_colleague, stranger.pk)
    with clock.telling(clock.now() + timedelta(minutes=61)):
        assert not access.is_covering(as_colleague, client_person.pk)
        with pytest.raises(Http404):
            access.get_opened_client(as_colleague, client_person.pk)


def test_everybody_concerned_is_told_in_neutral_words(
    cover: Cover, client_person: Client, owner: User, as_colleague: Actor
) -> None:
    actions.break_glass(client=client_person, reason=REASON, by=as_colleague)
    told = {row.to for row in OutboxMessage.objects.all()}
    assert {client_person.email, owner.email, cover.therapist.user.email} <= told
    assert not any("Elena" in row.body or "hospital" in row.body for row in OutboxMessage.objects.all())
    assert AuditEvent.objects.filter(verb="break_glass", client=client_person.pk).count() == 1


def test_a_reason_is_a_sentence(client_person: Client, as_colleague: Actor) -> None:
    with pytest.raises(actions.CannotOpen, match="20 letters"):
        actions.break_glass(client=client_person, reason="urgent", by=as_colleague)
    assert not BreakGlass.objects.exists()


def test_somebody_else_looks_at_it(
    cover: Cover, client_person: Client, as_colleague: Actor, as_therapist: Actor
) -> None:
    glass = actions.break_glass(client=client_person, reason=REASON, by=as_colleague)
    with pytest.raises(actions.CannotOpen, match="Somebody else"):
        actions.review_glass(glass=glass, by=as_colleague)
    assert REASON in signed_in(cover.therapist.user).get("/desk/covers/").content.decode()
    signed_in(cover.therapist.user).post(f"/desk/emergency/{glass.pk}/looked-at/")
    assert REASON not in signed_in(cover.therapist.user).get("/desk/covers/").content.decode()
    with pytest.raises(actions.CannotOpen, match="already"):
        actions.review_glass(glass=glass, by=as_therapist)


def test_the_pages_of_an_emergency(cover: Cover, treatment: Treatment, as_client: Actor) -> None:
    actions.tell_particulars(treatment=treatment, words={"medication": "Lithium 300 mg"}, by=as_client)
    browser = signed_in(cover.colleague.user)
    ask, page = f"/desk/clients/{treatment.client_id}/emergency/", f"/desk/emergency/{treatment.client_id}/"
    assert browser.get(page).status_code == 404
    assert browser.post(ask, {"reason": "urgent"}).status_code == 422
    answer = browser.post(ask, {"reason": REASON}, follow=True)
    assert "Lithium 300 mg" in answer.content.decode()
    reads = AuditEvent.objects.filter(verb="read", client=treatment.client_id)
    assert reads.filter(actor=str(cover.colleague.user_id)).count() == 1


def test_the_owner_may_and_a_colleague_without_cover_may_not(
    treatment: Treatment, owner: User, colleague: Therapist
) -> None:
    ask = f"/desk/clients/{treatment.client_id}/emergency/"
    assert signed_in(owner).get(ask).status_code == 200
    assert signed_in(colleague.user).get(ask).status_code == 404


def test_the_owner_says_who_stands_in(
    treatment: Treatment, therapist: Therapist, colleague: Therapist, owner: User
) -> None:
    days = {"first_day": "2026-12-01", "last_day": "2026-12-14"}
    people = {"therapist": therapist.pk, "colleague": colleague.pk}
    signed_in(owner).post("/desk/covers/", {**days, **people})
    row = Cover.objects.get()
    assert signed_in(colleague.user).post(f"/desk/covers/{row.pk}/end/").status_code == 404
    signed_in(owner).post(f"/desk/covers/{row.pk}/end/")
    assert Cover.objects.get().ended_at is not None
