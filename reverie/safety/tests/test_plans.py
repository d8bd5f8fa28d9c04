"""A safety plan's versions: kept together, sealed, never lost."""

import re

import pytest

from reverie.accounts.models import Client
from reverie.core import audit, demo_case
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.safety import actions, demo
from reverie.safety.models import SafetyPlan
from reverie.safety.queries.plans import plan_words

WORDS = {"signs": "I stop answering the phone.", "people": "Ingrid, 503-555-0188"}


@pytest.fixture
def plan(client_person: Client, as_therapist: Actor) -> SafetyPlan:
    return actions.keep_plan(client=client_person, words=WORDS, after=0, by=as_therapist)


def test_it_is_sealed_and_audited_without_words(plan: SafetyPlan) -> None:
    assert plan_words(plan)["people"] == "Ingrid, 503-555-0188"
    assert b"Ingrid" not in bytes(plan.sealed)
    assert AuditEvent.objects.get(verb="write").detail == {"number": 1, "plan": plan.digest()}


def test_a_change_is_the_next_version_and_loses_none(plan: SafetyPlan, as_therapist: Actor) -> None:
    words = {**WORDS, "own": "A walk to the river."}
    actions.keep_plan(client=plan.client, words=words, after=1, by=as_therapist)
    assert [plan_words(row).get("own") for row in SafetyPlan.objects.order_by("number")] == [
        "",
        "A walk to the river.",
    ]


@pytest.mark.parametrize(
    ("words", "after", "says"),
    [
        ({"signs": "  "}, 1, "Nothing is written"),
        (WORDS, 1, "says this already"),
        ({"own": "A walk."}, 0, "changed meanwhile"),
        ({"own": "x" * 4001}, 1, "longer than 4000"),
    ],
)
def test_it_is_refused(plan: SafetyPlan, as_therapist: Actor, words: dict, after: int, says: str) -> None:
    with pytest.raises(actions.CannotKeepPlan, match=says):
        actions.keep_plan(client=plan.client, words=words, after=after, by=as_therapist)
    assert SafetyPlan.objects.count() == 1


def test_a_job_writes_no_plan(client_person: Client) -> None:
    with pytest.raises(actions.CannotKeepPlan, match="by a person"):
        actions.keep_plan(client=client_person, words=WORDS, after=0, by=Actor.system("job"))


def test_reading_it_again_is_noted_on_the_plan_in_force(plan: SafetyPlan, as_therapist: Actor) -> None:
    assert actions.note_reread(plan=plan, by=as_therapist).reread_at is not None
    actions.keep_plan(client=plan.client, words={"own": "A walk."}, after=1, by=as_therapist)
    with pytest.raises(actions.CannotKeepPlan, match="newer plan"):
        actions.note_reread(plan=plan, by=as_therapist)


def test_nothing_is_kept_when_the_audit_fails(
    plan: SafetyPlan, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**link: object) -> None:
        raise OSError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(OSError):
        actions.keep_plan(client=plan.client, words={"own": "A walk."}, after=1, by=as_therapist)
    with pytest.raises(OSError):
        actions.note_reread(plan=plan, by=as_therapist)
    assert SafetyPlan.objects.get().reread_at is None


def test_the_numbers_of_the_demo_are_those_of_its_people() -> None:
    words, about = demo.plan_words(), demo_case.case().about
    known = {re.sub(r"\D", "", person["phone"]) for person in about["people"].values() if "phone" in person}
    known |= {re.sub(r"\D", "", about["practice"][name]) for name in ("phone", "on_call")}
    found = re.findall(r"\d{3}-\d{3}-\d{4}", "\n".join(words.values()))
    assert len(found) == 4
    assert {number.replace("-", "") for number in found} <= known
