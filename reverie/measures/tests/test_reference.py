"""By whose figures change is read: the therapist chooses, and the set's name stands beside the reading."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import member, signed_in
from reverie.accounts.models import Practice, Therapist
from reverie.core import audit, clock
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.measures import actions, queries
from reverie.measures.models import Administration, ReferenceChoice
from reverie.measures.presenters.figures import Figures, figures
from reverie.measures.tests.conftest import asked
from reverie.treatment.models import Treatment

OWN = {"name": "Our clinic, 2024", "source": "Journal of Examples 3:14", "sd": 6.0, "reliability": 0.8}


@pytest.fixture
def course(treatment: Treatment, as_therapist: Actor, as_client: Actor) -> list[Administration]:
    """PHQ-9 twice: 16, then 9."""
    rows = []
    for days, answers in ((30, [2] * 7 + [2, 0]), (1, [1] * 8 + [1])):
        row = asked(treatment, as_therapist, "phq-9")
        at = clock.now() - timedelta(days=days)
        given = dict(enumerate(answers, start=1))
        actions.answer_form(administration=row, answers=given, at=at, by=as_client)
        rows.append(actions.complete(administration=row, at=at, by=as_client))
    return rows


def reading(rows: list[Administration]) -> Figures:
    return figures(queries.courses(rows)[0])


def address(treatment: Treatment, code: str = "phq-9") -> str:
    return reverse("measures:reference", args=[treatment.client_id, code])


def test_the_usual_set_is_named(course: list[Administration]) -> None:
    assert (reading(course).reliable_at, reading(course).by) == ("6", "NHS rule")
    assert "reliably better" in reading(course).reading


def test_another_sample_reads_the_same_change_otherwise(
    course: list[Administration], treatment: Treatment, as_therapist: Actor
) -> None:
    own = actions.own_reference(**OWN)
    actions.choose_reference(treatment=treatment, instrument="phq-9", reference=own, by=as_therapist)
    assert reading(course).by == "Our clinic, 2024 (SD 6, reliability 0.8)"
    assert reading(course).reliable_at == "7.4"
    assert "no reliable change" in reading(course).reading


def test_it_is_sealed_audited_and_earlier_choices_stay(treatment: Treatment, as_therapist: Actor) -> None:
    for own in (OWN, {**OWN, "name": "Another"}):
        chosen = actions.own_reference(**own)
        row = actions.choose_reference(
            treatment=treatment, instrument="phq-9", reference=chosen, by=as_therapist
        )
    assert b"Another" not in bytes(row.sealed)
    assert AuditEvent.objects.filter(verb="choose_reference").count() == 2
    assert ReferenceChoice.objects.count() == 2
    held = queries.chosen_references(treatment.client_id, keychain(row.scope))
    assert held["phq-9"].name == "Another"


@pytest.mark.parametrize("wrong", [{"sd": 0.0}, {"reliability": 1.0}, {"name": " "}, {"source": "x" * 201}])
def test_impossible_figures_are_refused(wrong: dict) -> None:
    with pytest.raises(actions.CannotChoose):
        actions.own_reference(**{**OWN, **wrong})


def test_without_an_audit_link_nothing_is_chosen(
    treatment: Treatment, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**about: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr(audit, "record", broken)
    own = actions.own_reference(**OWN)
    with pytest.raises(OSError):
        actions.choose_reference(treatment=treatment, instrument="phq-9", reference=own, by=as_therapist)
    assert not ReferenceChoice.objects.exists()


def test_the_page_offers_what_was_seen_at_its_source(
    course: list[Administration], treatment: Treatment, therapist: Therapist
) -> None:
    hanna = signed_in(therapist.user)
    assert "NHS rule: 6 points" in hanna.get(address(treatment)).content.decode()
    missing = hanna.post(address(treatment), {"which": "own", "name": "Ours"})
    assert (missing.status_code, "Ours" in missing.content.decode()) == (422, True)
    answer = hanna.post(address(treatment), {"which": "own", **{k: str(v) for k, v in OWN.items()}})
    assert "Our clinic, 2024" in hanna.get(answer["Location"]).content.decode()
    hanna.post(address(treatment), {"which": "0"})
    assert reading(course).by == "NHS rule"
    assert hanna.get(address(treatment, "nothing")).status_code == 404


def test_nobody_else_chooses(treatment: Treatment, colleague: Therapist, practice: Practice) -> None:
    for user in (colleague.user, treatment.client.user, member(practice, "Naomi Feld", "supervisor")):
        assert signed_in(user).get(address(treatment)).status_code == 404
