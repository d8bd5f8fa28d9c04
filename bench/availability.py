"""How long does it take to know when one therapist is free? From rules in memory, and from the database.

The limit of the first line is the mere union of the same windows and bookings as sets of quarters of an
hour; that of the last is the same question to a therapist without a past.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import _installation
from bench._measuring import Row, Workload, barred, line, measure, present
from reverie.timetable.plane import QUARTER, Axis, free_bits, open_starts
from reverie.timetable.walltime import utc_seconds
from reverie.timetable.week import Week, spans

ZONE = "America/New_York"
BEGIN = datetime(2026, 10, 5, tzinfo=UTC)
"""Eight weeks from here hold the change of November 1."""
WINDOWS = [(day, 480 + part * 300) for day in range(4) for part in range(2)]
LENGTH, BOOKED, PAST = 240, 120, 6_000

Booked = list[tuple[datetime, datetime]]


def week() -> Week:
    """Eight windows of four hours, three other days, a week off."""
    weekly: dict[int, list[tuple[int, int]]] = {}
    for day, start in WINDOWS:
        weekly.setdefault(day, []).append((start, start + LENGTH))
    exceptions = {
        date(2026, 10, 14): [(600, 900)],
        date(2026, 11, 1): [(30, 300)],
        date(2026, 11, 11): list[tuple[int, int]](),
    }
    return Week(ZONE, weekly, exceptions, [(date(2026, 11, 23), date(2026, 11, 27))])


def bookings() -> Booked:
    """120 hours of fifty minutes over the eight weeks, each inside a window."""
    low = utc_seconds(BEGIN)
    windows = list(spans(week(), low, low + 8 * 7 * 86_400))
    starts = [start + part * 3600 for start, end in windows for part in range(4) if end - start >= 4 * 3600]
    moments = [datetime.fromtimestamp(second, UTC) for second in starts[:: max(1, len(starts) // BOOKED)]]
    return [(moment, moment + timedelta(minutes=50)) for moment in moments[:BOOKED]]


def by_sets(axis: Axis, one: Week, booked: Booked) -> set[int]:
    """The same free quarters by plain sets."""
    low = axis.first * QUARTER
    free: set[int] = set()
    for start, end in spans(one, low, low + axis.quarters * QUARTER):
        free.update(range(-(-start // QUARTER), end // QUARTER))
    for begin, finish in booked:
        free.difference_update(range(utc_seconds(begin) // QUARTER, -(-utc_seconds(finish) // QUARTER)))
    return free


def library(rounds: int) -> Row:
    """From rules, exceptions and 120 bookings to every free hour of eight weeks."""
    axis, one, booked = Axis.starting(BEGIN), week(), bookings()
    bits = free_bits(axis, [one], booked)
    if {axis.first + n for n in range(axis.quarters) if bits >> n & 1} != by_sets(axis, one, booked):
        raise SystemExit("availability: the plane differs from plain sets.")
    work = Workload(
        f"eight weeks from rules, exceptions and {len(booked)} bookings across a clock change",
        lambda: open_starts(free_bits(axis, [week()], booked), axis, 60, limit=10_000),
        limit=lambda: by_sets(axis, week(), booked),
    )
    return barred(measure("availability", work, rounds * 20), most=0.001)


def practice() -> tuple[Any, Any]:
    """Two therapists with the same future; the first has 6,000 hours behind them."""
    from reverie.accounts.models import Client, Practice, Therapist, User

    place = Practice.objects.create(name="Bench", zone=ZONE)
    client = Client.objects.create(practice=place, name="Bench", zone=ZONE)
    people = []
    for name in ("old", "new"):
        user = User.objects.create_user(f"{name}@example.invalid", name=name, zone=ZONE)
        people.append(Therapist.objects.create(practice=place, user=user, name=name, zone=ZONE))
        _fill(people[-1], client, PAST if name == "old" else 0)
    return people[0], people[1]


def _fill(therapist: Any, client: Any, past: int) -> None:
    from reverie.core.policy import Actor
    from reverie.scheduling import actions
    from reverie.scheduling.models import Appointment

    windows = [actions.OpenWindow(day, start, start + LENGTH) for day, start in WINDOWS]
    actions.set_availability(
        therapist=therapist, windows=windows, by=Actor.system("bench", therapist.practice_id)
    )
    first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    behind = [first - timedelta(hours=2 * n + 2) for n in range(past)]
    ahead = [first + timedelta(hours=11 * n + 1) for n in range(BOOKED)]
    number = 0 if past else 1  # the client is one person: the second therapist sees them at other times
    rows = [
        Appointment(
            practice_id=therapist.practice_id, therapist=therapist, client=client, state=state, minutes=25,
            wall_start=start, start_at=start + timedelta(minutes=30 * number), zone="UTC",
            end_at=start + timedelta(minutes=30 * number + 25),
        )
        for state, starts in (("took_place", behind), ("confirmed", ahead))
        for start in starts
    ]  # fmt: skip
    Appointment.objects.bulk_create(rows, batch_size=500)


def database(rounds: int) -> Iterator[Row]:
    """The plane of one therapist out of the rows: queries, and what a long past costs."""
    _installation.begin()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from reverie.scheduling import planes

    old, new = practice()

    def free(therapist: Any) -> object:
        axis = planes.current_axis()
        return open_starts(planes.computed(therapist, axis), axis, 60, limit=10_000)

    with CaptureQueriesContext(connection) as asked:
        planes.computed(old, planes.current_axis())
    row = line("availability", "questions to the database for one plane", reverie=len(asked), unit="queries")
    yield barred(row, most=5)
    work = Workload(
        f"the plane out of the database with {PAST} hours behind, limit none behind",
        lambda: free(old), limit=lambda: free(new),
    )  # fmt: skip
    yield barred(measure("availability", work, rounds * 3), slower=1.1)


def lines(is_quick: bool) -> Iterator[Row]:
    """A line a workload."""
    rounds = 5 if is_quick else 21
    yield library(rounds)
    yield from database(rounds)


def main(argv: list[str] | None = None) -> int:
    """Print a line a workload."""
    return present("availability", "When one therapist is free.", lines, argv)


if __name__ == "__main__":
    sys.exit(main())
