"""The frame's hours in the calendar: held while it is in force, given back when it is not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db.models import Q

from reverie.core.policy import Actor
from reverie.scheduling import actions as calendar
from reverie.scheduling.models import StandingHour
from reverie.treatment.models import Frame, Treatment, Weekly


class CannotKeepHours(Exception):
    """One plain sentence for the user: why the frame's hours cannot be held."""


def start_hours(treatment: Treatment, first_day: date, by: Actor) -> None:
    """Hold the hours of the frame in force on `first_day`, or of the one to come, from that day on."""
    frame = _frame_on(treatment, first_day)
    if frame is not None:
        for weekly in frame.weekly():
            _hold(treatment, frame, weekly, max(first_day, frame.valid_from), by)


def end_hours(treatment: Treatment, last_day: date, by: Actor) -> None:
    """Give back every hour held for this treatment after `last_day`."""
    for hour in _held(treatment, last_day):
        _give_back(hour, last_day, by)


def change_hours(treatment: Treatment, frame: Frame, by: Actor) -> None:
    """Let `frame` take over on its first day: hours that stay run on, the others end or start."""
    wanted = {_key(weekly, frame): weekly for weekly in frame.weekly()}
    for hour in _held(treatment, frame.valid_from - timedelta(days=1)):
        carried_on = wanted.pop(_key_of(hour), None) is not None
        # An hour that begins later still was arranged apart from the frame; it is left alone.
        if not carried_on and hour.first_day <= frame.valid_from:
            _give_back(hour, frame.valid_from - timedelta(days=1), by)
    for weekly in wanted.values():
        _hold(treatment, frame, weekly, frame.valid_from, by)


def _frame_on(treatment: Treatment, day: date) -> Frame | None:
    agreed = treatment.frames.filter(client_agreed_at__isnull=False, therapist_agreed_at__isnull=False)
    in_force = agreed.filter(valid_from__lte=day).order_by("-number").first()
    return in_force or agreed.order_by("number").first()


def _held(treatment: Treatment, last_day: date) -> list[StandingHour]:
    """The standing hours of the two people that run on after `last_day`."""
    rows = StandingHour.objects.filter(client=treatment.client_id, therapist=treatment.therapist_id)
    running = rows.filter(Q(last_day=None) | Q(last_day__gt=last_day))
    return list(running.select_related("therapist", "client"))


def _key(weekly: Weekly, frame: Frame) -> tuple[int, int, int, str, int]:
    return weekly.weekday, weekly.start_minute, weekly.minutes, frame.setting, 7 * frame.step_weeks


def _key_of(hour: StandingHour) -> tuple[int, int, int, str, int]:
    return hour.first_day.weekday(), hour.start_minute, hour.minutes, hour.place, hour.step_days


def _hold(treatment: Treatment, frame: Frame, weekly: Weekly, first_day: date, by: Actor) -> None:
    with _said_in_our_words():
        calendar.start_standing_hour(
            therapist=treatment.therapist,
            client=treatment.client,
            first_day=first_day + timedelta(days=(weekly.weekday - first_day.weekday()) % 7),
            start_minute=weekly.start_minute,
            minutes=weekly.minutes,
            step_days=7 * frame.step_weeks,
            zone=frame.zone,
            place=frame.setting,
            notice_hours=frame.notice_hours,
            by=by,
        )


def _give_back(hour: StandingHour, last_day: date, by: Actor) -> None:
    with _said_in_our_words():
        calendar.end_standing_hour(standing_hour=hour, last_day=last_day, by=by)


@contextmanager
def _said_in_our_words() -> Iterator[None]:
    try:
        yield
    except calendar.CannotHoldHours as refusal:
        raise CannotKeepHours(str(refusal)) from None
