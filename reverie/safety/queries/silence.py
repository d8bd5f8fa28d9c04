"""Whether the jobs run: without them no alert climbs and no message goes out."""

from dataclasses import dataclass
from datetime import datetime

from reverie.core import jobs
from reverie.core.policy import Actor
from reverie.safety import access


@dataclass(frozen=True)
class Silence:
    """The jobs stand still; `since` is when they were last heard, None when they never were."""

    since: datetime | None


def silence_of_jobs() -> Silence | None:
    """None while the jobs are heard."""
    return Silence(jobs.last_beat()) if jobs.are_silent() else None


def therapists_waited_for(actor: Actor) -> list[str]:
    """For those who may only know that somebody waits: whom to call, without whom it is about."""
    rows = access.waiting_concerns_of(actor).values_list("therapist__name", flat=True)
    return sorted(set(rows))
