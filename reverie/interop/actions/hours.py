"""Making the hours of another system: standing ones as standing hours, single ones as appointments."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Model

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.interop.actions.making import Made, in_steps
from reverie.interop.hour_lines import HourLine
from reverie.interop.models import MoveIn
from reverie.interop.queries.hours import HoursPlan, hours_plan
from reverie.interop.queries.moving import words_of
from reverie.scheduling.actions import CannotBook, CannotHoldHours, book_appointment, start_standing_hour

STEP = 10
"""Few in one transaction: each takes the locks of the calendar."""


def make_hours(move: MoveIn) -> None:
    """Make what the file wants, from where it stopped; an hour that is not free is told, and left out."""
    plan = hours_plan(move, words_of(move))
    people = {str(row.pk): row for row in plan.clients}
    refused: list[dict[str, str]] = []

    def make(line: HourLine, by: Actor) -> Made:
        try:
            with transaction.atomic():
                return [_hour(line, people[plan.whose[line.who]], plan, by)]
        except (CannotBook, CannotHoldHours) as refusal:
            refused.append({"line": str(line.line), "who": line.who, "why": str(refusal)})
            return []

    lines = sorted(((line.line, line) for line in plan.to_make), key=lambda each: each[0])
    in_steps(move, lines, make, step=STEP, refused=refused)


def _hour(line: HourLine, client: Client, plan: HoursPlan, by: Actor) -> Model:
    assert line.day is not None
    if line.step_days:
        return start_standing_hour(
            therapist=plan.therapist, client=client, first_day=line.day, start_minute=line.minute,
            minutes=line.minutes, step_days=line.step_days, zone=line.zone, last_day=line.until, by=by,
        )  # fmt: skip
    wall = datetime.combine(line.day, time(), ZoneInfo(line.zone)) + timedelta(minutes=line.minute)
    return book_appointment(
        therapist=plan.therapist, client=client, start_at=wall.astimezone(UTC), minutes=line.minutes, by=by
    )
