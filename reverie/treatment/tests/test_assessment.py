"""Intake forms, particulars, where somebody is for a remote hour, diagnoses."""

from datetime import date, timedelta

import pytest

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Therapist
from reverie.core import clock
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.scheduling.models import Appointment
from reverie.treatment import actions
from reverie.treatment.models import Diagnosis, Intake, JoinAnswer, Particulars, Treatment
from reverie.treatment.queries.codes import codes, find_code, release, search_codes
from reverie.treatment.queries.history import intakes_of, particulars_of

DAY = date(2026, 2, 3)


@pytest.fixture
def intake(treatment: Treatment, as_therapist: Actor) -> Intake:
    return actions.ask_intake(treatment=treatment, kind="first_meeting", by=as_therapist)


@pytest.fixture
def remote_hour(treatment: Treatment) -> Appointment:
    start = clock.now() + timedelta(minutes=5)
    return Appointment.objects.create(
        practice=treatment.practice, therapist=treatment.therapist, client=treatment.client,
        state="confirmed", place="online", wall_start=start, zone="UTC", start_at=start,
        end_at=start + timedelta(minutes=50),
    )  # fmt: skip


def test_an_intake_form_is_read_once_it_is_handed_in(
    treatment: Treatment, intake: Intake, as_client: Actor
) -> None:
    actions.answer_intake(intake=intake, answers={"brings": "Sleep.", "odd": "X"}, send=False, by=as_client)
    assert intakes_of(treatment.client, treatment.chain())[0].answers == {}
    actions.answer_intake(intake=intake, answers={"brings": "Sleep."}, send=True, by=as_client)
    assert intakes_of(treatment.client, treatment.chain())[0].answers == {"brings": "Sleep."}
    with pytest.raises(actions.CannotTell, match="handed in already"):
        actions.answer_intake(intake=intake, answers={}, send=True, by=as_client)


def test_who_asks_and_who_answers(treatment: Treatment, intake: Intake, as_therapist: Actor) -> None:
    with pytest.raises(actions.CannotTell, match="Only the client"):
        actions.answer_intake(intake=intake, answers={}, send=True, by=as_therapist)
    with pytest.raises(actions.CannotTell, match="waits for the client"):
        actions.ask_intake(treatment=treatment, kind="first_meeting", by=as_therapist)
    with pytest.raises(actions.CannotTell, match="no such form"):
        actions.ask_intake(treatment=treatment, kind="none", by=as_therapist)


def test_the_form_in_the_browser(intake: Intake, client_person: Client, therapist: Therapist) -> None:
    browser = signed_in(client_person.user)
    address = f"/my/intakes/{intake.pk}/"
    assert "What brings you now?" in browser.get(address).content.decode()
    browser.post(address, {"brings": "Sleep, mostly."})
    assert "Sleep, mostly." in browser.get(address).content.decode()
    desk = f"/desk/clients/{client_person.pk}/intakes/"
    assert "Sleep, mostly." not in signed_in(therapist.user).get(desk).content.decode()
    browser.post(address, {"brings": "Sleep, mostly.", "send": "1"})
    assert "Sleep, mostly." in signed_in(therapist.user).get(desk).content.decode()


def test_particulars_keep_what_was_told_before(
    treatment: Treatment, as_client: Actor, colleague: Therapist
) -> None:
    for dose in ("25 mg", "50 mg"):
        actions.tell_particulars(treatment=treatment, words={"medication": dose}, by=as_client)
    assert Particulars.objects.count() == 2
    assert particulars_of(treatment.client, treatment.chain())[1]["medication"] == "50 mg"
    page = signed_in(treatment.therapist.user).get(f"/desk/clients/{treatment.client_id}/particulars/")
    assert "25 mg" in page.content.decode()
    with pytest.raises(actions.CannotTell, match="Only the client"):
        actions.tell_particulars(treatment=treatment, words={}, by=actor_for(colleague.user))


