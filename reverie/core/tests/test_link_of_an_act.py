"""What a link of the chain keeps of its act, column by column."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from reverie.core import audit
from reverie.core.models import AuditEvent, AuditHead, OutboxMessage
from reverie.core.policy import ANONYMOUS, Actor

pytestmark = pytest.mark.django_db
PRACTICE, CLIENT = uuid.uuid4(), uuid.uuid4()
ACTOR = Actor(user_id=uuid.uuid4(), practice_id=PRACTICE, roles=frozenset({"therapist", "owner"}))
AT = datetime(2026, 6, 9, 10, tzinfo=ZoneInfo("America/Los_Angeles"))
Counting = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def row() -> OutboxMessage:
    return OutboxMessage.objects.create(key="k", to="a@example.invalid", subject="", body="")


@time_machine.travel(AT, tick=False)
def test_everything_is_kept(row: OutboxMessage) -> None:
    made = audit.record(by=ACTOR, verb="sign", on=row, client=CLIENT, detail={"b": (1,), "a": None})
    for link in (made, AuditEvent.objects.get()):
        assert (link.practice, link.number, link.previous) == (PRACTICE, 1, "0" * 64)
        assert (link.actor, link.role, link.verb) == (str(ACTOR.user_id), "owner,therapist", "sign")
        assert (link.object_type, link.object_id) == ("core.outboxmessage", str(row.pk))
        assert (link.client, link.detail) == (CLIENT, {"a": None, "b": [1]})
        assert link.at == AT
        assert link.at.tzinfo == UTC
        assert link.hash == audit.link_hash(link) == AuditHead.objects.get(practice=PRACTICE).hash


def test_an_act_on_nothing_says_nothing_of_a_row() -> None:
    link = audit.record(by=ACTOR, verb="look")
    assert (link.object_type, link.object_id, link.client, link.detail) == ("", "", None, {})


def test_a_named_practice_goes_before_the_actors_own_and_none_is_the_installation() -> None:
    elsewhere = uuid.uuid4()
    assert audit.record(by=ACTOR, verb="look", practice=elsewhere).practice == elsewhere
    assert audit.record(by=Actor.system("nightly"), verb="look").practice == audit.INSTALLATION


def test_a_head_that_was_read_is_not_asked_for_again(django_assert_num_queries: Counting) -> None:
    first = audit.record(by=ACTOR, verb="one")
    head = AuditHead(practice=PRACTICE, count=1, hash=first.hash)
    with django_assert_num_queries(2):
        second = audit.record(by=ACTOR, verb="two", head=head)
    assert (second.number, second.previous) == (2, first.hash)


def test_the_head_of_another_chain_is_not_taken() -> None:
    head = AuditHead(practice=uuid.uuid4(), count=8, hash="e" * 64)
    link = audit.record(by=ACTOR, verb="one", head=head)
    assert (link.practice, link.number, link.previous) == (PRACTICE, 1, "0" * 64)


def test_nobody_acts() -> None:
    with pytest.raises(audit.AnonymousAct, match=r"^Nobody is named as the actor\.$"):
        audit.record(by=ANONYMOUS, verb="read")


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    words = r"^An audit link belongs into the transaction of its act\.$"
    with pytest.raises(transaction.TransactionManagementError, match=words):
        audit.record(by=ACTOR, verb="read")
    assert not AuditEvent.objects.exists()
