"""A hold ends by itself on its day."""

from datetime import timedelta

from reverie.core import clock
from reverie.core.policy import Actor
from reverie.record import actions
from reverie.record.models import ProgressNote
from reverie.record.tasks import release_due_holds


def test_a_hold_ends_on_its_day(signed: ProgressNote, as_therapist: Actor) -> None:
    ahead = clock.now().date() + timedelta(days=20)
    actions.hold_note(note=signed, until=ahead, reason="Danger.", by=as_therapist)
    release_due_holds({})
    assert ProgressNote.objects.get().released_at is None
    with clock.telling(clock.now() + timedelta(days=21)):
        release_due_holds({})
    assert ProgressNote.objects.get().released_at is not None
