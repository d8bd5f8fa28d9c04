"""Is an hour sold once, and how long does one wait for the answer? Eight processes race for each hour.

Even races are for a therapist's hour, odd ones for a room that two therapists want; the lengths differ.
The limit of the last line is the least that books an hour at all: a transaction of its own that inserts one
row under the same constraints, written through to the disk like ours (SQLite: WAL, synchronous=FULL;
PostgreSQL: fsync and synchronous_commit on); it looks at nothing, locks nothing, changes no plane and leaves
no trace in the audit. Every engine of this machine is measured.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import _installation
from bench._measuring import Row, barred, line, present, seconds

RACERS, LENGTHS = 8, (50, 45, 50, 30, 60, 25, 50, 40)
RACES, QUICK_RACES = 10_000, 60
HOURS = 5_000
"""So many hours one cast races for, since nobody books more than 400 days ahead; then others do."""
WAIT_MS = {"sqlite": 250, "postgresql": 100}


def first_hour() -> datetime:
    """Tomorrow at a full hour."""
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)


def people(cast: int) -> dict[str, Any]:
    """A practice with two therapists, eight clients and a room; their ids as a plan."""
    from reverie.accounts.models import Client, Practice, Therapist, User
    from reverie.scheduling.models import Room

    practice = Practice.objects.create(name="Race", zone="UTC")
    therapists = []
    for name in ("one", "two"):
        user = User.objects.create_user(f"{name}{cast}@example.invalid", name=name, zone="UTC")
        therapists.append(Therapist.objects.create(practice=practice, user=user, name=name, zone="UTC"))
    clients = [Client.objects.create(practice=practice, name=f"Racer {n}", zone="UTC") for n in range(RACERS)]
    room = Room.objects.create(practice=practice, name="Garden")
    return {
        "therapists": [str(one.id) for one in therapists],
        "clients": [str(one.id) for one in clients],
        "room": str(room.id),
    }


def race(casts: list[dict[str, Any]], races: int, first: datetime) -> list[dict[str, Any]]:
    """Let the racers run, all starting each race together; what each of them found."""
    plan = {"casts": casts, "races": races, "hours": HOURS, "first": first.isoformat()}
    racers = []
    for number in range(RACERS):
        own = {**plan, "number": number, "minutes": LENGTHS[number]}
        command = [sys.executable, "-m", "bench._racer", json.dumps(own)]
        racers.append(
            subprocess.Popen(
                command, cwd=_installation.ROOT, env=dict(os.environ), text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )
        )  # fmt: skip
    for _ in range(races):
        for racer in racers:
            racer.stdout.readline()  # type: ignore[union-attr]
        for racer in racers:
            racer.stdin.write("go\n")  # type: ignore[union-attr]
            racer.stdin.flush()  # type: ignore[union-attr]
    return [json.loads(racer.communicate(timeout=600)[0]) for racer in racers]


def doubles() -> int:
    """Pairs of hours that overlap and share a therapist, a client or a room."""
    from reverie.scheduling.models import Appointment

    found = 0
    for who in ("therapist_id", "client_id", "room_id"):
        rows = Appointment.objects.filter(state="confirmed", **{f"{who}__isnull": False})
        spans = list(rows.order_by(who, "start_at").values_list(who, "start_at", "end_at"))
        found += sum(a[0] == b[0] and b[1] < a[2] for a, b in pairwise(spans))
    return found


def race_lines(engine: str, races: int) -> Iterator[Row]:
    """What the races found on one engine."""
    casts = [people(number) for number in range(-(-races // HOURS))]
    results = race(casts, races, first_hour())
    total = sum((Counter(won=one["won"], refused=one["refused"]) for one in results), Counter())
    errors = [error for one in results for error in one["errors"]]
    for error in errors[:3]:
        print(error, file=sys.stderr)
    label = f"{races:,} races of {RACERS}, {engine}"
    for words, value in (
        ("hours sold twice", doubles()),
        ("contested hours left unsold", races - total["won"]),
        ("errors of the server", len(errors)),
    ):
        yield barred(line("booking", f"{words}, {label}", reverie=value, unit=""), most=0)
    waits = sorted(wait * 1000 for one in results for wait in one["waits"])
    slow = waits[min(len(waits) - 1, int(len(waits) * 0.999))]
    row = line("booking", f"p99.9 of the wait for an answer, {label}", reverie=slow, unit="ms")
    yield barred(row, most=WAIT_MS[engine])
    yield line("booking", f"the longest wait, {label}", reverie=waits[-1], unit="ms")


def rate_line(engine: str, count: int) -> Row:
    """One writer alone: seconds a booking, beside a bare row under the constraint."""
    from reverie.accounts.models import Client, Therapist
    from reverie.core.policy import Actor
    from reverie.scheduling import actions
    from reverie.scheduling.actions.wish import Wish

    plan = people_again()
    therapist, client = Therapist.objects.get(pk=plan["therapist"]), Client.objects.get(pk=plan["client"])
    by = Actor.system("bench", client.practice_id)
    first = first_hour()
    times: dict[str, list[float]] = {"reverie": [], "limit": []}
    for number in range(count):
        start = first + timedelta(hours=2 * number)
        times["reverie"].append(seconds(lambda at=start: actions.book_appointment(  # type: ignore[misc]
            therapist=therapist, client=client, start_at=at, by=by
        )))  # fmt: skip
        bare = Wish(therapist, client, start + timedelta(hours=1), 50, "office", "session")
        times["limit"].append(seconds(lambda wish=bare: insert(wish)))  # type: ignore[misc]
    medians = {name: statistics.median(found) for name, found in times.items()}
    row = line("booking", f"one writer, a booking beside a bare row, {engine}", rounds=count, **medians)
    return barred(row, slower=2)


def insert(wish: Any) -> None:
    """One row in a transaction of its own."""
    from django.db import transaction

    with transaction.atomic():
        wish.row("confirmed").save(force_insert=True)


def people_again() -> dict[str, Any]:
    """Somebody who has not raced."""
    from reverie.accounts.models import Client, Practice, Therapist, User

    practice = Practice.objects.create(name="Alone", zone="UTC")
    user = User.objects.create_user("three@example.invalid", name="three", zone="UTC")
    therapist = Therapist.objects.create(practice=practice, user=user, name="three", zone="UTC")
    client = Client.objects.create(practice=practice, name="Alone", zone="UTC")
    return {"therapist": therapist.id, "client": client.id}


def lines(is_quick: bool) -> Iterator[Row]:
    """Both engines, each in a process of its own: Django knows one database."""
    from tests.postgres import cluster, is_installed

    yield from one_engine("sqlite", "", is_quick)
    if is_installed():
        with cluster(safe=True) as url:
            yield from one_engine("postgresql", url, is_quick)


def one_engine(engine: str, url: str, is_quick: bool) -> Iterator[Row]:
    """The lines that a process of its own measures."""
    command = [sys.executable, str(Path(__file__).resolve()), engine, url, "quick" if is_quick else "full"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for text in process.stdout or ():
            yield json.loads(text)


def main(argv: list[str] | None = None) -> int:
    """Print a line a workload."""
    return present("booking", "An hour that eight want, sold once.", lines, argv)


def measure_engine(engine: str, url: str, size: str) -> None:
    """Print the lines of one engine."""
    _installation.begin(url)
    is_quick = size == "quick"
    for row in race_lines(engine, QUICK_RACES if is_quick else RACES):
        print(json.dumps(row), flush=True)
    print(json.dumps(rate_line(engine, 40 if is_quick else 500)), flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        measure_engine(*sys.argv[1:])
        sys.exit(0)
    sys.exit(main())
