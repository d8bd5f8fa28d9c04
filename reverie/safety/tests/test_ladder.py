"""Who is told after how long, exact to the second under a clock that the test sets."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from conftest import actor_for
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import worker
from reverie.core.models import OutboxMessage
from reverie.core.policy import Actor
from reverie.safety import actions, queries
from reverie.safety.models import Concern
from reverie.safety.tests.conftest import raise_one

NIGHT = datetime(2026, 6, 9, 5, 42, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def night() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def raised(
    night: object, watched: Practice, client_person: Client, therapist: Therapist, as_client: Actor
) -> Concern:
    client_person.refresh_from_db()
    return raise_one(client_person, therapist, as_client)


def told(night: time_machine.Traveller, after: timedelta) -> list[str]:
    """First names of everybody who has been told by then."""
    night.move_to(NIGHT + after, tick=False)
    while worker.run_next():
        pass
    return [row.to.split("@")[0] for row in OutboxMessage.objects.order_by("created_at")]


@pytest.mark.parametrize(
    ("after", "names"),
    [
        (timedelta(0), ["hanna"]),
        (15 * MINUTE - timedelta(seconds=1), ["hanna"]),
        (15 * MINUTE, ["hanna", "mateo"]),
        (60 * MINUTE - timedelta(seconds=1), ["hanna", "mateo"]),
        (60 * MINUTE, ["hanna", "mateo", "oona"]),
    ],
)
def test_it_climbs_on_time(
    raised: Concern, night: time_machine.Traveller, after: timedelta, names: list[str]
) -> None:
    assert told(night, after) == names


def test_it_stops_when_somebody_looks_after_it(
    raised: Concern, night: time_machine.Traveller, as_therapist: Actor
) -> None:
    actions.acknowledge_concern(concern=raised, by=as_therapist)
    assert told(night, timedelta(hours=3)) == ["hanna"]


def test_whoever_was_told_may_look(
    raised: Concern, night: time_machine.Traveller, colleague: Therapist, owner: User
) -> None:
    told(night, 15 * MINUTE)
    assert len(queries.open_concerns_for(actor_for(colleague.user))) == 1
    assert queries.open_concerns_for(actor_for(owner)) == []


def test_for_the_cover_s_own_clients_the_lead_is_told_at_the_cover_s_time(
    watched: Practice, colleague: Therapist
) -> None:
    rungs = queries.ladder_for(watched, colleague)
    assert [(rung.place, rung.after) for rung in rungs] == [
        ("therapist", timedelta()),
        ("lead", 15 * MINUTE),
    ]


def test_a_practice_that_does_not_watch_tells_the_therapist_alone(
    practice: Practice, therapist: Therapist, owner: User
) -> None:
    assert [rung.place for rung in queries.ladder_for(practice, therapist)] == ["therapist"]
