"""A risk answer that was given earlier and only reaches us now: the therapist is told, and nobody further."""

import json
from datetime import timedelta

import pytest

from reverie.accounts.models import Practice, Therapist, User
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.measures import actions
from reverie.measures.tests.test_import_form import RISK
from reverie.safety.models import Concern, Watch
from reverie.treatment.models import Treatment

AGO = timedelta(days=40)


@pytest.fixture
def watched(practice: Practice, colleague: Therapist, owner: User) -> Practice:
    practice.is_monitored = True
    practice.save()
    Watch.objects.create(practice=practice, is_at_any_hour=True, cover=colleague.user)
    return practice


def places(concern: Concern) -> list[str]:
    return list(concern.steps.values_list("place", flat=True))


def test_copied_from_paper(watched: Practice, treatment: Treatment, as_therapist: Actor) -> None:
    treatment.client.practice.refresh_from_db()
    at = clock.now() - AGO
    _row, is_risk = actions.record_on_paper(
        treatment=treatment, instrument="phq-9", answers={9: 1}, answered_at=at, by=as_therapist
    )
    concern = Concern.objects.get()
    assert (is_risk, concern.raised_at, places(concern)) == (True, at, ["therapist"])


def test_brought_from_a_file(watched: Practice, treatment: Treatment, as_therapist: Actor) -> None:
    treatment.client.practice.refresh_from_db()
    row, is_risk = actions.import_response(treatment=treatment, raw=RISK.encode(), by=as_therapist)
    concern = Concern.objects.get()
    authored = json.loads(RISK)["authored"]
    assert (is_risk, concern.source_id, places(concern)) == (True, row.id, ["therapist"])
    assert concern.raised_at.date().isoformat() == authored[:10]


def test_one_given_now_climbs(watched: Practice, treatment: Treatment, as_client, as_therapist) -> None:
    treatment.client.practice.refresh_from_db()
    row = actions.plan_administration(treatment=treatment, instrument="phq-9", send=True, by=as_therapist)
    actions.answer_item(administration=row, item=9, answer=1, by=as_client)
    assert places(Concern.objects.get()) == ["therapist", "cover", "lead"]
