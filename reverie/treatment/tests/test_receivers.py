"""Days off in the calendar become breaks of the treatments, to be told."""

from datetime import timedelta

from reverie.accounts.models import Therapist
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.scheduling import actions as calendar
from reverie.treatment import actions
from reverie.treatment.actions.frame import Terms
from reverie.treatment.models import Treatment


def test_days_off_become_a_break_that_is_not_told_yet(
    treatment: Treatment, terms: Terms, therapist: Therapist, as_therapist: Actor
) -> None:
    frame = actions.propose_frame(treatment=treatment, terms=terms, by=as_therapist)
    actions.agree_frame(frame=frame, in_session=True, by=as_therapist)
    first = clock.now().date() + timedelta(days=14)
    calendar.announce_holiday(
        practice=therapist.practice,
        therapist=therapist,
        first_day=first,
        last_day=first + timedelta(days=13),
        by=as_therapist,
    )
    row = treatment.breaks.get()
    assert (row.first_day, row.told_on) == (first, None)
