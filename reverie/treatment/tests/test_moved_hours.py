"""An hour of the frame that is moved for good in the calendar becomes a new version of the frame."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from conftest import actor_for, member, signed_in
from reverie.accounts.models import Client, Practice
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.scheduling import actions as calendar
from reverie.scheduling.models import Appointment, StandingHour
from reverie.treatment import actions
from reverie.treatment.actions.frame import Terms
from reverie.treatment.models import Frame, Treatment

TUESDAY = date(2026, 12, 1)
THURSDAY = TUESDAY + timedelta(days=16)


@pytest.fixture
def frame(treatment: Treatment, terms: Terms, as_therapist: Actor) -> Frame:
    """Tuesdays at ten and Fridays at half past eight, agreed."""
    two = replace(terms, valid_from=TUESDAY, hours=[(1, 600, 50), (4, 510, 50)], holiday_weeks=6)
    row = actions.propose_frame(treatment=treatment, terms=two, by=as_therapist)
    return actions.agree_frame(frame=row, in_session=True, by=as_therapist)


def move(weekday: int, day: date, minute: int, by: Actor) -> StandingHour:
    row = next(one for one in StandingHour.objects.filter(last_day=None) if one.weekday == weekday)
    return calendar.change_standing_hour(standing_hour=row, first_day=day, start_minute=minute, by=by)


def proposed(frame: Frame) -> Frame:
    return frame.treatment.frames.get(client_agreed_at=None)


def test_a_moved_hour_is_proposed_as_a_new_version(frame: Frame, as_therapist: Actor) -> None:
    move(1, THURSDAY, 900, as_therapist)
    new = proposed(frame)
    assert new.weekly() == [(3, 900, 50), (4, 510, 50)]
    assert (new.valid_from, new.fee_cents, new.absence_rule) == (THURSDAY, 18000, frame.absence_rule)
    assert (new.therapist_agreed_at is not None, new.holiday_weeks) == (True, 6)
    assert frame.treatment.frames.count() == 2


def test_two_hours_moved_on_one_day_are_one_proposal(frame: Frame, as_therapist: Actor) -> None:
    move(1, THURSDAY, 900, as_therapist)
    move(4, THURSDAY - timedelta(days=3), 960, as_therapist)
    assert proposed(frame).weekly() == [(0, 960, 50), (3, 900, 50)]


def test_agreeing_to_it_leaves_the_moved_hours_as_they_are(
    frame: Frame, as_therapist: Actor, as_client: Actor
) -> None:
    new = move(1, THURSDAY, 900, as_therapist)
    booked = set(Appointment.objects.filter(state=Appointment.CONFIRMED).values_list("pk", flat=True))
    assert actions.agree_frame(frame=proposed(frame), by=as_client).is_agreed
    new.refresh_from_db()
    assert new.last_day is None
    assert set(Appointment.objects.filter(state=Appointment.CONFIRMED).values_list("pk", flat=True)) == booked


def test_what_the_front_desk_moves_waits_for_both(
    frame: Frame, practice: Practice, as_therapist: Actor
) -> None:
    desk = member(practice, "Dana Reyes", "front_desk")
    move(1, THURSDAY, 900, actor_for(desk))
    assert proposed(frame).is_draft
    therapist = signed_in(frame.treatment.therapist.user)
    path = reverse("treatment:client-frame-agree", args=[frame.treatment.client_id])
    therapist.post(path, {"side": "therapist"})
    assert proposed(frame).therapist_agreed_at is not None
    therapist.post(path)
    assert not frame.treatment.frames.filter(client_agreed_at=None).exists()


def test_an_hour_that_is_none_of_the_frame_proposes_nothing(
    frame: Frame, stranger: Client, as_therapist: Actor
) -> None:
    people = {"therapist": frame.treatment.therapist, "by": as_therapist, "start_minute": 780}
    for client in (frame.treatment.client, stranger):
        day = THURSDAY if client == stranger else TUESDAY
        row = calendar.start_standing_hour(client=client, first_day=day, **people)
        calendar.change_standing_hour(
            standing_hour=row, first_day=day + timedelta(days=14), start_minute=840, by=as_therapist
        )
    assert frame.treatment.frames.count() == 1


def test_a_length_that_no_frame_can_have_is_refused_in_words(frame: Frame, as_therapist: Actor) -> None:
    row = StandingHour.objects.filter(start_minute=600).get()
    with pytest.raises(calendar.CannotHoldHours, match="4 hours"):
        calendar.change_standing_hour(
            standing_hour=row, first_day=THURSDAY, start_minute=720, minutes=300, by=as_therapist
        )
    row.refresh_from_db()
    assert row.last_day is None


def test_without_its_audit_link_neither_is_kept(
    frame: Frame, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = audit.record

    def fail(**link: object) -> object:
        if link["verb"] == "propose_frame":
            raise RuntimeError
        return real(**link)  # type: ignore[arg-type]

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        move(1, THURSDAY, 900, as_therapist)
    assert frame.treatment.frames.count() == 1
    assert StandingHour.objects.filter(last_day=None).count() == 2
