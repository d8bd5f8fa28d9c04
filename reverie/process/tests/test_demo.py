from datetime import datetime, timedelta

import pytest

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.demo_case import DemoWorld, Hour, case
from reverie.core.policy import Actor
from reverie.process import demo
from reverie.process.models import Moment, ProcessSheet
from reverie.process.queries import threads_of
from reverie.record.models import Session
from reverie.treatment.models import Treatment

pytestmark = pytest.mark.django_db


def held(world: DemoWorld, treatment: Treatment, hour: Hour) -> Session:
    start: datetime = world.moment(hour.week, hour.weekday, hour.start)
    return Session.objects.create(
        practice=treatment.practice,
        treatment=treatment,
        client=treatment.client,
        therapist=treatment.therapist,
        number=hour.number,
        started_at=start,
        stopped_at=start + timedelta(minutes=50),
        zone="America/Los_Angeles",
    )


@pytest.fixture
def world(
    practice: Practice, therapist: Therapist, client_person: Client, treatment: Treatment, as_therapist: Actor
) -> DemoWorld:
    found = DemoWorld(practice=practice)
    found.therapists["hanna"], found.actors["hanna"] = therapist, as_therapist
    found.clients["elena"] = client_person
    for hour in case().hours:
        found.sessions["elena", hour.number] = held(found, treatment, hour)
    return found


def test_the_long_case_loads_as_the_case_says(world: DemoWorld, as_therapist: Actor) -> None:
    demo.load(world)
    elena = world.clients["elena"]
    assert ProcessSheet.objects.filter(client=elena).count() == 60
    assert Moment.objects.filter(client=elena).count() == sum(len(hour.moments) for hour in case().hours)
    rows = {row.title: row for row in threads_of(as_therapist, elena.id)}
    for about in case().about["threads"]:
        course = rows[about["title"]].course
        assert course.returns == len(about["returns"])
        assert len(course.eased) == len(about["eased"])
        assert course.worked_since
