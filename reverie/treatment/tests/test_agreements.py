"""Frame, plan, breaks and consents: both sides agree, and what was agreed does not change."""

from dataclasses import replace
from datetime import date

import pytest

from conftest import actor_for, signed_in
from reverie.accounts.models import Therapist
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.treatment import actions
from reverie.treatment.actions.frame import Terms
from reverie.treatment.events import consent_taken_back
from reverie.treatment.models import Consent, Frame, Plan, Treatment

DAY = date(2026, 2, 3)


def test_a_frame_is_in_force_once_both_agreed(
    treatment: Treatment, terms: Terms, as_therapist: Actor, as_client: Actor
) -> None:
    frame = actions.propose_frame(treatment=treatment, terms=terms, by=as_therapist)
    assert not frame.is_agreed
    frame = actions.agree_frame(frame=frame, by=as_client)
    assert frame.is_agreed
    assert frame.client_agreed_how == "self"
    assert frame.weekly() == [(1, 600, 50)]
    assert frame.remark(treatment.chain()).startswith("Tuesdays")


def test_a_yes_from_the_hour_is_written_down_as_such(
    treatment: Treatment, terms: Terms, as_therapist: Actor, as_client: Actor
) -> None:
    frame = actions.propose_frame(treatment=treatment, terms=terms, by=as_therapist)
    with pytest.raises(actions.CannotAgree, match="Only the therapist"):
        actions.agree_frame(frame=frame, in_session=True, by=as_client)
    frame = actions.agree_frame(frame=frame, in_session=True, by=as_therapist)
    assert (frame.client_agreed_how, frame.client_agreed_by) == ("in_session", as_therapist.user_id)


