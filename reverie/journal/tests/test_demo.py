"""The demo's pages."""

import pytest

from conftest import actor_for
from reverie.core import demo_case
from reverie.core.demo_case import DemoWorld
from reverie.journal import demo, queries
from reverie.journal.models import Entry, Homework, Share
from reverie.journal.tests.conftest import hour
from reverie.treatment.models import Treatment


@pytest.fixture
def world(treatment: Treatment) -> DemoWorld:
    made = DemoWorld(practice=treatment.practice)
    made.treatments["elena"] = treatment
    made.actors = {
        "elena": actor_for(treatment.client.user),
        "hanna": actor_for(treatment.therapist.user),
    }
    for held in demo_case.case().hours:
        hour(treatment, made.moment(held.week, held.weekday, held.start), "took_place")
    demo.load(made)
    return made


def test_twenty_four_pages_with_their_sharing(world: DemoWorld) -> None:
    assert Entry.objects.count() == len(world.pages) == 24
    assert Share.objects.filter(withdrawn_at=None).count() == 11
    assert Share.objects.exclude(withdrawn_at=None).count() == 1


def test_what_was_shared_is_read_but_for_the_last(world: DemoWorld) -> None:
    unread = [page for page in queries.shared_with(world.actors["hanna"]) if not page.is_read]
    assert len(unread) == 1


def test_invitations_and_what_became_of_them(world: DemoWorld) -> None:
    assert Homework.objects.count() == 8
    assert Homework.objects.filter(state="talked_about").count() == 2
    assert Entry.objects.exclude(homework=None).count() == 6
