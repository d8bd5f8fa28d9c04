"""The frame's hours in the calendar: held while it is in force, given back when it is not."""

from datetime import date

from reverie.core.policy import Actor
from reverie.treatment.models import Frame, Treatment


def start_hours(treatment: Treatment, first_day: date, by: Actor) -> None:
    """Hold the hours of the frame in force from `first_day` on."""


def end_hours(treatment: Treatment, last_day: date, by: Actor) -> None:
    """Give back every hour held for this treatment after `last_day`."""


def change_hours(treatment: Treatment, frame: Frame, by: Actor) -> None:
    """Let `frame` take over on its first day: hours that stay are carried on, the others end or start."""
