"""What other roles may know of measures: supervisor, cover, front desk, and nobody else."""

import pytest
from django.urls import reverse

from conftest import actor_for, member, signed_in
from reverie.accounts.models import Practice, Therapist, User
from reverie.core import clock
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.measures import access, actions
from reverie.measures.models import Administration
from reverie.safety.actions import Assessment, clear_concern
from reverie.safety.models import Concern, ConcernStep

STATUS = "/desk/measures/"
MOOD = "Little interest or pleasure in doing things?"
REMARK = "the umbrella in the piano"
ASSESSED = Assessment("Phone.", "Asked.", "none", "Plan.")


@pytest.fixture
def done(phq: Administration, as_client: Actor) -> Administration:
    answers = {**dict.fromkeys(range(1, 10), 1), 10: 1}
    actions.answer_form(administration=phq, answers=answers, remark=REMARK, by=as_client)
    return actions.complete(administration=phq, by=as_client)


@pytest.fixture
def naomi(practice: Practice) -> User:
    return member(practice, "Naomi Feld", "supervisor")


@pytest.fixture
def supervising(naomi: User, therapist: Therapist, monkeypatch: pytest.MonkeyPatch) -> None:
    """Naomi formally supervises Hanna, as the room of supervision will say it."""

    def therapists_of(actor: Actor):
        rows = Therapist.objects.filter(pk=therapist.pk)
        return rows if actor.user_id == naomi.pk else rows.none()

    monkeypatch.setattr(access, "_supervising", [therapists_of])


def measures_url(row: Administration) -> str:
    return reverse("measures:client-measures", args=[row.client_id])


def test_a_supervisor_reads_the_supervisees_clients_and_changes_nothing(
    done: Administration, naomi: User, supervising: None
) -> None:
    page = signed_in(naomi).get(measures_url(done)).content.decode()
    assert "You read as a supervisor." in page
    assert "Ask this" not in page
    assert MOOD in signed_in(naomi).get(reverse("measures:answers", args=[done.pk])).content.decode()
    ask = reverse("measures:ask", args=[done.client_id])
    assert signed_in(naomi).post(ask, {"instrument": "gad-7", "rhythm": "once"}).status_code == 404


def test_what_the_client_holds_is_held_from_a_supervisor(
    alliance: Administration, as_client: Actor, naomi: User, supervising: None
) -> None:
    actions.answer_form(administration=alliance, answers=dict.fromkeys(range(1, 5), 2), by=as_client)
    row = actions.complete(administration=alliance, by=as_client)
    assert signed_in(naomi).get(reverse("measures:answers", args=[row.pk])).status_code == 404


def test_without_a_formal_supervision_there_is_nothing(done: Administration, naomi: User) -> None:
    for url in (measures_url(done), reverse("measures:answers", args=[done.pk])):
        assert signed_in(naomi).get(url).status_code == 404


# -- whoever covers ---------------------------------------------------------------------------------


@pytest.fixture
def told(done: Administration, colleague: Therapist) -> Concern:
    """The concern of Elena's answer, of which Mateo was told."""
    return tell(Concern.objects.get(), colleague.user, "cover")


def tell(concern: Concern, user: User, place: str) -> Concern:
    at = clock.now()
    ConcernStep.objects.create(concern=concern, user=user, place=place, due_at=at, told_at=at)
    return concern


def answer_url(concern: Concern) -> str:
    return reverse("measures:risk-answer", args=[concern.pk])


def test_whoever_covers_reads_the_risk_answer_and_no_other(told: Concern, colleague: Therapist) -> None:
    mateo = signed_in(colleague.user)
    assert answer_url(told) in mateo.get(f"/desk/concerns/{told.pk}/").content.decode()
    page = mateo.get(answer_url(told)).content.decode()
    assert "Several days" in page
    assert MOOD not in page
    assert REMARK not in page
    event = AuditEvent.objects.filter(verb="read", detail={"part": "risk"}).get()
    assert event.client == told.client_id


def test_it_is_closed_with_the_concern(told: Concern, colleague: Therapist, as_therapist: Actor) -> None:
    clear_concern(concern=told, assessment=ASSESSED, by=as_therapist)
    assert signed_in(colleague.user).get(answer_url(told)).status_code == 404


def test_the_therapist_goes_on_to_the_whole_form(told: Concern, therapist: Therapist) -> None:
    page = signed_in(therapist.user).get(answer_url(told)).content.decode()
    assert reverse("measures:answers", args=[told.source_id]) in page


def test_an_answer_that_raised_another_concern_is_found_as_well(
    phq: Administration, as_client: Actor, as_therapist: Actor, therapist: Therapist
) -> None:
    actions.answer_item(administration=phq, item=9, answer=1, by=as_client)
    clear_concern(concern=Concern.objects.get(), assessment=ASSESSED, by=as_therapist)
    actions.answer_item(administration=phq, item=9, answer=3, by=as_client)
    concern = Concern.objects.get(cleared_at=None)
    assert "Nearly every day" in signed_in(therapist.user).get(answer_url(concern)).content.decode()


@pytest.mark.parametrize("role", ["front_desk", "biller", "practice_owner", "supervisor", "therapist"])
def test_nobody_who_was_not_told_reads_it(told: Concern, practice: Practice, role: str) -> None:
    assert signed_in(member(practice, "Fay Desk", role)).get(answer_url(told)).status_code == 404


def test_a_lead_who_was_told_reads_no_answer(told: Concern, owner: User) -> None:
    tell(told, owner, "lead")
    assert signed_in(owner).get(answer_url(told)).status_code == 404


# -- the front desk ---------------------------------------------------------------------------------


def test_the_front_desk_sees_that_a_form_is_out_and_not_which(
    phq: Administration, practice: Practice, as_client: Actor
) -> None:
    actions.answer_item(administration=phq, item=1, answer=3, by=as_client)
    page = signed_in(member(practice, "Fay Desk", "front_desk")).get(STATUS).content.decode()
    assert "Elena Marsh" in page
    assert "one form is out, one begun" in page
    assert not any(word in page for word in ("PHQ", "mood", "Nine questions", MOOD))


@pytest.mark.parametrize("role", ["biller", "practice_owner", "therapist", "supervisor"])
def test_nobody_else_has_that_list(practice: Practice, role: str) -> None:
    assert signed_in(member(practice, "Fay Desk", role)).get(STATUS).status_code == 404


def test_an_owner_reads_no_ones_form(done: Administration, owner: User) -> None:
    assert list(access.administrations_visible_to(actor_for(owner))) == []
    assert signed_in(owner).get(measures_url(done)).status_code == 404
