"""PHQ-9's ninth item: every answer, on every kind of form, whatever the total."""

import itertools
from typing import Any

import pytest
from django.urls import reverse

from conftest import signed_in
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.instruments import scoring
from reverie.measures import actions, queries
from reverie.measures.actions.answers import DECLINED
from reverie.measures.models import Administration
from reverie.measures.tests.conftest import asked
from reverie.safety.actions import Assessment, acknowledge_concern, clear_concern
from reverie.safety.models import Concern
from reverie.treatment.models import Treatment

OTHERS = {
    "alone": {},
    "with all others 0": dict.fromkeys(range(1, 9), 0),
    "with all others 3": dict.fromkeys(range(1, 9), 3),
    "with one other": {1: 1},
    "with seven others": dict.fromkeys(range(1, 8), 2),
}


@pytest.mark.parametrize(("others", "ninth"), list(itertools.product(OTHERS, [0, 1, 2, 3, DECLINED])))
def test_every_pattern(others: str, ninth: Any, phq: Administration, as_client: Actor) -> None:
    is_risk = ninth not in (0, DECLINED)
    answers = {**OTHERS[others], 9: ninth}
    assert actions.answer_form(administration=phq, answers=answers, by=as_client) is is_risk
    assert Concern.objects.filter(kind="risk_item", source_id=phq.pk).exists() is is_risk


@pytest.mark.parametrize("place", range(1, 10))
def test_the_order_of_answers_does_not_matter(place: int, phq: Administration, as_client: Actor) -> None:
    order = list(range(1, 9))
    order.insert(place - 1, 9)
    told = [actions.answer_item(administration=phq, item=item, answer=1, by=as_client) for item in order]
    assert told == [item == 9 for item in order]


def test_a_changed_mind_keeps_the_concern(phq: Administration, as_client: Actor) -> None:
    actions.answer_item(administration=phq, item=9, answer=2, by=as_client)
    assert not actions.answer_item(administration=phq, item=9, answer=0, by=as_client)
    assert Concern.objects.count() == 1


def test_a_worse_answer_shows_the_page_again(phq: Administration, as_client: Actor) -> None:
    assert actions.answer_item(administration=phq, item=9, answer=1, by=as_client)
    assert actions.answer_item(administration=phq, item=9, answer=3, by=as_client)
    assert Concern.objects.count() == 1


def close(concern: Concern, by: Actor) -> None:
    clear_concern(concern=concern, assessment=Assessment("Phone.", "Asked.", "Low.", "Plan."), by=by)


def test_another_risk_answer_after_the_concern_was_closed_is_another_concern(
    phq: Administration, as_client: Actor, as_therapist: Actor
) -> None:
    actions.answer_item(administration=phq, item=9, answer=1, by=as_client)
    close(Concern.objects.get(), as_therapist)
    assert actions.answer_item(administration=phq, item=9, answer=3, by=as_client)
    actions.answer_item(administration=phq, item=1, answer=1, by=as_client)
    assert Concern.objects.filter(cleared_at=None).count() == 1
    assert Concern.objects.count() == 2


def test_no_change_of_mind_is_another_concern(
    phq: Administration, as_client: Actor, as_therapist: Actor
) -> None:
    """While one waits it stands for every change; after it was closed, less is no concern of its own."""
    for answer in (1, 2, 3, 1, 0, 2):
        actions.answer_item(administration=phq, item=9, answer=answer, by=as_client)
    assert Concern.objects.count() == 1
    close(Concern.objects.get(), as_therapist)
    for answer in (1, 1):
        actions.answer_item(administration=phq, item=9, answer=answer, by=as_client)
    assert Concern.objects.count() == 1
    for answer in (3, 2, 3):
        actions.answer_item(administration=phq, item=9, answer=answer, by=as_client)
    assert Concern.objects.count() == 2


def test_a_worse_answer_while_somebody_looks_after_it_begins_another_ladder(
    phq: Administration, as_client: Actor, as_therapist: Actor
) -> None:
    actions.answer_item(administration=phq, item=9, answer=1, by=as_client)
    acknowledge_concern(concern=Concern.objects.get(), by=as_therapist)
    actions.answer_item(administration=phq, item=9, answer=3, by=as_client)
    assert Concern.objects.filter(acknowledged_at=None).count() == 1


def test_a_form_without_risk_items_raises_nothing(
    treatment: Treatment, as_therapist: Actor, as_client
) -> None:
    gad = asked(treatment, as_therapist, "gad-7")
    actions.answer_form(administration=gad, answers=dict.fromkeys(range(1, 8), 3), by=as_client)
    assert not Concern.objects.exists()


def test_answer_and_concern_are_kept_together_or_not_at_all(
    phq: Administration, as_client: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**about: object) -> None:
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        actions.answer_item(administration=phq, item=9, answer=1, by=as_client)
    phq.refresh_from_db()
    assert (phq.state, queries.words_of(phq)["answers"]) == ("sent", {})
    assert not Concern.objects.exists()


def test_a_declined_risk_item_has_no_total(phq: Administration, as_client: Actor) -> None:
    answers = {**dict.fromkeys(range(1, 9), 1), 9: DECLINED}
    actions.answer_form(administration=phq, answers=answers, by=as_client)
    row = actions.complete(administration=phq, by=as_client)
    score = queries.words_of(row)["score"]
    assert (row.score_status, score["total"], score["prorated"]) == ("incomplete", None, None)


def test_every_risk_item_of_every_form_is_watched() -> None:
    watched = {known.code: known.risk_items for known in scoring.all_instruments() if known.risk_items}
    assert watched["phq-9"] == (9,)


@pytest.mark.parametrize(("others", "ninth"), list(itertools.product(OTHERS, [0, 1, 2, 3, DECLINED])))
def test_every_pattern_opens_the_right_page(others: str, ninth: Any, phq: Administration) -> None:
    """Answer by answer and as a whole form, with all others answered or not."""
    browser, help_first = signed_in(phq.client.user), "/my/safety/after-answer/"
    is_risk = ninth not in (0, DECLINED)
    sent = {f"q{number}": str(value) for number, value in {**OTHERS[others], 9: ninth}.items()}
    whole = browser.post(reverse("measures:question-form", args=[phq.pk]), sent)
    assert whole.headers.get("Location", "").startswith(help_first) is is_risk
    assert Concern.objects.filter(source_id=phq.pk).exists() is is_risk


@pytest.mark.parametrize("ninth", [0, 1, 2, 3, DECLINED])
def test_one_answer_says_which_page_comes_next(ninth: Any, phq: Administration) -> None:
    url = reverse("measures:answer", args=[phq.pk])
    told = signed_in(phq.client.user).post(url, {"q9": str(ninth)}).json()
    assert told["go"].startswith("/my/safety/after-answer/") is (ninth not in (0, DECLINED))
