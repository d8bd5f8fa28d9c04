"""What this room does by itself: asking as arranged, and letting a form go when its hour is over."""

from datetime import timedelta
from typing import Any

from reverie.core import clock
from reverie.core.jobs import job
from reverie.core.policy import Actor
from reverie.measures import actions, queries

ASK, EXPIRE, COUNT = "measures.ask", "measures.expire", "measures.count"
GRACE = timedelta(days=1)


@job(ASK, every=timedelta(hours=1))
def ask(payload: dict[str, Any]) -> None:
    """Ask what is due before the next hours, and send what was planned for now."""
    for schedule in queries.running_schedules():
        actions.ask_as_arranged(schedule=schedule, by=Actor.system(ASK, schedule.practice_id))
    for row in queries.forms_to_send():
        actions.send_administration(administration=row, by=Actor.system(ASK, row.practice_id))


@job(EXPIRE, every=timedelta(hours=1))
def expire(payload: dict[str, Any]) -> None:
    """Close forms a day after their hour; what was answered stays."""
    for row in queries.late_forms(clock.now() - GRACE):
        actions.expire_administration(administration=row, by=Actor.system(EXPIRE, row.practice_id))


@job(COUNT, every=timedelta(hours=6))
def count(payload: dict[str, Any]) -> None:
    """Count each practice's forms once a month: the difference of two close counts could be one person."""
    for practice in queries.practices_not_counted_in(clock.now()):
        actions.count_measures(practice=practice, by=Actor.system(COUNT, practice.id))
