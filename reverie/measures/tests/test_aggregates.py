"""Numbers of a practice: of ten people and more, or none."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from conftest import member, signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.measures import actions, tasks
from reverie.measures.models import Summary
from reverie.treatment.models import Treatment

PAGE = "/desk/practice/measures/"
People = Callable[[int, int], None]


@pytest.fixture
def people(practice: Practice, therapist: Therapist, as_therapist: Actor) -> People:
    """So many people who went from 18 to a total."""

    def add(number: int, now: int) -> None:
        for _place in range(number):
            client = Client.objects.create(practice=practice, name="N. N.", zone="UTC")
            facts = {"practice": practice, "client": client, "therapist": therapist}
            treatment = Treatment.objects.create(**facts, state="active", started_on=clock.today("UTC"))
            for days, total in ((60, 18), (1, now)):
                paper(treatment, total, days, as_therapist)

    return add


def paper(treatment: Treatment, total: int, days: int, by: Actor, **more: str) -> None:
    """A GAD-7 of so much, so many days ago."""
    answers = {item: min(3, max(0, total - 3 * (item - 1))) for item in range(1, 8)}
    at = clock.now() - timedelta(days=days)
    actions.record_on_paper(
        treatment=treatment, instrument="gad-7", answers=answers, answered_at=at, by=by, **more
    )


def page_of(owner: User) -> str:
    tasks.count({})
    return signed_in(owner).get(PAGE).content.decode()


def test_nine_people_are_no_number(people: People, owner: User) -> None:
    people(9, 4)
    assert "fewer than ten" in page_of(owner)
    assert Summary.objects.get().mean_first is None


def test_ten_people_are_a_mean_and_no_count_of_all(people: People, owner: User) -> None:
    people(10, 4)
    assert "10 and more" in page_of(owner)
    row = Summary.objects.get()
    assert (row.people, row.mean_first, row.mean_now, row.better) == (10, 18, 4, None)


def test_a_count_stands_only_where_it_leaves_ten_over(people: People, owner: User) -> None:
    people(10, 4)
    people(10, 18)
    page_of(owner)
    row = Summary.objects.get()
    assert (row.people, row.better, row.worse) == (20, 10, None)


def test_it_is_counted_once_a_month(people: People, owner: User) -> None:
    people(10, 4)
    page_of(owner)
    people(1, 4)
    page_of(owner)
    assert Summary.objects.get().people == 10


def test_a_proxys_answers_are_not_counted(people: People, owner: User, as_therapist: Actor) -> None:
    people(10, 4)
    treatment = Treatment.objects.earliest("created_at")
    paper(treatment, 21, 0, as_therapist, source="proxy", answered_by="Ingrid, a friend")
    page_of(owner)
    assert Summary.objects.get().mean_now == 4


@pytest.mark.parametrize("role", ["front_desk", "biller", "therapist", "supervisor"])
def test_nobody_else_sees_the_numbers(practice: Practice, role: str) -> None:
    assert signed_in(member(practice, "Fay Desk", role)).get(PAGE).status_code == 404


@pytest.mark.parametrize("role", ["training_director", "researcher"])
def test_who_directs_or_does_research_sees_them(practice: Practice, role: str) -> None:
    browser = signed_in(member(practice, "Dora Lead", role))
    assert "Nothing is counted yet." in browser.get(PAGE).content.decode()


def test_the_count_is_audited_or_it_is_none(people: People, practice: Practice, monkeypatch) -> None:
    people(10, 4)
    by = Actor.system("measures.count", practice.id)
    assert actions.count_measures(practice=practice, by=by) == 1
    before = Summary.objects.get().counted_at

    def refuse(**about: object) -> None:
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(audit, "record", refuse)
    with pytest.raises(RuntimeError):
        actions.count_measures(practice=practice, by=by)
    assert Summary.objects.get().counted_at == before
