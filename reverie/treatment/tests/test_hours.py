"""The frame drives the calendar: agreeing, changing, pausing, ending."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reverie.accounts.models import Client, Therapist
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.scheduling.models import Appointment, StandingHour
from reverie.treatment import actions
from reverie.treatment.actions.frame import Terms
from reverie.treatment.models import Frame, Treatment

TUESDAY = date(2026, 12, 1)


@pytest.fixture
def agreed(treatment: Treatment, terms: Terms, as_therapist: Actor) -> Frame:
    return agree(treatment, replace(terms, valid_from=TUESDAY), as_therapist)


def agree(treatment: Treatment, terms: Terms, by: Actor) -> Frame:
    frame = actions.propose_frame(treatment=treatment, terms=terms, by=by)
    return actions.agree_frame(frame=frame, in_session=True, by=by)


def running() -> list[tuple[int, int]]:
    rows = StandingHour.objects.filter(last_day=None).order_by("first_day")
    return [(row.first_day.weekday(), row.start_minute) for row in rows]


def test_agreeing_holds_the_hours(agreed: Frame) -> None:
    hour = StandingHour.objects.get()
    assert (hour.first_day, hour.start_minute, hour.zone) == (TUESDAY, 600, "America/Los_Angeles")
    assert Appointment.objects.filter(standing_hour=hour, state=Appointment.CONFIRMED).count() > 8


def test_a_proposal_holds_nothing(treatment: Treatment, terms: Terms, as_therapist: Actor) -> None:
    actions.propose_frame(treatment=treatment, terms=terms, by=as_therapist)
    assert not StandingHour.objects.exists()


def test_an_hour_that_stays_runs_on(agreed: Frame, terms: Terms, as_therapist: Actor) -> None:
    first = StandingHour.objects.get()
    later = TUESDAY + timedelta(weeks=4)
    agree(
        agreed.treatment, replace(terms, valid_from=later, hours=[(1, 600, 50), (4, 510, 50)]), as_therapist
    )
    assert running() == [(1, 600), (4, 510)]
    assert StandingHour.objects.get(pk=first.pk).last_day is None


def test_an_hour_that_goes_is_given_back(agreed: Frame, terms: Terms, as_therapist: Actor) -> None:
    later = TUESDAY + timedelta(weeks=4)
    agree(agreed.treatment, replace(terms, valid_from=later, hours=[(3, 600, 50)]), as_therapist)
    assert running() == [(3, 600)]
    called_off = Appointment.objects.filter(state=Appointment.CANCELLED)
    assert min(row.wall_day for row in called_off) >= later


def test_a_pause_gives_the_hours_back_and_resuming_takes_them_up(agreed: Frame, as_therapist: Actor) -> None:
    treatment = actions.pause(treatment=agreed.treatment, last_day=TUESDAY, by=as_therapist)
    assert running() == []
    actions.resume(treatment=treatment, first_day=TUESDAY + timedelta(weeks=2), by=as_therapist)
    assert running() == [(1, 600)]


def test_an_announced_ending_ends_the_hours(agreed: Frame, as_therapist: Actor) -> None:
    last = TUESDAY + timedelta(weeks=3)
    treatment = actions.announce_ending(treatment=agreed.treatment, last_day=last, by=as_therapist)
    ahead = Appointment.objects.filter(state=Appointment.CONFIRMED, start_at__gt=clock.now())
    assert max(row.wall_day for row in ahead) == last
    actions.withdraw_ending(treatment=treatment, on=last + timedelta(weeks=1), by=as_therapist)
    assert running() == [(1, 600)]


def test_an_hour_of_somebody_else_is_refused(
    agreed: Frame, terms: Terms, stranger: Client, therapist: Therapist, as_therapist: Actor
) -> None:
    other = actions.open_consultation(
        client=stranger, therapist=therapist, started_on=TUESDAY, by=as_therapist
    )
    frame = actions.propose_frame(treatment=other, terms=replace(terms, valid_from=TUESDAY), by=as_therapist)
    with pytest.raises(actions.CannotKeepHours, match="something else at that time"):
        actions.agree_frame(frame=frame, in_session=True, by=as_therapist)
    assert not Frame.objects.get(pk=frame.pk).is_agreed
