from datetime import timedelta

import pytest

from reverie.accounts import demo as people
from reverie.core import clock
from reverie.core.demo_case import DemoWorld
from reverie.scheduling import demo, queries
from reverie.scheduling.models import Appointment, Holiday


@pytest.fixture
def monday_morning() -> None:
    """The demo lies around the true present."""


@pytest.fixture
def world(db: None) -> DemoWorld:
    made = DemoWorld()
    people.load(made)
    demo.load(made)
    return made


def test_the_calendar_of_the_long_case(world: DemoWorld) -> None:
    elena = Appointment.objects.filter(client=world.clients["elena"])
    assert elena.filter(state="took_place").count() == 60
    gone = list(
        elena.filter(state="cancelled").order_by("start_at").values_list("cancelled_side", "is_in_notice")
    )
    assert gone == [("client", False), ("client", True)]
    assert elena.filter(state="moved").count() == 1
    assert {number for key, number in world.appointments if key == "elena"} == set(range(1, 61))
    assert Holiday.objects.count() == 3


def test_what_is_ahead(world: DemoWorld) -> None:
    coming = queries.next_appointment(world.clients["elena"])
    assert coming is not None
    assert coming.start_at > clock.now()
    assert len(queries.standing_hours_of(world.clients["elena"])) == 2
    later = clock.now() + timedelta(weeks=4)
    found = queries.open_hours(world.therapists.values(), clock.now(), later, minutes=75)
    assert found[world.therapists["hanna"].id]
    assert world.more["evening"] in found[world.therapists["hanna"].id]
    assert not found[world.therapists["celeste"].id]
