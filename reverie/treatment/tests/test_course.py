"""The state machine: every step from every state, as the table says and no other way."""

from datetime import date

import pytest

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.treatment import actions
from reverie.treatment.models import STEPS, Treatment

DAY = date(2026, 2, 3)
ARGUMENTS = {
    "offer": {"on": DAY},
    "begin": {"on": DAY},
    "pause": {"last_day": DAY},
    "resume": {"first_day": DAY},
    "announce_ending": {"last_day": DAY},
    "withdraw_ending": {"on": DAY},
    "end": {"on": DAY, "reason": "agreed"},
    "archive": {"on": DAY},
}


def take(verb: str, treatment: Treatment, by: Actor) -> Treatment:
    return getattr(actions, verb)(treatment=treatment, by=by, **ARGUMENTS[verb])


@pytest.mark.parametrize("state", Treatment.STATES)
@pytest.mark.parametrize("verb", STEPS)
def test_a_step_is_open_where_the_table_says(
    treatment: Treatment, as_therapist: Actor, verb: str, state: str
) -> None:
    over = {"ended_on": DAY, "ended_reason": "agreed"} if state in {"ended", "archived"} else {}
    Treatment.objects.update(state=state, **over)
    if state in STEPS[verb].sources:
        assert take(verb, treatment, as_therapist).state == STEPS[verb].target
    else:
        with pytest.raises(actions.CannotStep, match=r"\.$"):
            take(verb, treatment, as_therapist)
        assert Treatment.objects.get().state == state


def test_working_since_is_apart_from_the_first_place(consultation: Treatment, treatment: Treatment) -> None:
    assert consultation.working_since is None
    assert treatment.working_since == treatment.started_on == date(2026, 1, 6)


def test_the_work_needs_both(consultation: Treatment, as_therapist: Actor, as_client: Actor) -> None:
    with pytest.raises(actions.CannotStep, match="therapist has not yet said yes"):
        actions.offer(treatment=consultation, on=DAY, by=as_therapist)
    actions.answer_fit(treatment=consultation, answer="yes", by=as_therapist)
    actions.offer(treatment=consultation, on=DAY, by=as_therapist)
    actions.answer_fit(treatment=consultation, answer="yes", by=as_client)
    actions.answer_fit(treatment=consultation, answer="not_yet", by=as_client)
    with pytest.raises(actions.CannotStep, match="client has not yet said yes"):
        actions.begin(treatment=consultation, on=DAY, by=as_therapist)


def test_two_people_have_one_treatment_at_a_time(
    treatment: Treatment, client_person: Client, therapist: Therapist, as_therapist: Actor
) -> None:
    with pytest.raises(actions.CannotStep, match="already in a treatment"):
        actions.open_consultation(client=client_person, therapist=therapist, started_on=DAY, by=as_therapist)
    take("end", treatment, as_therapist)
    actions.open_consultation(client=client_person, therapist=therapist, started_on=DAY, by=as_therapist)
    assert Treatment.objects.count() == 2


def test_another_practice_is_refused(
    client_person: Client, colleague: Therapist, as_therapist: Actor
) -> None:
    colleague.practice = Practice.objects.create(name="Elsewhere", zone="America/New_York")
    with pytest.raises(actions.CannotStep, match="same practice"):
        actions.open_consultation(client=client_person, therapist=colleague, started_on=DAY, by=as_therapist)


def test_each_step_is_kept_with_its_reason(treatment: Treatment, as_therapist: Actor) -> None:
    actions.pause(treatment=treatment, last_day=DAY, reason="Three months abroad.", by=as_therapist)
    step = treatment.steps.order_by("-number").first()
    assert step is not None
    assert (step.verb, step.from_state, step.to_state) == ("pause", "active", "paused")
    assert step.reason(treatment.chain()) == "Three months abroad."
    assert AuditEvent.objects.filter(verb="pause", client=treatment.client_id).count() == 1


def test_an_ending_needs_a_known_reason(treatment: Treatment, as_therapist: Actor) -> None:
    with pytest.raises(actions.CannotStep, match="how it ended"):
        actions.end(treatment=treatment, on=DAY, reason="bored", by=as_therapist)
    with pytest.raises(actions.CannotStep, match="before it began"):
        actions.end(treatment=treatment, on=date(2020, 1, 1), reason="agreed", by=as_therapist)
