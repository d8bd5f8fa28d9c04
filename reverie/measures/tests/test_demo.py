"""The demo's questionnaires."""

import pytest

from conftest import actor_for
from reverie.core import demo_case
from reverie.core.demo_case import DemoWorld
from reverie.measures import demo, queries
from reverie.measures.access import answers_visible_to
from reverie.safety.models import Concern
from reverie.treatment.models import Treatment


@pytest.fixture
def world(treatment: Treatment) -> DemoWorld:
    made = DemoWorld(practice=treatment.practice)
    made.treatments["elena"] = treatment
    made.actors = {
        "elena": actor_for(treatment.client.user),
        "hanna": actor_for(treatment.therapist.user),
    }
    return made


def test_the_totals_are_the_cases(world: DemoWorld) -> None:
    demo.load(world)
    rows = list(answers_visible_to(world.actors["hanna"]))
    found = {course.code: course for course in queries.courses(rows)}
    expected = demo_case.case().about["expected"]
    for code in ("phq-9", "gad-7"):
        assert [point.total for point in found[code].points] == list(expected[code].values())
    assert [point.total for point in found["alliance-check"].points] == expected["alliance"][20:]


def test_item_nine_raised_one_concern_and_it_is_cleared(world: DemoWorld) -> None:
    demo.load(world)
    concern = Concern.objects.get()
    assert concern.cleared_by == world.actors["hanna"].user_id


def test_the_example_of_us_core_comes_in(world: DemoWorld) -> None:
    world.treatments = {"theo": world.treatments["elena"]}
    demo.load(world)
    (course,) = queries.courses(list(answers_visible_to(world.actors["hanna"])))
    assert (course.points[0].total, course.points[0].source) == (12, "file")
