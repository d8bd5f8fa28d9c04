"""When a plane's number rises, and that jobs take one therapist and one series at a time."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reverie.accounts.models import Therapist
from reverie.core import jobs
from reverie.core.policy import Actor
from reverie.scheduling import actions, locks, planes
from reverie.scheduling.actions import OpenWindow
from reverie.scheduling.models import FreePlane
from reverie.scheduling.queries import changed_planes
from reverie.scheduling.tests.conftest import Book, Start


def test_a_plane_that_is_the_same_is_not_read_again(open_tuesdays: Therapist, as_therapist: Actor) -> None:
    before = FreePlane.objects.get().change
    actions.refresh_plane(therapist=open_tuesdays, by=as_therapist)
    assert FreePlane.objects.get().change == before


def test_other_starts_in_the_same_free_time_are_a_change(
    open_tuesdays: Therapist, as_therapist: Actor
) -> None:
    mark, _rows = changed_planes(0)
    half_hours = [OpenWindow(1, 540, 720, grid_minutes=30)]
    actions.set_availability(therapist=open_tuesdays, windows=half_hours, by=as_therapist)
    assert [one for one, _number in changed_planes(mark)[1]] == [open_tuesdays.id]


def test_an_hour_outside_the_open_ones_changes_nothing(open_tuesdays: Therapist, start: Start) -> None:
    before = FreePlane.objects.get().change
    start(start_minute=1080)
    assert FreePlane.objects.get().change == before


def test_a_booking_changes_it(open_tuesdays: Therapist, book: Book) -> None:
    before = planes.bits_of(FreePlane.objects.get())
    book()
    assert planes.bits_of(FreePlane.objects.get()) != before


@pytest.mark.parametrize("name", ["scheduling.roll_horizon", "scheduling.roll_planes"])
def test_rolling_on_is_not_one_transaction(name: str) -> None:
    assert not jobs.KINDS[name].in_transaction


def test_where_no_line_can_be_kept_the_act_is_done_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any) -> int:
        raise PermissionError

    file = SimpleNamespace(vendor="sqlite", settings_dict={"NAME": tmp_path / "db"})
    monkeypatch.setattr(locks, "connection", file)
    monkeypatch.setattr(os, "open", refused)
    with locks._in_line():
        done = True
    assert done
    assert list(tmp_path.iterdir()) == []
