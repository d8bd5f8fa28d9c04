"""When the audit link cannot be written, the act did not happen: for every action of this room."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from conftest import actor_for
from reverie.accounts.models import Client, Therapist
from reverie.core.policy import Actor
from reverie.treatment import actions
from reverie.treatment.actions.frame import Terms
from reverie.treatment.models import Plan, Treatment

DAY = date(2026, 2, 3)
Rows = Callable[[str], dict[str, list[Any]]]

STEPS: dict[str, dict[str, Any]] = {
    "pause": {"last_day": DAY},
    "announce_ending": {"last_day": DAY},
    "end": {"on": DAY, "reason": "agreed"},
    "draft_plan": {},
    "plan_break": {"first_day": DAY, "last_day": DAY},
}


@pytest.mark.parametrize("verb", STEPS)
def test_of_a_treatment(
    treatment: Treatment, as_therapist: Actor, broken_audit: None, rows_of: Rows, verb: str
) -> None:
    before = rows_of("treatment")
    with pytest.raises(OSError, match="chain"):
        getattr(actions, verb)(treatment=treatment, by=as_therapist, **STEPS[verb])
    assert rows_of("treatment") == before


@pytest.mark.parametrize("verb", ["offer", "begin", "resume", "withdraw_ending", "archive", "answer_fit"])
def test_of_other_states(
    treatment: Treatment, as_therapist: Actor, broken_audit: None, rows_of: Rows, verb: str
) -> None:
    state = {"offer": "consultation", "begin": "offered", "resume": "paused", "withdraw_ending": "ending"}
    over = {"ended_on": DAY, "ended_reason": "agreed"} if verb == "archive" else {}
    Treatment.objects.update(state=state.get(verb, "ended" if verb == "archive" else "offered"), **over)
    argument = {"resume": {"first_day": DAY}, "answer_fit": {"answer": "yes"}}.get(verb, {"on": DAY})
    before = rows_of("treatment")
    with pytest.raises(OSError, match="chain"):
        getattr(actions, verb)(treatment=treatment, by=as_therapist, **argument)
    assert rows_of("treatment") == before


@pytest.mark.parametrize(
    ("verb", "argument"),
    [
        ("write_plan", {"words": {"agreed": "Something else."}}),
        ("add_goal", {"goal": actions.GoalWords("To be some trouble.")}),
        ("agree_plan", {}),
    ],
)
def test_of_a_plan(
    draft: Plan, as_therapist: Actor, broken_audit: None, rows_of: Rows, verb: str, argument: dict[str, Any]
) -> None:
    before = rows_of("treatment")
    with pytest.raises(OSError, match="chain"):
        getattr(actions, verb)(plan=draft, by=as_therapist, **argument)
    assert rows_of("treatment") == before


@pytest.mark.parametrize(
    ("verb", "argument"),
    [
        ("mark_goal_met", {"on": DAY}),
        ("remark_on_goal", {"said": "Ask me after August.", "rating": "easier", "on": DAY}),
        ("drop_goal", {}),
    ],
)
def test_of_a_goal(
    draft: Plan, as_therapist: Actor, broken_audit: None, rows_of: Rows, verb: str, argument: dict[str, Any]
) -> None:
    before = rows_of("treatment")
    plan = {"plan": draft} if verb == "drop_goal" else {}
    with pytest.raises(OSError, match="chain"):
        getattr(actions, verb)(goal=draft.goals.get(), by=as_therapist, **argument, **plan)
    assert rows_of("treatment") == before


def test_of_a_review(draft: Plan, as_therapist: Actor, rows_of: Rows, request: pytest.FixtureRequest) -> None:
    actions.agree_plan(plan=draft, by=as_therapist)
    actions.agree_plan(plan=draft, in_session=True, by=as_therapist)
    before = rows_of("treatment")
    request.getfixturevalue("broken_audit")
    with pytest.raises(OSError, match="chain"):
        actions.review_plan(plan=draft, on=DAY, next_review=None, by=as_therapist)
    assert rows_of("treatment") == before


def test_of_a_frame(
    treatment: Treatment, terms: Terms, as_therapist: Actor, rows_of: Rows, request: pytest.FixtureRequest
) -> None:
    frame = actions.propose_frame(treatment=treatment, terms=terms, by=as_therapist)
    before = rows_of("treatment"), rows_of("scheduling")
    request.getfixturevalue("broken_audit")
    with pytest.raises(OSError, match="chain"):
        actions.agree_frame(frame=frame, in_session=True, by=as_therapist)
    with pytest.raises(OSError, match="chain"):
        actions.propose_frame(treatment=treatment, terms=terms, by=as_therapist)
    assert (rows_of("treatment"), rows_of("scheduling")) == before


def test_of_consents_and_breaks(
    treatment: Treatment,
    as_client: Actor,
    as_therapist: Actor,
    rows_of: Rows,
    request: pytest.FixtureRequest,
) -> None:
    signed = actions.sign_consents(treatment=treatment, kinds=["treatment"], by=as_client)[0]
    row = actions.plan_break(treatment=treatment, first_day=DAY, last_day=DAY, by=as_therapist)
    before = rows_of("treatment")
    request.getfixturevalue("broken_audit")
    for act in (
        lambda: actions.sign_consents(treatment=treatment, kinds=["privacy_practices"], by=as_client),
        lambda: actions.revoke_consent(consent=signed, by=as_client),
        lambda: actions.tell_break(row=row, on=DAY, by=as_therapist),
    ):
        with pytest.raises(OSError, match="chain"):
            act()
    assert rows_of("treatment") == before


def test_of_a_consultation(
    client_person: Client, therapist: Therapist, as_therapist: Actor, broken_audit: None
) -> None:
    with pytest.raises(OSError, match="chain"):
        actions.open_consultation(client=client_person, therapist=therapist, started_on=DAY, by=as_therapist)
    assert not Treatment.objects.exists()


def test_of_a_life_as_told(
    treatment: Treatment, as_client: Actor, as_therapist: Actor, rows_of: Rows, request: pytest.FixtureRequest
) -> None:
    person = actions.name_person(treatment=treatment, person=actions.PersonWords("Ruth"), by=as_client)
    other = actions.name_person(treatment=treatment, person=actions.PersonWords("Jonah"), by=as_client)
    before = rows_of("treatment")
    request.getfixturevalue("broken_audit")
    about, named = {"treatment": treatment, "by": as_client}, actions.PersonWords("Peter")
    for act in (
        lambda: actions.write_history(texts={"origins": "Salem."}, seen={}, **about),
        lambda: actions.name_person(person=named, **about),
        lambda: actions.take_person_off(person=person, **about),
        lambda: actions.link_people(one=person, other=other, kind="parent", **about),
        lambda: actions.tell_particulars(words={"medication": "None."}, **about),
    ):
        with pytest.raises(OSError, match="chain"):
            act()
    assert rows_of("treatment") == before


def test_of_forms_and_diagnoses(
    treatment: Treatment, as_client: Actor, as_therapist: Actor, rows_of: Rows, request: pytest.FixtureRequest
) -> None:
    intake = actions.ask_intake(treatment=treatment, kind="first_meeting", by=as_therapist)
    given = actions.give_diagnosis(treatment=treatment, code="F34.1", on=DAY, by=as_therapist)
    before = rows_of("treatment")
    request.getfixturevalue("broken_audit")
    for act in (
        lambda: actions.ask_intake(treatment=treatment, kind="couple", by=as_therapist),
        lambda: actions.answer_intake(intake=intake, answers={"brings": "X"}, send=True, by=as_client),
        lambda: actions.give_diagnosis(treatment=treatment, code="F32.0", on=DAY, by=as_therapist),
        lambda: actions.end_diagnosis(diagnosis=given, on=DAY, by=as_therapist),
    ):
        with pytest.raises(OSError, match="chain"):
            act()
    assert rows_of("treatment") == before


def test_of_covers_and_emergencies(
    treatment: Treatment,
    colleague: Therapist,
    as_therapist: Actor,
    rows_of: Rows,
    request: pytest.FixtureRequest,
) -> None:
    about = {"therapist": treatment.therapist, "colleague": colleague, "first_day": DAY, "last_day": DAY}
    cover = actions.set_cover(**about, by=as_therapist)
    reason = "A hospital calls about her medication."
    by = actor_for(colleague.user)
    glass = actions.break_glass(client=treatment.client, reason=reason, by=by)
    before = rows_of("treatment")
    request.getfixturevalue("broken_audit")
    for act in (
        lambda: actions.set_cover(**about, by=as_therapist),
        lambda: actions.end_cover(cover=cover, by=as_therapist),
        lambda: actions.break_glass(client=treatment.client, reason=reason, by=by),
        lambda: actions.review_glass(glass=glass, by=as_therapist),
    ):
        with pytest.raises(OSError, match="chain"):
            act()
    assert rows_of("treatment") == before
