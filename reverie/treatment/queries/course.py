"""Reads about treatments for pages: the caseload, the frame in force, the long strip of hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, Prefetch, TextField
from django.db.models.functions import Cast, Substr

from reverie.accounts.models import Client, Therapist
from reverie.core.policy import Actor
from reverie.scheduling.models import Appointment
from reverie.treatment.access import find_latest_treatment, treatments_visible_to
from reverie.treatment.models import STEPS, Break, Frame, Treatment, latest_first
from reverie.treatment.queries.texts import Approach, approaches


@dataclass(frozen=True)
class Frames:
    """The versions of a treatment's frame: in force on a day, and the proposal that waits for a yes."""

    all: tuple[Frame, ...]
    current: Frame | None
    coming: Frame | None
    proposed: Frame | None


Hours = dict[str, list[date]]
"""State (`Appointment.STATES`) -> the days on the wall of the hours in it, in no order."""


class Strung(Aggregate):
    """The texts of a group in one, with spaces between; for values that hold none."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """The same under its name there."""
        return self.as_sql(compiler, connection, function="STRING_AGG", **extra)


def lens_of(actor: Actor, client_id: UUID) -> Approach | None:
    """The approach of the client's latest treatment that the actor may read; None where none is chosen."""
    treatment = find_latest_treatment(actor, client_id)
    return approaches().get(treatment.approach) if treatment else None


def caseload(actor: Actor) -> list[Treatment]:
    """The treatments the actor leads that have not been archived, by name; frames and hours are loaded."""
    rows = treatments_visible_to(actor).filter(therapist__user_id=actor.user_id)
    return list(
        rows.order_by("client__name").prefetch_related(
            Prefetch("frames", queryset=Frame.objects.order_by("number"))
        )
    )


def therapist_of(client: Client) -> Therapist | None:
    """Who leads the client's treatment now, or led the last one that is not archived; None without one."""
    rows = Treatment.objects.filter(client=client).exclude(state=Treatment.ARCHIVED)
    found = latest_first(rows).select_related("therapist__user").first()
    return found.therapist if found is not None else None


def frames_of(treatment: Treatment, day: date) -> Frames:
    """All versions, and which of them holds on `day`."""
    return sort_frames(list(treatment.frames.order_by("number")), day)


def sort_frames(rows: Sequence[Frame], day: date) -> Frames:
    """Which of the versions, in order, holds on `day`, which comes next, which waits for a yes."""
    agreed = [frame for frame in rows if frame.is_agreed]
    past = [frame for frame in agreed if frame.valid_from <= day]
    return Frames(
        all=tuple(rows),
        current=past[-1] if past else None,
        coming=next((frame for frame in agreed if frame.valid_from > day), None),
        proposed=next((frame for frame in rows if not frame.is_agreed), None),
    )


def strip_of(treatment: Treatment, until: date) -> Hours:
    """Every hour of the two people up to `until`, by state; cancelled and moved ones included."""
    rows = Appointment.objects.filter(client_id=treatment.client_id, therapist_id=treatment.therapist_id)
    rows = rows.exclude(state__in=[Appointment.HELD, Appointment.REQUESTED])
    rows = rows.filter(wall_start__lt=datetime(until.year, until.month, until.day, tzinfo=UTC))
    # The wall's clock is kept under the label UTC: the first ten letters are its day. The database strings
    # the days of each state together, for two thousand rows would cost more than the rest of the page.
    day = Substr(Cast("wall_start", TextField()), 1, 10)
    strung = rows.values("state").annotate(days=Strung(day)).values_list("state", "days")
    return {state: [date.fromisoformat(day) for day in days.split()] for state, days in strung}


def breaks_of(treatment: Treatment) -> list[Break]:
    """The planned breaks in order, for the therapist: told and not told."""
    return list(treatment.breaks.all())


def steps_open(treatment: Treatment) -> list[str]:
    """The steps that the present state allows, in the order of the machine."""
    return [verb for verb, step in STEPS.items() if treatment.state in step.sources]


def fit_of(treatment: Treatment) -> dict[str, str]:
    """side -> its latest answer; a side that has said nothing is missing."""
    rows = treatment.fit_answers.order_by("at", "created_at").values_list("side", "answer")
    return dict(rows)
