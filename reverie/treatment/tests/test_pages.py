"""The pages answer, say what they should, keep to the right people and to the query budget."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import signed_in
from reverie.accounts.models import Client, Therapist, User
from reverie.core.policy import Actor
from reverie.treatment import actions
from reverie.treatment.actions.frame import Terms
from reverie.treatment.models import Frame, Plan, Treatment

BUDGET = 12


def url(client: Client, rest: str = "") -> str:
    return f"/desk/clients/{client.pk}/{rest}"


@pytest.fixture
def agreed(treatment: Treatment, terms: Terms, draft: Plan, as_therapist: Actor) -> Treatment:
    frame = actions.propose_frame(treatment=treatment, terms=terms, by=as_therapist)
    actions.agree_frame(frame=frame, in_session=True, by=as_therapist)
    actions.agree_plan(plan=draft, by=as_therapist)
    actions.agree_plan(plan=draft, in_session=True, by=as_therapist)
    return treatment


@pytest.mark.parametrize("rest", ["", "plan/", "frame/"])
def test_desk_pages_are_the_therapists(
    agreed: Treatment, therapist: Therapist, colleague: Therapist, owner: User, rest: str
) -> None:
    assert signed_in(therapist.user).get(url(agreed.client, rest)).status_code == 200
    for user in (colleague.user, owner, agreed.client.user):
        answer = signed_in(user).get(url(agreed.client, rest))
        assert answer.status_code == 404
        assert b"Elena" not in answer.content or user == agreed.client.user


@pytest.mark.parametrize("path", ["/my/plan/", "/my/consents/"])
def test_my_pages_are_the_clients(
    agreed: Treatment, therapist: Therapist, stranger: Client, path: str
) -> None:
    assert agreed.client.user is not None
    assert stranger.user is not None
    assert signed_in(agreed.client.user).get(path).status_code == 200
    assert signed_in(therapist.user).get(path).status_code == 404
    assert signed_in(stranger.user).get(path).status_code == 404


def test_the_list_holds_the_therapists_own_clients(
    agreed: Treatment, therapist: Therapist, colleague: Therapist
) -> None:
    assert "Elena Marsh" in signed_in(therapist.user).get("/desk/clients/").content.decode()
    assert "Elena Marsh" not in signed_in(colleague.user).get("/desk/clients/").content.decode()


def test_the_clients_page_keeps_its_budget(agreed: Treatment, therapist: Therapist) -> None:
    browser = signed_in(therapist.user)
    browser.get(url(agreed.client))
    with CaptureQueriesContext(connection) as captured:
        page = browser.get(url(agreed.client)).content.decode()
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= BUDGET, "\n".join(asked)
    assert "Once a week since" in page
    assert "Tuesdays at 10:00 am" in page


@pytest.mark.parametrize("rest", ["", "plan/"])
def test_the_plan_keeps_its_budget(
    agreed: Treatment, therapist: Therapist, as_client: Actor, rest: str
) -> None:
    for said in ("As a doorman.", "Better."):
        goal = agreed.goals.get()
        actions.remark_on_goal(goal=goal, said=said, rating="easier", on=agreed.started_on, by=as_client)
    assert agreed.client.user is not None
    for user, path in [(therapist.user, url(agreed.client, rest)), (agreed.client.user, "/my/plan/")]:
        browser = signed_in(user)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
        assert len(asked) <= BUDGET, "\n".join(asked)


def test_the_client_does_not_see_the_therapists_side(agreed: Treatment, as_therapist: Actor) -> None:
    actions.draft_plan(treatment=agreed, by=as_therapist)
    assert agreed.client.user is not None
    page = signed_in(agreed.client.user).get("/my/plan/").content.decode()
    assert "To sleep." in page
    assert "Focus" not in page


def test_a_frame_that_does_not_fit_comes_back_with_what_was_typed(
    treatment: Treatment, therapist: Therapist
) -> None:
    typed = {
        "setting": "office",
        "minutes": "50",
        "fee": "180",
        "absence_rule": "charge_always",
        "notice_hours": "48",
        "valid_from": "2026-01-06",
        "remark": "As long as it is useful.",
    }
    answer = signed_in(therapist.user).post(url(treatment.client, "frame/"), typed)
    assert answer.status_code == 422
    assert "at least one weekly hour" in answer.content.decode()
    assert "As long as it is useful." in answer.content.decode()
    good = typed | {"weekday_1": "1", "start_1": "10:00"}
    assert signed_in(therapist.user).post(url(treatment.client, "frame/"), good).status_code == 302
    assert Frame.objects.get().weekly() == [(1, 600, 50)]


def test_client_and_therapist_agree_in_the_browser(
    treatment: Treatment, terms: Terms, therapist: Therapist, as_therapist: Actor
) -> None:
    actions.propose_frame(treatment=treatment, terms=terms, by=as_therapist)
    assert treatment.client.user is not None
    browser = signed_in(treatment.client.user)
    assert "Waiting for your yes" in browser.get("/my/plan/").content.decode()
    assert browser.post("/my/plan/frame/agree/").status_code == 302
    assert Frame.objects.get().is_agreed


def test_the_plan_is_drafted_written_and_agreed(treatment: Treatment, therapist: Therapist) -> None:
    desk = signed_in(therapist.user)
    desk.post(url(treatment.client, "plan/draft/"))
    desk.post(url(treatment.client, "plan/goals/"), {"words": "To sleep."})
    desk.post(url(treatment.client, "plan/write/"), {"written_together": "We look at it."})
    desk.post(url(treatment.client, "plan/agree/"), {"side": "therapist"})
    assert treatment.client.user is not None
    my = signed_in(treatment.client.user)
    assert "We look at it." in my.get("/my/plan/").content.decode()
    my.post("/my/plan/agree/")
    assert Plan.objects.get().is_agreed


def test_a_remark_without_a_rating_loses_no_word(agreed: Treatment) -> None:
    goal = agreed.goals.get()
    assert agreed.client.user is not None
    browser = signed_in(agreed.client.user)
    answer = browser.post(f"/my/plan/goals/{goal.pk}/", {"said": "I sleep like a doorman."})
    assert answer.status_code == 422
    assert "I sleep like a doorman." in answer.content.decode()
    browser.post(f"/my/plan/goals/{goal.pk}/", {"said": "Mostly through.", "rating": "easier"})
    assert "Mostly through." in browser.get("/my/plan/").content.decode()


def test_steps_and_breaks_in_the_browser(consultation: Treatment, therapist: Therapist) -> None:
    desk, page = signed_in(therapist.user), consultation.client
    desk.post(url(page, "fit/"), {"answer": "yes"})
    desk.post(url(page, "fit/"), {"answer": "yes", "in_session": "on"})
    for verb in ("offer", "begin"):
        desk.post(url(page, "step/"), {"verb": verb, "day": "2026-02-03"})
    assert Treatment.objects.get().state == Treatment.ACTIVE
    desk.post(url(page, "breaks/"), {"first_day": "2027-02-01", "last_day": "2027-02-14"})
    row = consultation.breaks.get()
    assert page.user is not None
    my = signed_in(page.user)
    assert "February 1" not in my.get("/my/").content.decode()
    desk.post(url(page, f"breaks/{row.pk}/told/"))
    assert "February 1" in my.get("/my/").content.decode()


def test_consents_are_signed_and_taken_back(treatment: Treatment) -> None:
    assert treatment.client.user is not None
    browser = signed_in(treatment.client.user)
    browser.post("/my/consents/", {"kinds": ["treatment"]})
    signed = treatment.consents.get()
    assert "Signed on" in browser.get("/my/consents/").content.decode()
    browser.post(f"/my/consents/{signed.pk}/take-back/")
    answer = browser.post("/my/consents/", {"kinds": ["treatment", "process_notes"]}, follow=True)
    assert "always signed by itself" in answer.content.decode()


def test_wrong_steps_are_said_in_one_sentence(
    treatment: Treatment, therapist: Therapist, rows_of: Callable[[str], object]
) -> None:
    before = rows_of("treatment")
    desk = signed_in(therapist.user)
    for data in (
        {"verb": "offer", "day": "2026-02-03"},
        {"verb": "fly", "day": "2026-02-03"},
        {"verb": "end"},
    ):
        answer = desk.post(url(treatment.client, "step/"), data, follow=True)
        assert 'role="alert"' in answer.content.decode()
    assert rows_of("treatment") == before