def test_agreeing_twice_or_from_outside_is_refused(
    treatment: Treatment, terms: Terms, as_therapist: Actor, colleague: Therapist
) -> None:
    frame = actions.propose_frame(treatment=treatment, terms=terms, by=as_therapist)
    with pytest.raises(actions.CannotAgree, match="already agreed"):
        actions.agree_frame(frame=frame, by=as_therapist)
    with pytest.raises(actions.CannotAgree, match="Only the client"):
        actions.agree_frame(frame=frame, by=actor_for(colleague.user))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"hours": []}, "at least one weekly hour"),
        ({"hours": [(1, 600, 50), (1, 600, 45)]}, "named twice"),
        ({"hours": [(7, 600, 50)]}, "a day of the week"),
        ({"setting": "moon"}, "where you meet"),
        ({"absence_rule": "never"}, "when an hour is missed"),
        ({"fee_cents": -1}, "less than nothing"),
    ],
)
def test_terms_that_do_not_fit(
    treatment: Treatment, terms: Terms, as_therapist: Actor, change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(actions.CannotFrame, match=sentence):
        actions.propose_frame(treatment=treatment, terms=replace(terms, **change), by=as_therapist)
    assert not Frame.objects.exists()


def test_a_second_frame_comes_later_and_leaves_the_first(
    treatment: Treatment, terms: Terms, as_therapist: Actor, as_client: Actor
) -> None:
    first = actions.propose_frame(treatment=treatment, terms=terms, by=as_therapist)
    actions.agree_frame(frame=first, by=as_client)
    with pytest.raises(actions.CannotFrame, match="later first day"):
        actions.propose_frame(treatment=treatment, terms=terms, by=as_therapist)
    twice = replace(terms, valid_from=DAY, hours=[(1, 600, 50), (4, 510, 50)])
    second = actions.propose_frame(treatment=treatment, terms=twice, by=as_therapist)
    assert (second.number, treatment.frames.count()) == (2, 2)


def test_a_plan_is_frozen_by_the_first_yes(draft: Plan, as_therapist: Actor, as_client: Actor) -> None:
    words = {"written_together": "We look at it.", "sections": {"How we work": "Slowly."}}
    actions.write_plan(plan=draft, words=words, review_on=DAY, by=as_therapist)
    actions.agree_plan(plan=draft, by=as_therapist)
    with pytest.raises(actions.CannotPlan, match="Begin a new version"):
        actions.write_plan(plan=draft, words={"agreed": "No."}, by=as_therapist)
    plan = actions.agree_plan(plan=draft, by=as_client)
    assert plan.is_agreed
    assert plan.words(plan.treatment.chain())["written_together"] == "We look at it."


def test_the_next_version_takes_over_words_and_open_goals(
    draft: Plan, as_therapist: Actor, as_client: Actor
) -> None:
    sleep = draft.goals.get()
    actions.add_goal(plan=draft, goal=actions.GoalWords("To ask."), by=as_therapist)
    actions.agree_plan(plan=draft, by=as_therapist)
    actions.mark_goal_met(goal=sleep, on=DAY, by=as_therapist)
    second = actions.draft_plan(treatment=draft.treatment, by=as_therapist)
    assert [goal.number for goal in second.goals.all()] == [2]
    assert draft.goals.count() == 2
    with pytest.raises(actions.CannotPlan, match="already a draft"):
        actions.draft_plan(treatment=draft.treatment, by=as_therapist)


def test_goals_change_on_a_draft_only(draft: Plan, as_therapist: Actor) -> None:
    old = draft.goals.get()
    new = actions.add_goal(
        plan=draft, goal=actions.GoalWords("To be some trouble."), replaces=old, by=as_therapist
    )
    assert list(draft.goals.all()) == [new]
    with pytest.raises(actions.CannotPlan, match="not on the draft"):
        actions.drop_goal(plan=draft, goal=old, by=as_therapist)
    with pytest.raises(actions.CannotPlan, match="client's words"):
        actions.add_goal(plan=draft, goal=actions.GoalWords("  "), by=as_therapist)
    actions.drop_goal(plan=draft, goal=new, by=as_therapist)
    with pytest.raises(actions.CannotPlan, match="names no goal"):
        actions.agree_plan(plan=draft, by=as_therapist)


def test_remarks_are_kept_in_the_clients_words(draft: Plan, as_client: Actor) -> None:
    goal = draft.goals.get()
    said = "I sleep like a doorman."
    row = actions.remark_on_goal(goal=goal, said=said, rating="as_before", on=DAY, by=as_client)
    assert row.words(goal.treatment.chain()) == {"said": said, "rating": "as_before"}
    with pytest.raises(actions.CannotPlan, match="where you would put it"):
        actions.remark_on_goal(goal=goal, said="", rating="superb", on=DAY, by=as_client)


def test_a_review_needs_an_agreed_plan(draft: Plan, as_therapist: Actor, as_client: Actor) -> None:
    with pytest.raises(actions.CannotPlan, match="both have agreed"):
        actions.review_plan(plan=draft, on=DAY, next_review=None, by=as_therapist)
    actions.agree_plan(plan=draft, by=as_therapist)
    actions.agree_plan(plan=draft, by=as_client)
    with pytest.raises(actions.CannotPlan, match="comes after"):
        actions.review_plan(plan=draft, on=DAY, next_review=DAY, by=as_therapist)
    assert actions.review_plan(plan=draft, on=DAY, next_review=None, by=as_therapist).reviewed_on == DAY


def test_a_break_is_told_once(treatment: Treatment, as_therapist: Actor) -> None:
    row = actions.plan_break(treatment=treatment, first_day=DAY, last_day=date(2026, 2, 16), by=as_therapist)
    assert actions.tell_break(row=row, on=DAY, by=as_therapist).told_by == as_therapist.user_id
    with pytest.raises(actions.CannotPlanBreak, match="already been told"):
        actions.tell_break(row=row, on=DAY, by=as_therapist)
    with pytest.raises(actions.CannotPlanBreak, match="already a break"):
        actions.plan_break(treatment=treatment, first_day=DAY, last_day=DAY, by=as_therapist)
    with pytest.raises(actions.CannotPlanBreak, match="before its first"):
        actions.plan_break(treatment=treatment, first_day=DAY, last_day=date(2026, 1, 1), by=as_therapist)


def test_the_process_note_authorization_stands_alone(treatment: Treatment, as_client: Actor) -> None:
    with pytest.raises(actions.CannotConsent, match="always signed by itself"):
        actions.sign_consents(treatment=treatment, kinds=["treatment", "process_notes"], by=as_client)
    assert not Consent.objects.exists()
    signed = actions.sign_consents(treatment=treatment, kinds=["process_notes"], by=as_client)
    assert signed[0].expires_on is not None


def test_supervision_is_agreed_to_by_itself_and_its_end_is_told(
    treatment: Treatment, as_client: Actor
) -> None:
    with pytest.raises(actions.CannotConsent, match="“Passages of your sessions in supervision” is always"):
        actions.sign_consents(treatment=treatment, kinds=["treatment", "supervision"], by=as_client)
    row = actions.sign_consents(treatment=treatment, kinds=["supervision"], by=as_client)[0]
    assert row.expires_on is None
    told: list[Consent] = []
    listener = lambda consent, by, **rest: told.append(consent)  # noqa: E731
    consent_taken_back.connect(listener)
    actions.revoke_consent(consent=row, by=as_client)
    consent_taken_back.disconnect(listener)
    assert [(one.kind, one.revoked_by) for one in told] == [("supervision", as_client.user_id)]


def test_a_consent_stands_when_a_listener_fails(treatment: Treatment, as_client: Actor) -> None:
    def fail(**_: object) -> None:
        raise OSError("disk full")

    row = actions.sign_consents(treatment=treatment, kinds=["supervision"], by=as_client)[0]
    consent_taken_back.connect(fail)
    try:
        with pytest.raises(OSError, match="disk full"):
            actions.revoke_consent(consent=row, by=as_client)
    finally:
        consent_taken_back.disconnect(fail)
    assert Consent.objects.get().revoked_at is None


def test_only_the_client_signs_and_takes_back(
    treatment: Treatment, as_client: Actor, as_therapist: Actor
) -> None:
    kinds = ["privacy_practices", "treatment"]
    with pytest.raises(actions.CannotConsent, match="Only the client"):
        actions.sign_consents(treatment=treatment, kinds=kinds, by=as_therapist)
    first, _second = actions.sign_consents(treatment=treatment, kinds=kinds, by=as_client)
    with pytest.raises(actions.CannotConsent, match="already signed"):
        actions.sign_consents(treatment=treatment, kinds=["treatment"], by=as_client)
    with pytest.raises(actions.CannotConsent, match="Only the client"):
        actions.revoke_consent(consent=first, by=as_therapist)
    assert actions.revoke_consent(consent=first, by=as_client).revoked_at is not None
    with pytest.raises(actions.CannotConsent, match="already taken back"):
        actions.revoke_consent(consent=first, by=as_client)
    with pytest.raises(actions.CannotConsent, match="no such text"):
        actions.sign_consents(treatment=treatment, kinds=["soul"], by=as_client)


@pytest.fixture
def agreed(draft: Plan, as_therapist: Actor, as_client: Actor) -> Plan:
    """A plan that both agreed to, to be looked at together on a day that is over."""
    actions.write_plan(plan=draft, words={"agreed": "Tuesdays."}, review_on=DAY, by=as_therapist)
    actions.agree_plan(plan=draft, by=as_therapist)
    return actions.agree_plan(plan=draft, by=as_client)


def test_a_review_shows_what_was_agreed_beside_now(agreed: Plan, as_client: Actor) -> None:
    goal = agreed.goals.get()
    today = clock.today("America/Los_Angeles")
    actions.remark_on_goal(goal=goal, said="I sleep.", rating="easier", on=today, by=as_client)
    desk = signed_in(agreed.treatment.therapist.user)
    plan = f"/desk/clients/{agreed.treatment.client_id}/plan/"
    assert "look at this plan together by now" in desk.get(plan).content.decode()
    page = desk.get(f"{plan}review/").content.decode()
    for words in ("To sleep.", "I sleep.", "Easier", "Tuesdays."):
        assert words in page
    assert (
        "look at this together by now"
        in signed_in(agreed.treatment.client.user).get("/my/plan/").content.decode()
    )


def test_a_review_goes_on_or_begins_the_next_version(agreed: Plan) -> None:
    desk = signed_in(agreed.treatment.therapist.user)
    path = f"/desk/clients/{agreed.treatment.client_id}/plan/review/"
    typed = {"on": "2026-11-20", "next_review": "2026-11-01", "then": "stay"}
    assert desk.post(path, typed).status_code == 422
    desk.post(path, typed | {"next_review": "2027-05-20"})
    agreed.refresh_from_db()
    assert (str(agreed.reviewed_on), str(agreed.review_on)) == ("2026-11-20", "2027-05-20")
    answer = desk.post(path, {"on": "2026-11-24", "then": "draft", "met": [str(agreed.goals.get().number)]})
    assert answer.headers["Location"].endswith("/plan/write/")
    assert agreed.goals.get().met_on is not None
    assert Plan.objects.get(number=2).is_draft


def test_of_two_versions_that_wait_the_newest_is_agreed_to(draft: Plan, as_therapist: Actor) -> None:
    actions.agree_plan(plan=draft, by=as_therapist)
    newer = actions.draft_plan(treatment=draft.treatment, by=as_therapist)
    actions.agree_plan(plan=newer, by=as_therapist)
    with pytest.raises(actions.CannotPlan, match="newer version"):
        actions.agree_plan(plan=draft, in_session=True, by=as_therapist)
    signed_in(draft.treatment.client.user).post("/my/plan/agree/")
    newer.refresh_from_db()
    assert newer.is_agreed


def test_there_is_nothing_to_look_at_without_a_plan(draft: Plan) -> None:
    desk = signed_in(draft.treatment.therapist.user)
    answer = desk.get(f"/desk/clients/{draft.treatment.client_id}/plan/review/")
    assert answer.status_code == 302
