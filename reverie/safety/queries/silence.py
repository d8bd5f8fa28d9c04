"""Whether the jobs run: without them no alert climbs and no message goes out."""

from dataclasses import dataclass
from datetime import datetime

from reverie.core import clock, jobs
from reverie.core.policy import Actor
from reverie.safety import access


@dataclass(frozen=True)
class Silence:
    """The jobs stand still; `since` is when they were last heard, None when they never were."""

    since: datetime | None


def silence_of_jobs() -> Silence | None:
    """None while the jobs are heard; one look, since pages of the staff ask for it."""
    beat = jobs.last_beat()
    if beat is not None and clock.now() - beat <= jobs.SILENCE:
        return None
    return Silence(beat)


def therapists_waited_for(actor: Actor) -> list[str]:
    """For those who may only know that somebody waits: whom to call, without whom it is about."""
    rows = access.waiting_concerns_of(actor).values_list("therapist__name", flat=True)
    return sorted(set(rows))
