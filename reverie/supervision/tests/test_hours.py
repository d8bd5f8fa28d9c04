"""Hours: logged by the supervisee, confirmed or returned by the supervisor; the confirmed are closed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from conftest import actor_for
from reverie.accounts.models import User
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.supervision.actions import (
    CannotConfirm,
    CannotLog,
    confirm_hour,
    end_supervision,
    log_hour,
    return_hour,
    take_out_hour,
)
from reverie.supervision.models import Supervision, SupervisionHour


@pytest.fixture
def hour(pair: Supervision, as_therapist: Actor) -> SupervisionHour:
    today = clock.today(pair.practice.zone)
    return log_hour(supervision=pair, held_on=today, minutes=50, by=as_therapist)


def test_the_supervisor_confirms_what_was_logged(hour: SupervisionHour, as_naomi: Actor) -> None:
    assert hour.state == "logged"
    row = confirm_hour(hour=hour, by=as_naomi)
    assert (row.state, row.answered_by) == ("confirmed", as_naomi.user_id)
    with pytest.raises(CannotConfirm, match="already"):
        return_hour(hour=hour, reason="twice", by=as_naomi)


def test_it_goes_back_with_a_reason_and_is_taken_out(
    hour: SupervisionHour, as_naomi: Actor, as_therapist: Actor
) -> None:
    with pytest.raises(CannotConfirm, match="why the hour goes back"):
        return_hour(hour=hour, reason="", by=as_naomi)
    assert return_hour(hour=hour, reason="other_day", by=as_naomi).reason == "other_day"
    take_out_hour(hour=hour, by=as_therapist)
    for act, trouble in ((take_out_hour, CannotLog), (confirm_hour, CannotConfirm)):
        with pytest.raises(trouble, match="taken out"):
            act(hour=hour, by=as_naomi)


def test_nobody_confirms_their_own_hours(hour: SupervisionHour, as_therapist: Actor, owner: User) -> None:
    for by in (as_therapist, actor_for(owner)):
        with pytest.raises(CannotConfirm, match="Only the supervisor"):
            confirm_hour(hour=hour, by=by)


def test_the_supervisor_logs_none_and_takes_none_out(hour: SupervisionHour, as_naomi: Actor) -> None:
    with pytest.raises(CannotLog, match="Only who brings their work"):
        log_hour(supervision=hour.supervision, held_on=hour.held_on, minutes=50, by=as_naomi)
    with pytest.raises(CannotLog, match="Only who logged"):
        take_out_hour(hour=hour, by=as_naomi)


@pytest.mark.parametrize("days", [-61, 1])
def test_a_day_outside_the_supervision_is_refused(pair: Supervision, as_therapist: Actor, days: int) -> None:
    day = clock.today(pair.practice.zone) + timedelta(days=days)
    with pytest.raises(CannotLog, match="from the beginning of this supervision to today"):
        log_hour(supervision=pair, held_on=day, minutes=50, by=as_therapist)


@pytest.mark.parametrize("minutes", [0, -5, 601])
def test_minutes_that_are_none_are_refused(pair: Supervision, as_therapist: Actor, minutes: int) -> None:
    with pytest.raises(CannotLog, match="from 1 to 600"):
        log_hour(supervision=pair, held_on=pair.starts_on, minutes=minutes, by=as_therapist)


def test_after_the_end_only_hours_before_it_are_logged(
    pair: Supervision, as_therapist: Actor, time_machine
) -> None:
    last = clock.today(pair.practice.zone)
    end_supervision(supervision=pair, by=as_therapist)
    time_machine.move_to(clock.now() + timedelta(days=2))
    log_hour(supervision=pair, held_on=last, minutes=50, by=as_therapist)
    with pytest.raises(CannotLog, match="had ended by then"):
        log_hour(supervision=pair, held_on=last + timedelta(days=1), minutes=50, by=as_therapist)


def test_a_confirmed_hour_is_closed_by_the_database_itself(
    hour: SupervisionHour, as_naomi: Actor, as_therapist: Actor
) -> None:
    confirm_hour(hour=hour, by=as_naomi)
    with pytest.raises(CannotLog, match="confirmed and stays"):
        take_out_hour(hour=hour, by=as_therapist)
    rows = SupervisionHour.objects.filter(pk=hour.pk)
    acts: list[Callable[[], object]] = [lambda: rows.update(minutes=100), rows.delete]
    for act in acts:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_acts_without_their_link_change_nothing(
    hour: SupervisionHour, as_naomi: Actor, as_therapist: Actor, rows_of, request: pytest.FixtureRequest
) -> None:
    before = rows_of("supervision")
    request.getfixturevalue("broken_audit")
    for act in (
        lambda: log_hour(supervision=hour.supervision, held_on=hour.held_on, minutes=5, by=as_therapist),
        lambda: take_out_hour(hour=hour, by=as_therapist),
        lambda: confirm_hour(hour=hour, by=as_naomi),
        lambda: return_hour(hour=hour, reason="twice", by=as_naomi),
    ):
        with pytest.raises(OSError, match="cannot be written"):
            act()
    assert rows_of("supervision") == before
