"""Reviews: verified attendance, fixed questions, a consent of its own, withdrawal at once, one switch."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import models
from django.test import Client as Browser

from conftest import signed_in
from reverie.accounts.models import Client, Therapist, User
from reverie.core import audit, clock
from reverie.core.jobs import KINDS
from reverie.core.models import OutboxMessage
from reverie.core.policy import Actor
from reverie.directory.actions.reviews import (
    CannotReview,
    give_review,
    publish_review,
    switch_reviews,
    withdraw_review,
)
from reverie.directory.models import Profile, Review, ReviewSwitch
from reverie.directory.queries.reviews import FEWEST, counted
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment, Unit, UnitMember

pytestmark = pytest.mark.django_db
ANSWERS = {
    "answered": "day",
    "as_offered": "yes",
    "on_time": "yes",
    "fee_clear": "no",
    "easy_to_reach": "yes",
}


def attended(
    client: Client, therapist: Therapist, state: str = Appointment.TOOK_PLACE, **rest: Any
) -> Appointment:
    start = datetime(2026, 1, 5, 18, tzinfo=UTC) + timedelta(days=Appointment.objects.count())
    if not Treatment.objects.filter(client=client, therapist=therapist).exists():
        Treatment.objects.create(
            practice=therapist.practice, therapist=therapist, client=client,
            state=Treatment.CONSULTATION, started_on=start.date(),
        )  # fmt: skip
    return Appointment.objects.create(
        practice=therapist.practice, therapist=therapist, client=client, state=state, zone="UTC",
        wall_start=start, start_at=start, end_at=start + timedelta(minutes=50), **rest,
    )  # fmt: skip


def published(therapist: Therapist, number: int) -> list[Review]:
    rows = []
    for n in range(number):
        client = Client.objects.create(practice=therapist.practice, name=f"P {n}", zone="UTC")
        attended(client, therapist)
        by = Actor(client.pk, therapist.practice_id, frozenset({"client"}))
        review = give_review(client=client, therapist=therapist, answers=ANSWERS, by=by)
        rows.append(publish_review(review=review, by=by))
    return rows


@pytest.fixture
def elena(client_person: Client) -> Browser:
    assert client_person.user is not None
    return signed_in(client_person.user)


def test_my_review(elena: Browser, client_person: Client, therapist: Therapist) -> None:
    attended(client_person, therapist)
    url = f"/my/reviews/{Treatment.objects.get().pk}/"
    assert therapist.name in elena.get("/my/reviews/").content.decode()
    assert "kept and not counted" in elena.post(url, ANSWERS, follow=True).content.decode()
    assert counted(therapist).clients is None
    assert "counted on the public page" in elena.post(f"{url}publish/", follow=True).content.decode()
    elena.post(f"{url}withdraw/")
    assert not Review.objects.exists()


@pytest.mark.parametrize("state", ["confirmed", "cancelled", "client_absent", ""])
def test_without_an_hour_that_took_place_there_is_no_page(
    elena: Browser, client_person: Client, therapist: Therapist, as_client: Actor, state: str
) -> None:
    if state:
        called_off = {"cancelled_at": clock.now(), "cancelled_side": "client"} if state == "cancelled" else {}
        attended(client_person, therapist, state, **called_off)
    treatment = Treatment.objects.first()
    assert elena.get(f"/my/reviews/{treatment.pk if treatment else uuid.uuid4()}/").status_code == 404
    with pytest.raises(CannotReview):
        give_review(client=client_person, therapist=therapist, answers=ANSWERS, by=as_client)
    assert Appointment.objects.filter(state=state).exists() == bool(state)


def test_the_second_of_two_may_say_how_it_was_to_reach_somebody(
    elena: Browser, client_person: Client, stranger: Client, therapist: Therapist
) -> None:
    attended(stranger, therapist, partner=client_person)
    url = f"/my/reviews/{Treatment.objects.get().pk}/"
    assert elena.post(url, ANSWERS).status_code == 302
    assert Review.objects.get().client == client_person


@pytest.mark.parametrize(("left_on", "may"), [(None, True), (date(2026, 1, 2), False)])
def test_a_member_of_a_couple_may_while_they_were_one(
    elena: Browser, client_person: Client, therapist: Therapist, left_on: date | None, may: bool
) -> None:
    couple = Client.objects.create(practice=therapist.practice, name="E. and N.", zone="UTC")
    unit = Unit.objects.create(client=couple, kind=Unit.COUPLE)
    UnitMember.objects.create(unit=unit, person=client_person, joined_on=date(2026, 1, 1), left_on=left_on)
    attended(couple, therapist)
    answer = elena.get(f"/my/reviews/{Treatment.objects.get().pk}/")
    assert answer.status_code == (200 if may else 404)


def test_a_question_left_out_keeps_nothing(
    elena: Browser, client_person: Client, therapist: Therapist
) -> None:
    attended(client_person, therapist)
    answer = elena.post(f"/my/reviews/{Treatment.objects.get().pk}/", {**ANSWERS, "on_time": ""})
    assert answer.status_code == 422 and not Review.objects.exists()


def test_below_five_nothing_is_counted(therapist: Therapist) -> None:
    published(therapist, FEWEST - 1)
    assert counted(therapist).clients is None
    published(therapist, 1)
    found = counted(therapist)
    assert (found.clients, found.counts["fee_clear"]["no"]) == (FEWEST, FEWEST)


def test_withdrawal_counts_at_the_next_look(therapist: Therapist, as_client: Actor) -> None:
    rows = published(therapist, FEWEST)
    withdraw_review(review=rows[0], by=as_client)
    assert counted(therapist).clients is None


def test_other_answers_need_another_consent(
    client_person: Client, therapist: Therapist, as_client: Actor
) -> None:
    attended(client_person, therapist)
    review = give_review(client=client_person, therapist=therapist, answers=ANSWERS, by=as_client)
    publish_review(review=review, by=as_client)
    again = give_review(
        client=client_person, therapist=therapist, answers={**ANSWERS, "on_time": "no"}, by=as_client
    )
    assert again.consented_at is None and Review.objects.count() == 1


@pytest.mark.parametrize("whole_practice", [True, False])
def test_a_switch_hides_all(therapist: Therapist, as_therapist: Actor, whole_practice: bool) -> None:
    published(therapist, FEWEST)
    whom = None if whole_practice else therapist
    switch_reviews(practice=therapist.practice, therapist=whom, is_on=False, by=as_therapist)
    assert not counted(therapist).is_on
    switch_reviews(practice=therapist.practice, therapist=whom, is_on=True, by=as_therapist)
    assert counted(therapist).clients == FEWEST


def test_practice_reviews(owner: User, therapist: Therapist) -> None:
    browser = signed_in(owner)
    browser.post("/desk/practice/reviews/", {"hide": "1"})
    assert ReviewSwitch.objects.get().therapist is None
    assert "They are off" in browser.get("/desk/practice/reviews/").content.decode()


def test_the_public_page_says_why_there_is_nothing(
    profile: Profile, as_therapist: Actor, client: Browser
) -> None:
    url = f"/therapists/{profile.slug}/"
    assert "Not enough answers yet" in client.get(url).content.decode()
    published(profile.therapist, FEWEST)
    assert "Was the fee clear beforehand?" in client.get(url).content.decode()
    switch_reviews(practice=profile.practice, therapist=profile.therapist, is_on=False, by=as_therapist)
    assert "does not publish reviews" in client.get(url).content.decode()


def test_nobody_is_written_to_about_a_review(client_person: Client, therapist: Therapist) -> None:
    attended(client_person, therapist)
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC)):
        for kind in KINDS.values():
            if kind.every is not None:
                kind.work({})
    published(therapist, FEWEST)
    assert not [one for one in OutboxMessage.objects.all() if "review" in f"{one.subject} {one.body}".lower()]


def test_there_is_no_room_for_words_or_stars() -> None:
    kinds = {type(field) for field in Review._meta.get_fields()}
    assert models.TextField not in kinds and models.IntegerField not in kinds
    names = {field.name for field in Review._meta.get_fields() if isinstance(field, models.CharField)}
    assert all(Review._meta.get_field(name).choices for name in names)


@pytest.mark.parametrize("act", ["give", "publish", "withdraw", "switch"])
def test_without_its_audit_link_no_act_stands(
    client_person: Client, therapist: Therapist, as_client: Actor, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    attended(client_person, therapist)
    review = None
    if act != "give":
        review = give_review(client=client_person, therapist=therapist, answers=ANSWERS, by=as_client)
    monkeypatch.setattr(audit, "record", lambda **_kwargs: 1 / 0)
    acts = {
        "give": lambda: give_review(client=client_person, therapist=therapist, answers=ANSWERS, by=as_client),
        "publish": lambda: publish_review(review=review, by=as_client),
        "withdraw": lambda: withdraw_review(review=review, by=as_client),
        "switch": lambda: switch_reviews(
            practice=therapist.practice, therapist=None, is_on=False, by=as_client
        ),
    }
    with pytest.raises(ZeroDivisionError):
        acts[act]()
    assert Review.objects.filter(consented_at=None).count() == (act != "give")
    assert not ReviewSwitch.objects.exists()