def test_the_place_is_asked_at_each_join(
    remote_hour: Appointment, client_person: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(client_person.user)
    address = f"/my/sessions/{remote_hour.pk}/join/"
    assert browser.post(address, {"place": "", "emergency": "911"}).status_code == 422
    browser.post(address, {"place": "Elm Street 4, Salem", "emergency": "911"})
    assert "You are at Elm Street 4, Salem" in browser.get(address).content.decode()
    with clock.telling(clock.now() + timedelta(minutes=11)):
        assert "You are at" not in browser.get(address).content.decode()
    assert JoinAnswer.objects.count() == 1


def test_an_hour_in_the_office_or_called_off_has_nothing_to_join(
    remote_hour: Appointment, as_client: Actor
) -> None:
    where = {"place": "Here", "emergency": "911", "phone": ""}
    for change in ({"place": "office"}, {"state": "client_absent"}):
        Appointment.objects.filter(pk=remote_hour.pk).update(**change)
        remote_hour.refresh_from_db()
        with pytest.raises(actions.CannotTell):
            actions.answer_join(appointment=remote_hour, **where, by=as_client)


def test_nobody_joins_for_somebody_else(remote_hour: Appointment, stranger: Client) -> None:
    assert signed_in(stranger.user).get(f"/my/sessions/{remote_hour.pk}/join/").status_code == 404


def test_only_the_client_says_where_they_are(remote_hour: Appointment, as_therapist: Actor) -> None:
    where = {"place": "Here", "emergency": "911", "phone": ""}
    with pytest.raises(actions.CannotTell, match="Only the client"):
        actions.answer_join(appointment=remote_hour, **where, by=as_therapist)


def test_name_and_pronouns_as_told_with_what_was_before(treatment: Treatment) -> None:
    desk, address = signed_in(treatment.therapist.user), f"/desk/clients/{treatment.client_id}/particulars/"
    desk.post(address, {"name": "Elena Marsh", "medication": "None."})
    assert desk.post(address, {"name": " "}).status_code == 422
    desk.post(address, {"name": "Elias Marsh", "pronouns": "he/him"})
    page = desk.get(address).content.decode()
    assert "Elias Marsh, he/him" in page
    assert "Elena Marsh" in page
    event = AuditEvent.objects.get(verb="rename_client")
    assert event.detail == {"fields": ["name", "pronouns"]}
    signed_in(treatment.client.user).post("/my/particulars/", {"medication": "None."})
    treatment.client.refresh_from_db()
    assert (treatment.client.name, treatment.client.pronouns) == ("Elias Marsh", "he/him")


def test_the_code_list_is_whole() -> None:
    assert len(codes()) == 1365
    assert release() == "2026-04"
    assert find_code("f341") == find_code("F34.1")
    assert search_codes("dysthymic")[0].code == "F34.1"
    assert all(row.is_billable for row in search_codes("F33"))
    assert search_codes(" ") == []


@pytest.mark.parametrize(("code", "sentence"), [("F33", "is a heading"), ("Q99.99", "not in the list")])
def test_only_an_exact_code_can_stand(
    treatment: Treatment, as_therapist: Actor, code: str, sentence: str
) -> None:
    with pytest.raises(actions.CannotDiagnose, match=sentence):
        actions.give_diagnosis(treatment=treatment, code=code, on=DAY, by=as_therapist)
    assert not Diagnosis.objects.exists()


def test_a_diagnosis_is_given_and_ends(treatment: Treatment, as_therapist: Actor) -> None:
    row = actions.give_diagnosis(treatment=treatment, code="f341", on=DAY, by=as_therapist)
    assert (row.release, row.words(treatment.chain())["code"]) == ("2026-04", "F34.1")
    with pytest.raises(actions.CannotDiagnose, match="given already"):
        actions.give_diagnosis(treatment=treatment, code="F34.1", on=DAY, by=as_therapist)
    with pytest.raises(actions.CannotDiagnose, match="before it was given"):
        actions.end_diagnosis(diagnosis=row, on=DAY - timedelta(days=1), by=as_therapist)
    actions.end_diagnosis(diagnosis=row, on=DAY, by=as_therapist)
    with pytest.raises(actions.CannotDiagnose, match="ended already"):
        actions.end_diagnosis(diagnosis=row, on=DAY, by=as_therapist)


def test_a_treatment_goes_its_whole_way_without_a_diagnosis(
    treatment: Treatment, as_therapist: Actor
) -> None:
    actions.end(treatment=treatment, on=DAY, reason="agreed", by=as_therapist)
    assert not Diagnosis.objects.exists()


def test_the_page_of_diagnoses(treatment: Treatment, colleague: Therapist) -> None:
    address = f"/desk/clients/{treatment.client_id}/diagnosis/"
    browser = signed_in(treatment.therapist.user)
    assert "F34.1" in browser.post(f"{address}find/", {"find": "dysthymic"}).content.decode()
    assert "is a heading" in browser.post(address, {"code": "F33", "on": "2026-02-03"}).content.decode()
    browser.post(address, {"code": "F34.1", "on": "2026-02-03"})
    browser.post(f"{address}{Diagnosis.objects.get().pk}/end/")
    assert Diagnosis.objects.get().ended_on is not None
    assert signed_in(colleague.user).get(address).status_code == 404
