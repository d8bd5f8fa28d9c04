"""A frame of every other week, in the calendar, in words and in money."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from conftest import signed_in
from reverie.core.policy import Actor
from reverie.scheduling import actions as calendar
from reverie.scheduling.models import StandingHour
from reverie.treatment import actions
from reverie.treatment.actions.frame import CannotFrame, Terms
from reverie.treatment.models import Frame, Treatment
from reverie.treatment.presenters.words import frame_line, often

TUESDAY = date(2026, 12, 1)
TWO_WEEKS = timedelta(days=14)


@pytest.fixture
def frame(treatment: Treatment, terms: Terms, as_therapist: Actor) -> Frame:
    """Every other Tuesday at ten, agreed."""
    said = replace(terms, valid_from=TUESDAY, step_weeks=2)
    row = actions.propose_frame(treatment=treatment, terms=said, by=as_therapist)
    return actions.agree_frame(frame=row, in_session=True, by=as_therapist)


def standing() -> StandingHour:
    return StandingHour.objects.get(last_day=None)


def test_its_hours_are_held_every_other_week(frame: Frame) -> None:
    days = list(standing().appointments.order_by("start_at").values_list("planned_day", flat=True))
    assert days[:3] == [TUESDAY, TUESDAY + TWO_WEEKS, TUESDAY + 2 * TWO_WEEKS]


def test_going_on_every_week_ends_the_one_and_starts_the_other(
    frame: Frame, terms: Terms, as_therapist: Actor
) -> None:
    said = replace(terms, valid_from=TUESDAY + TWO_WEEKS)
    new = actions.propose_frame(treatment=frame.treatment, terms=said, by=as_therapist)
    before = standing()
    actions.agree_frame(frame=new, in_session=True, by=as_therapist)
    before.refresh_from_db()
    assert (before.last_day, standing().step_days) == (TUESDAY + timedelta(days=13), 7)


def test_an_hour_that_is_moved_stays_every_other_week(frame: Frame, as_therapist: Actor) -> None:
    day = TUESDAY + TWO_WEEKS + timedelta(days=2)
    calendar.change_standing_hour(standing_hour=standing(), first_day=day, start_minute=900, by=as_therapist)
    proposed = frame.treatment.frames.get(client_agreed_at=None)
    assert (proposed.weekly(), proposed.step_weeks) == ([(3, 900, 50)], 2)


def test_a_weekly_hour_at_the_same_time_is_none_of_the_frame(
    treatment: Treatment, terms: Terms, as_therapist: Actor
) -> None:
    said = replace(terms, valid_from=TUESDAY, step_weeks=2)
    actions.propose_frame(treatment=treatment, terms=said, by=as_therapist)
    row = calendar.start_standing_hour(
        therapist=treatment.therapist, client=treatment.client, first_day=TUESDAY, start_minute=600,
        by=as_therapist,
    )  # fmt: skip
    calendar.change_standing_hour(
        standing_hour=row, first_day=TUESDAY + TWO_WEEKS, start_minute=900, by=as_therapist
    )
    assert treatment.frames.count() == 1


def test_another_step_is_refused(treatment: Treatment, terms: Terms, as_therapist: Actor) -> None:
    with pytest.raises(CannotFrame, match="every other week"):
        actions.propose_frame(treatment=treatment, terms=replace(terms, step_weeks=3), by=as_therapist)


def test_it_is_said_in_words(frame: Frame) -> None:
    assert frame_line(frame).startswith("Every other week, Tuesdays at 10:00 am, 50 minutes")
    assert often(2, 2) == "2 times every other week"


def test_the_form_keeps_how_often(frame: Frame) -> None:
    browser = signed_in(frame.treatment.therapist.user)
    path = reverse("treatment:client-frame", args=[frame.treatment.client_id])
    assert 'value="2" selected' in browser.get(path).content.decode()
    typed = {
        "weekday_1": 1, "start_1": "10:00", "minutes": 50, "setting": "office", "fee": "180", "step_weeks": 2,
        "absence_rule": "charge_always", "notice_hours": 48, "valid_from": "2027-01-05",
    }  # fmt: skip
    assert browser.post(path, typed).status_code == 302
    assert frame.treatment.frames.get(client_agreed_at=None).step_weeks == 2
