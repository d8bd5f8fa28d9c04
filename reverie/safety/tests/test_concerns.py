"""Raising, looking after and closing a concern."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from conftest import actor_for
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import audit, clock
from reverie.core.models import AuditEvent, Job, OutboxMessage
from reverie.core.policy import Actor
from reverie.safety import actions, queries
from reverie.safety.actions import Source
from reverie.safety.models import Concern, ConcernStep
from reverie.safety.queries.concerns import assessment_of
from reverie.safety.tests.conftest import ANSWER, ASSESSED, raise_one

NOTHING = [Concern, ConcernStep, Job, OutboxMessage]


def fail(**link: object) -> None:
    raise OSError


def test_the_therapist_is_told_in_the_same_transaction(concern: Concern, therapist: Therapist) -> None:
    message = OutboxMessage.objects.get()
    assert message.to == therapist.user.email
    assert concern.steps.get().told_at is not None
    assert AuditEvent.objects.filter(verb="raise", object_id=str(concern.id)).exists()


def test_the_message_says_nothing_of_whom_or_what(concern: Concern, client_person: Client) -> None:
    message = OutboxMessage.objects.get()
    words = (message.subject + message.body).lower()
    assert not [word for word in ("elena", "marsh", "risk", "suicid", "phq", "therap") if word in words]


def test_one_source_raises_one_concern(
    concern: Concern, client_person: Client, therapist: Therapist, as_client: Actor
) -> None:
    assert raise_one(client_person, therapist, as_client) == concern
    assert OutboxMessage.objects.count() == 1


def test_it_is_lost_with_the_answer_that_raised_it(
    client_person: Client, therapist: Therapist, as_client: Actor
) -> None:
    with pytest.raises(OSError), transaction.atomic():
        raise_one(client_person, therapist, as_client)
        raise OSError
    assert [kind for kind in NOTHING if kind.objects.exists()] == []


def test_nothing_is_kept_when_the_audit_fails(
    client_person: Client, therapist: Therapist, as_client: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(OSError):
        raise_one(client_person, therapist, as_client)
    assert [kind for kind in NOTHING if kind.objects.exists()] == []


def test_an_unknown_kind_is_refused(client_person: Client, therapist: Therapist, as_client: Actor) -> None:
    with pytest.raises(actions.CannotRaise):
        actions.raise_concern(
            client=client_person, treatment_therapist=therapist, source=Source("mood", ANSWER), by=as_client
        )


def test_two_practices_are_refused(client_person: Client, therapist: Therapist, as_client: Actor) -> None:
    therapist.practice = Practice.objects.create(name="Another", zone="UTC")
    with pytest.raises(actions.CannotRaise, match="different practices"):
        raise_one(client_person, therapist, as_client)


def test_a_moment_to_come_is_refused(client_person: Client, therapist: Therapist, as_client: Actor) -> None:
    with pytest.raises(actions.CannotRaise, match="to come"):
        raise_one(client_person, therapist, as_client, at=clock.now() + timedelta(minutes=1))


def test_looking_after_it_is_recorded_once(concern: Concern, as_therapist: Actor) -> None:
    actions.acknowledge_concern(concern=concern, by=as_therapist)
    with pytest.raises(actions.CannotAcknowledge):
        actions.acknowledge_concern(concern=concern, by=as_therapist)
    assert AuditEvent.objects.filter(verb="acknowledge").count() == 1


def test_it_closes_with_an_assessment_that_is_sealed(concern: Concern, as_therapist: Actor) -> None:
    actions.clear_concern(concern=concern, assessment=ASSESSED, by=as_therapist)
    concern.refresh_from_db()
    assert assessment_of(concern)["asked"] == ASSESSED.asked
    assert ASSESSED.asked.encode() not in bytes(concern.sealed)
    assert AuditEvent.objects.get(verb="clear").detail == {"assessment": concern.digest()}
    assert queries.open_concerns_for(as_therapist) == []


def test_it_does_not_close_without_one(concern: Concern, as_therapist: Actor) -> None:
    with pytest.raises(actions.CannotClear, match="what you asked"):
        actions.clear_concern(concern=concern, assessment=replace(ASSESSED, asked=" "), by=as_therapist)
    concern.refresh_from_db()
    assert concern.cleared_at is None


def test_it_stays_open_when_the_audit_fails(
    concern: Concern, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "record", fail)
    for act in (actions.acknowledge_concern, actions.clear_concern):
        more = {"assessment": ASSESSED} if act is actions.clear_concern else {}
        with pytest.raises(OSError):
            act(concern=concern, by=as_therapist, **more)
    concern.refresh_from_db()
    assert (concern.acknowledged_at, concern.cleared_at) == (None, None)


def test_only_the_people_it_names_see_it(
    concern: Concern, as_therapist: Actor, colleague: Therapist, owner: User, as_client: Actor
) -> None:
    assert [row.id for row in queries.open_concerns_for(as_therapist)] == [concern.id]
    others = [actor_for(colleague.user), actor_for(owner), as_client]
    assert [queries.open_concerns_for(actor) for actor in others] == [[], [], []]
