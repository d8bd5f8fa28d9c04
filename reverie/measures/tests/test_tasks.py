"""Asking as arranged, and letting go."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from reverie.core.policy import Actor
from reverie.measures import actions, questionnaires, tasks
from reverie.measures.models import Administration, Schedule
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

MONDAY = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def hours(treatment: Treatment, weeks: range, days: tuple[int, ...] = (1,)) -> None:
    """Hours on some days after Monday, in some weeks."""
    for week in weeks:
        for day in days:
            start = MONDAY + timedelta(weeks=week, days=day)
            Appointment.objects.create(
                practice=treatment.practice,
                therapist=treatment.therapist,
                client=treatment.client,
                state=Appointment.CONFIRMED,
                wall_start=start,
                zone="UTC",
                start_at=start,
                end_at=start + timedelta(minutes=50),
            )


@pytest.fixture
def schedule(treatment: Treatment, as_therapist: Actor) -> Schedule:
    return actions.set_schedule(
        treatment=treatment, instrument="phq-9", starts_on=MONDAY.date(), by=as_therapist
    )


def let_weeks_pass(number: int) -> None:
    """Run both jobs every day."""
    for day in range(number * 7):
        with time_machine.travel(MONDAY + timedelta(days=day), tick=False):
            tasks.ask({})
            tasks.expire({})


def weeks_asked() -> list[int]:
    due = Administration.objects.order_by("due_at").values_list("due_at", flat=True)
    return [(moment - MONDAY).days // 7 for moment in due]


def test_weekly_at_first_then_every_four_weeks(treatment: Treatment, schedule: Schedule) -> None:
    hours(treatment, range(18))
    let_weeks_pass(18)
    assert weeks_asked() == [0, 1, 2, 3, 4, 5, 6, 7, 11, 15]


def test_nothing_is_asked_in_a_break(treatment: Treatment, schedule: Schedule) -> None:
    hours(treatment, range(3))
    hours(treatment, range(6, 8))
    let_weeks_pass(8)
    assert weeks_asked() == [0, 1, 2, 6, 7]


def test_before_every_hour_means_every_one(treatment: Treatment, as_therapist: Actor) -> None:
    hours(treatment, range(2), days=(1, 4))
    with time_machine.travel(MONDAY, tick=False):
        actions.ask(treatment=treatment, instrument="alliance-check", rhythm="every", by=as_therapist)
    let_weeks_pass(2)
    assert Administration.objects.count() == 4


def test_forms_expire_a_day_after_their_hour(treatment: Treatment, schedule: Schedule) -> None:
    hours(treatment, range(2))
    let_weeks_pass(2)
    states = list(Administration.objects.order_by("due_at").values_list("state", flat=True))
    assert states == ["expired", "expired"]


def test_a_pause_asks_nothing(treatment: Treatment, schedule: Schedule) -> None:
    hours(treatment, range(2))
    Treatment.objects.update(state=Treatment.PAUSED)
    let_weeks_pass(2)
    assert weeks_asked() == []


def test_a_planned_form_is_sent_when_its_moment_comes(treatment: Treatment, as_therapist: Actor) -> None:
    actions.plan_administration(
        treatment=treatment, instrument="phq-9", opens_at=MONDAY + timedelta(days=3), by=as_therapist
    )
    let_weeks_pass(1)
    assert Administration.objects.get().state == "sent"


@pytest.mark.parametrize(
    ("hour", "last", "is_due"),
    [
        (date(2026, 3, 10), None, True),
        (date(2026, 3, 10), date(2026, 3, 3), True),
        (date(2026, 3, 9), date(2026, 3, 3), True),
        (date(2026, 3, 6), date(2026, 3, 3), False),
        (date(2026, 5, 5), date(2026, 4, 14), False),
        (date(2026, 5, 12), date(2026, 4, 14), True),
    ],
)
def test_when_a_form_is_due(hour: date, last: date | None, is_due: bool) -> None:
    row = Schedule(starts_on=date(2026, 3, 2), weekly_for_weeks=8, then_every_weeks=4)
    assert row.is_due(hour, last) is is_due


def test_before_one_hour_at_most_two_minutes_are_asked(treatment: Treatment, as_therapist: Actor) -> None:
    codes = ("phq-9", "gad-7", "alliance-check")
    for code in codes:
        facts = {"instrument": code, "starts_on": MONDAY.date(), "weekly_for_weeks": 20}
        actions.set_schedule(treatment=treatment, by=as_therapist, **facts)
    hours(treatment, range(6))
    let_weeks_pass(6)
    seconds: dict[datetime, int] = {}
    for row in Administration.objects.all():
        assert row.due_at is not None
        seconds[row.due_at] = seconds.get(row.due_at, 0) + questionnaires.seconds(row.instrument)
    assert max(seconds.values()) <= 120
    asked = list(Administration.objects.values_list("instrument", flat=True))
    assert {code: asked.count(code) for code in codes} == dict.fromkeys(codes, 3)


@pytest.mark.parametrize("code", questionnaires.FILES)
def test_no_form_that_ships_takes_more_than_two_minutes(code: str) -> None:
    assert questionnaires.seconds(code) <= 120


def test_what_is_arranged_waits_where_the_two_minutes_are_full(
    treatment: Treatment, next_hour: Appointment, as_therapist: Actor
) -> None:
    first = actions.ask(treatment=treatment, instrument="phq-9", rhythm="phases", by=as_therapist)
    second = actions.ask(treatment=treatment, instrument="gad-7", rhythm="phases", by=as_therapist)
    third = actions.ask(treatment=treatment, instrument="phq-4", rhythm="once", by=as_therapist)
    assert (first is not None, second, third is not None) == (True, None, True)
    assert Schedule.objects.filter(stopped_at=None).count() == 2
