"""Long rounds go slice by slice through the queue, and look at many series in a few questions."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock, jobs, worker
from reverie.core.models import Job
from reverie.scheduling import actions, planes, queries, tasks
from reverie.scheduling.models import Holiday, StandingHour
from reverie.scheduling.tests.conftest import NOW, TUESDAY, Start

WEEK = timedelta(weeks=1)


@pytest.fixture
def three(start: Start, practice: Practice) -> list[StandingHour]:
    """Three series of three clients, an hour apart, with all their hours."""
    people = [Client.objects.create(practice=practice, name=f"Client {n}", zone="UTC") for n in range(3)]
    return [start(client=one, start_minute=600 + 60 * n) for n, one in enumerate(people)]


def works_off(name: str) -> int:
    """Put a round into the queue and do all that is due; how many pieces it had."""
    jobs.enqueue(name, key=f"{name}@test")
    while worker.run_next():
        pass
    return Job.objects.filter(name=name).count()


def counts(rows: list[StandingHour]) -> list[int]:
    return [row.appointments.count() for row in rows]


@pytest.mark.parametrize(("size", "pieces"), [(1, 4), (2, 2), (3, 2), (500, 1)])
def test_slices_reach_every_series_once(
    three: list[StandingHour],
    monday_morning: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
    size: int,
    pieces: int,
) -> None:
    monkeypatch.setattr(tasks, "SLICE", size)
    monday_morning.shift(WEEK)
    assert works_off(tasks.HORIZON) == pieces
    assert counts(three) == [14] * 3


def test_a_round_of_planes_goes_on_too(
    open_tuesdays: Therapist, monday_morning: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "SLICE", 1)
    before = open_tuesdays.free_plane.first_quarter
    monday_morning.shift(WEEK)
    assert works_off(tasks.PLANES) == 2
    open_tuesdays.free_plane.refresh_from_db()
    assert open_tuesdays.free_plane.first_quarter == before + 7 * 96


def test_a_slice_that_fails_keeps_no_other_waiting(
    three: list[StandingHour], monday_morning: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "SLICE", 1)
    monday_morning.shift(WEEK)
    first, make = min(three, key=lambda row: row.pk), actions.materialise

    def fails(*, standing_hour: StandingHour, **more: Any) -> actions.Made:
        if standing_hour.pk == first.pk:
            raise OSError("no such file")
        return make(standing_hour=standing_hour, **more)

    monkeypatch.setattr(actions, "materialise", fails)
    works_off(tasks.HORIZON)
    assert sorted(counts(three)) == [13, 14, 14]
    assert Job.objects.get(name=tasks.HORIZON, state=Job.WAITING).payload == {}


def test_a_slice_done_again_puts_nothing_more_into_the_queue(
    three: list[StandingHour], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "SLICE", 1)
    tasks.roll_horizon({})
    tasks.roll_horizon({})
    assert Job.objects.filter(name=tasks.HORIZON).count() == 1


def test_series_that_have_all_their_hours_are_not_locked(
    three: list[StandingHour], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        tasks.roll_horizon({})


def test_of_many_series_those_are_found_that_lack_an_hour(
    three: list[StandingHour],
    start: Start,
    colleague: Therapist,
    monday_morning: time_machine.Traveller,
    django_assert_num_queries: Any,
) -> None:
    monday_morning.shift(WEEK)
    start(therapist=colleague, first_day=TUESDAY + WEEK, client=Client.objects.create(
        practice=colleague.practice, name="Client 4", zone="UTC"))  # fmt: skip
    rows = list(StandingHour.objects.select_related("therapist"))
    with django_assert_num_queries(2):
        assert set(queries.lacking(rows, clock.now() + actions.HORIZON)) == set(three)


def test_a_plane_is_made_anew_for_hours_within_it_alone(
    open_tuesdays: Therapist, start: Start, monday_morning: time_machine.Traveller
) -> None:
    row, plane = start(), open_tuesdays.free_plane
    before = plane.first_quarter
    monday_morning.shift(WEEK)
    tasks.roll_horizon({})
    plane.refresh_from_db()
    assert row.appointments.count() == 14
    assert plane.first_quarter == before, "thirteen weeks ahead lies behind its end"
    row.appointments.filter(start_at__lt=clock.now() + 2 * WEEK).delete()
    tasks.roll_horizon({})
    plane.refresh_from_db()
    assert plane.first_quarter == planes.current_axis().first
    assert planes.bits_of(plane) == planes.computed(open_tuesdays, planes.current_axis())


@pytest.mark.parametrize(("whose", "are_lacking"), [("hers", False), ("all", False), ("another's", True)])
def test_an_hour_in_a_holiday_is_not_lacking(
    three: list[StandingHour],
    colleague: Therapist,
    monday_morning: time_machine.Traveller,
    whose: str,
    are_lacking: bool,
) -> None:
    monday_morning.shift(WEEK)
    who = {"hers": three[0].therapist, "all": None, "another's": colleague}[whose]
    comes_into_sight = TUESDAY + 13 * WEEK
    Holiday.objects.create(
        practice=colleague.practice, therapist=who, first_day=comes_into_sight, last_day=comes_into_sight,
        announced_at=NOW,
    )  # fmt: skip
    rows = list(StandingHour.objects.select_related("therapist"))
    assert bool(queries.lacking(rows, clock.now() + actions.HORIZON)) is are_lacking
