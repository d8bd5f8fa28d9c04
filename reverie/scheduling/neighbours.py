"""What lies where an hour is wanted, in two statements that are written out.

Every booking asks them while it holds its locks, and others wait; building such a question with the query
builder takes ten times as long as the database needs for the answer.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from reverie.core import trips
from reverie.scheduling.no_overlap import LONGEST
from reverie.timetable.standing import Standing, occurrences

SAME = "(therapist_id = %s OR client_id IN (%s, %s) OR partner_id IN (%s, %s) OR room_id = %s)"
HOURS = f"""
SELECT id, state, therapist_id, client_id, partner_id, cancelled_side, refilled_by_id, held_until <= %s
FROM scheduling_appointment
WHERE {SAME} AND start_at < %s AND end_at > %s AND start_at > %s AND state <> 'moved'
"""  # noqa: S608
STANDING = f"""
SELECT id, first_day, step_days, start_minute, zone, minutes, last_day FROM scheduling_standinghour
WHERE {SAME} AND first_day <= %s AND (last_day IS NULL OR last_day >= %s)
"""  # noqa: S608
"""Filled with names of our own alone; what comes from outside is a parameter."""
DAY = timedelta(days=1)


class Neighbour(NamedTuple):
    """An hour that touches the wished one and shares somebody or the room with it."""

    id: UUID
    state: str
    therapist_id: UUID
    client_id: UUID
    partner_id: UUID | None
    cancelled_side: str
    refilled_by_id: UUID | None
    has_lapsed: bool


Near = tuple[list[Neighbour], list[UUID]]


class Place(NamedTuple):
    """Whom and what an hour needs, and when: aware instants."""

    therapist: UUID
    people: Sequence[UUID]
    room: UUID | None
    start_at: datetime
    end_at: datetime


def near(place: Place, now: datetime) -> Near:
    """Appointments in any state but moved, and standing hours one of whose occurrences overlaps, whether it
    is still held or not.
    """
    return ask(place, now)()


def ask(place: Place, now: datetime) -> Callable[[], Near]:
    """`near`, with the answers read when they are called for: one trip where trips are saved."""
    when = [place.end_at, place.start_at, place.start_at - LONGEST]
    low, high = place.start_at.date() - DAY, place.end_at.date() + DAY
    hours = trips.sent(HOURS, [_at(now), *_same(place), *map(_at, when)])
    standing = trips.sent(STANDING, [*_same(place), high.isoformat(), low.isoformat()])
    return lambda: ([_neighbour(row) for row in hours()], list(_overlapping(place, standing())))


def _neighbour(row: Sequence[Any]) -> Neighbour:
    return Neighbour(
        _uuid(row[0]), row[1], _uuid(row[2]), _uuid(row[3]), _uuid(row[4]), row[5], _uuid(row[6]),
        bool(row[7]),
    )  # fmt: skip


def _overlapping(place: Place, rows: Iterable[Sequence[Any]]) -> Iterator[UUID]:
    low, high = place.start_at.date() - DAY, place.end_at.date() + DAY
    days = [low + number * DAY for number in range((high - low).days + 1)]
    for row in rows:
        first, step, last = _day(row[1]), row[2], row[6]
        if any((day - first).days % step == 0 for day in days):
            one = Standing(first, step, row[3], row[4], row[5], _day(last) if last else None)
            if occurrences(one, place.start_at, place.end_at):
                yield _uuid(row[0])


def _same(place: Place) -> list[Any]:
    people = [key(one) for one in (place.people[0], place.people[-1])]
    return [key(place.therapist), *people, *people, key(place.room) if place.room else None]


def key(one: UUID) -> Any:
    """An id as this database keeps it."""
    return one if connection.features.has_native_uuid_field else one.hex


def _at(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _uuid(value: Any) -> Any:
    return UUID(value) if isinstance(value, str) else value


def _day(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
