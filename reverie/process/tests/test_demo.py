from collections import Counter
from datetime import datetime, timedelta

import pytest

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.demo_case import DemoWorld, Hour, case
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process import demo
from reverie.process.models import DreamReport, Formulation, Moment, ProcessSheet, Thread, ThreadLink
from reverie.process.queries import entries_of, threads_of
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


@pytest.mark.slow
def test_everything_of_the_files_is_there(world: DemoWorld, as_therapist: Actor) -> None:
    demo.load(world)
    elena = world.clients["elena"]
    told = [moment for hour in case().hours for moment in hour.moments]
    scope = ProcessSheet.objects.filter(client=elena).first()
    assert scope is not None
    entries = entries_of(scope.scope(), keychain(scope.scope()))
    kinds = Counter(entry.kind for entry in entries)
    assert len(entries) == len(told)
    for kind in ("relationship_episode", "defense", "dream", "transference", "past", "countertransference"):
        assert kinds[kind] == sum(moment["kind"] == kind for moment in told), kind
    assert kinds["intervention"] == sum(moment["kind"] in demo.INTERVENTIONS for moment in told)
    assert Formulation.objects.filter(client=elena).count() == len(case().about["formulation"])
    weeks = {hour.week for hour in case().hours if any(row["kind"] == "dream" for row in hour.moments)}
    dreams = [page for page in case().pages if page.facts["kind"] == "dream" and page.facts["week"] in weeks]
    assert DreamReport.objects.filter(client=elena).count() == len(dreams) == 5


@pytest.mark.slow
def test_every_moment_keeps_its_words_codes_and_threads(world: DemoWorld) -> None:
    demo.load(world)
    elena = world.clients["elena"]
    chain = keychain(ProcessSheet.objects.filter(client=elena)[0].scope())
    kept = [row.words(chain) for row in Moment.objects.filter(client=elena)]
    quotes = Counter(row["anchors"][0]["quote"] for row in kept)
    assert quotes == Counter(moment["quote"] for hour in case().hours for moment in hour.moments)
    assert sum(len(row["threads"]) for row in kept) == sum(
        len(moment["threads"]) for hour in case().hours for moment in hour.moments
    )
    wishes = [row["codes"]["wish"] for row in kept if row["codes"].get("wish")]
    assert len(wishes) == sum("wish" in moment for hour in case().hours for moment in hour.moments)
    assert ThreadLink.objects.filter(client=elena).exists()
    assert not any(anchor["is_lost"] for row in kept for anchor in row["anchors"])


@pytest.mark.slow
def test_the_corners_of_the_triangles_rest_on_what_was_said(world: DemoWorld, as_therapist: Actor) -> None:
    demo.load(world)
    corners = [
        held
        for thread in Thread.objects.filter(client=world.clients["elena"])
        for triangle in thread.words(keychain(thread.scope()))["corners"].values()
        for held in triangle.values()
    ]
    listed = [row[triangle] for row in case().about["threads"] for triangle in demo.TRIANGLES]
    assert len(corners) == sum(map(len, listed))
    assert all(held["sheet"] for held in corners)
    assert sum(bool(held["moment"]) for held in corners) >= len(corners) // 2
