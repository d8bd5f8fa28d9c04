"""A copy of a couple's record leaves with the yes of everybody in it; an emergency is told to all of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, User
from reverie.core.models import OutboxMessage
from reverie.core.policy import Actor
from reverie.treatment import actions
from reverie.treatment.actions import UnitTerms
from reverie.treatment.models import CopyAsked, Treatment, UnitMember

DAY = date(2026, 2, 3)
COPY = {"recipient": "The family court", "purpose": "an order"}
Rows = Callable[[str], dict[str, list[Any]]]


@pytest.fixture
def couple(treatment: Treatment, stranger: Client, as_therapist: Actor) -> Treatment:
    terms, people = UnitTerms("couple", "Marsh and Brandt", DAY), [treatment.client, stranger]
    return actions.open_unit(terms=terms, people=people, therapist=treatment.therapist, by=as_therapist)


@pytest.fixture
def asked(couple: Treatment, as_therapist: Actor) -> CopyAsked:
    return actions.ask_for_copy(unit=couple.client.unit, **COPY, by=as_therapist)


def member(person: Client) -> UnitMember:
    return UnitMember.objects.get(person=person)


def test_no_copy_before_everybody_said_yes(
    asked: CopyAsked, couple: Treatment, stranger: Client, client_person: Client, as_therapist: Actor
) -> None:
    yes = {"asked": asked, "is_yes": True}
    with pytest.raises(actions.CannotGiveCopy, match="Elena Marsh, Theo Brandt"):
        actions.use_copy(client=couple.client, by=as_therapist)
    actions.answer_copy(**yes, member=member(stranger), by=actor_for(stranger.user))
    actions.answer_copy(**yes, member=member(client_person), in_session=True, by=as_therapist)
    assert actions.use_copy(client=couple.client, by=as_therapist) == COPY
    with pytest.raises(actions.CannotGiveCopy, match="says yes first"):
        actions.use_copy(client=couple.client, by=as_therapist)


def test_a_no_counts_and_can_be_changed(
    asked: CopyAsked, couple: Treatment, stranger: Client, as_therapist: Actor
) -> None:
    browser, path = signed_in(stranger.user), f"/my/together/{asked.pk}/"
    assert "The family court" in browser.get("/my/together/").content.decode()
    browser.post(path, {"says": "no"})
    assert "Your answer: No" in browser.get("/my/together/").content.decode()
    with pytest.raises(actions.CannotGiveCopy, match="Theo Brandt"):
        actions.use_copy(client=couple.client, by=as_therapist)
    browser.post(path, {"says": "yes"})
    assert "Your answer: Yes" in browser.get("/my/together/").content.decode()


def test_nobody_answers_for_somebody_else(
    asked: CopyAsked, couple: Treatment, stranger: Client, as_client: Actor, owner: User
) -> None:
    with pytest.raises(actions.CannotGiveCopy, match="for yourself"):
        actions.answer_copy(asked=asked, member=member(stranger), is_yes=True, by=as_client)
    assert signed_in(owner).post(f"/my/together/{asked.pk}/", {"says": "yes"}).status_code == 404
    gone = actions.leave_unit(member=member(stranger), on=DAY, may_read_on=True, by=actor_for(owner))
    with pytest.raises(actions.CannotGiveCopy, match="comes today"):
        actions.answer_copy(asked=asked, member=gone, is_yes=True, by=actor_for(stranger.user))


def test_asking_in_the_browser(couple: Treatment, stranger: Client) -> None:
    desk, page = signed_in(couple.therapist.user), f"/desk/clients/{couple.client_id}/members/"
    desk.post(f"{page}copy/", {"recipient": "", "purpose": ""})
    assert not CopyAsked.objects.exists()
    desk.post(f"{page}copy/", COPY)
    assert {row.to for row in OutboxMessage.objects.all()} >= {stranger.email}
    desk.post(f"{page}copy/", {"member": str(member(stranger).pk), "says": "yes"})
    assert "Yes, told in the session" in desk.get(page).content.decode()
    assert "The family court" in desk.get(f"/desk/clients/{couple.client_id}/export/").content.decode()
    desk.post(f"{page}copy/", {})
    assert CopyAsked.objects.get().closed_at is not None


def test_nothing_is_kept_without_its_link(
    asked: CopyAsked, stranger: Client, as_therapist: Actor, rows_of: Rows, broken_audit: None
) -> None:
    before, by, who = rows_of("treatment"), as_therapist, member(stranger)
    for act in (
        lambda: actions.answer_copy(asked=asked, member=who, is_yes=True, in_session=True, by=by),
        lambda: actions.withdraw_copy(asked=asked, by=by),
    ):
        with pytest.raises(OSError, match="chain"):
            act()
    assert rows_of("treatment") == before


def test_neither_asked_nor_used_without_its_link(
    couple: Treatment, as_therapist: Actor, rows_of: Rows, request: pytest.FixtureRequest
) -> None:
    unit, by = couple.client.unit, as_therapist
    before = rows_of("treatment")
    request.getfixturevalue("broken_audit")
    with pytest.raises(OSError, match="chain"):
        actions.ask_for_copy(unit=unit, **COPY, by=by)
    assert rows_of("treatment") == before


def test_an_emergency_is_told_to_everybody_in_it(couple: Treatment, stranger: Client, owner: User) -> None:
    reason = "A hospital calls about the two of them."
    actions.break_glass(client=couple.client, reason=reason, by=actor_for(owner))
    assert {row.to for row in OutboxMessage.objects.all()} >= {stranger.email, "elena@example.invalid"}
    elena = signed_in(User.objects.get(email="elena@example.invalid"))
    assert "opened in an emergency" in elena.get("/my/").content.decode()
    page = elena.get("/my/opened/").content.decode()
    assert "Marsh and Brandt" in page
    assert reason in page
