"""How long does it take to bring over ten thousand clients, or ten thousand hours: look, make, undo?

The limit of the clients inserts the same ones, bare, a hundred in a transaction. The hours are brought a
second time while the first stand there: then each of them is refused, and its row says why.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import _installation
from bench._measuring import quick

HEAD = "First Name,Last Name,Email,Phone,Date of Birth,City,State,Zip,Status,Primary Clinician,Member ID"
HOURS_HEAD = "Client,Date,Start Time,Duration"
BESIDE = ("core_audit", "core_job", "interop_movein", "scheduling_freeplane", "django_")
"""The chain of acts, the queue, the moving-in's own books, and planes: derived, and numbered anew."""
BAR = 60.0


def main(argv: list[str] | None = None) -> int:
    """Print a line a part, in seconds of the clock and of the processor; 1 when the bar is missed."""
    rows = 1_000 if quick(argv, __doc__ or "") else 10_000
    _installation.begin()
    practice, by = begin()
    kept = [move_clients(practice, by, rows), move_hours(practice, by, rows)]
    return 0 if all(kept) else 1


def begin() -> tuple[Any, Any]:
    """A practice with one therapist, and its owner as the actor."""
    from reverie.accounts.models import Membership, Practice, Therapist, User
    from reverie.accounts.queries import actor_of

    practice = Practice.objects.create(name="Bench", zone="America/New_York")
    user = User.objects.create_user("owner@example.invalid", name="Owner", zone=practice.zone)
    Membership.objects.create(practice=practice, user=user, role="practice_owner")
    Therapist.objects.create(practice=practice, user=user, name="Maren Oster", zone=practice.zone)
    return practice, actor_of(user, has_second_factor=True)


def move_clients(practice: Any, by: Any, rows: int) -> bool:
    """The client list; true when looking and making keep the bar and undoing leaves what was there."""
    from reverie.accounts.models import Client
    from reverie.interop import actions
    from reverie.interop.queries.moving import client_plan

    bare_for = timed("limit: bare rows", "clients", rows, lambda: bare(practice, rows))
    Client.objects.all().delete()
    content = clients_table(rows)
    parts: dict[str, Any] = {}

    def look() -> None:
        parts["move"] = actions.begin_move_in(
            practice=practice, kind="clients", content=content, name="list.csv", words={}, total=rows, by=by
        )
        assert len(client_plan(parts["move"]).ready) == rows

    looked = timed("looked at", "clients", rows, look)
    before = content_hash()
    made = timed("made", "clients", rows, lambda: run(parts["move"], by))
    assert Client.objects.count() == rows
    timed("undone", "clients", rows, lambda: undo(parts["move"], by))
    return told(looked + made, made / bare_for, content_hash() == before)


def move_hours(practice: Any, by: Any, rows: int) -> bool:
    """Single hours of one therapist, then the same again beside them; true as for the clients."""
    from reverie.interop.queries.hours import hours_plan
    from reverie.interop.queries.moving import words_of
    from reverie.scheduling.models import Appointment

    bare(practice, 200)
    parts: dict[str, Any] = {"again": begin_hours(practice, by, rows)}

    def look() -> None:
        parts["move"] = begin_hours(practice, by, rows)
        assert len(hours_plan(parts["move"], words_of(parts["move"])).to_make) == rows

    looked = timed("looked at", "hours", rows, look)
    before = content_hash()
    made = timed("made", "hours", rows, lambda: run(parts["move"], by))
    assert Appointment.objects.count() == rows
    timed("all of them refused", "hours", rows, lambda: run(parts["again"], by))
    refused = words_of(type(parts["again"]).objects.get(pk=parts["again"].pk))["refused"]
    assert [row["line"] for row in refused] == [str(n) for n in range(2, rows + 2)]
    assert Appointment.objects.count() == rows
    print(f"row {refused[0]['line']}, {refused[0]['who']}: {refused[0]['why']}")
    timed("undone", "hours", rows, lambda: undo(parts["move"], by))
    return told(looked + made, None, content_hash() == before)


def begin_hours(practice: Any, by: Any, rows: int) -> Any:
    """The file of hours, kept and planned."""
    from reverie.accounts.models import Therapist
    from reverie.interop import actions

    words = {"therapist": str(Therapist.objects.get(practice=practice).pk)}
    return actions.begin_move_in(
        practice=practice, kind="hours", content=hours_table(rows), name="hours.csv", words=words,
        total=rows, by=by,
    )  # fmt: skip


def run(move: Any, by: Any) -> None:
    """Make what the file wants, in this process."""
    from reverie.interop import actions

    work(actions.run_move_in, move, by, "done")


def undo(move: Any, by: Any) -> None:
    """Take it back."""
    from reverie.interop import actions

    work(actions.undo_move_in, move, by, "undone")


def work(act: Callable[..., Any], move: Any, by: Any, state: str) -> None:
    """Hand the work to the job, and do the job."""
    from reverie.interop.tasks import move_in

    act(move=move, by=by)
    move_in({"move_in": str(move.pk)})
    found = type(move).objects.get(pk=move.pk)
    assert (found.state, found.stayed) == (state, 0), (found.state, found.stayed)


def clients_table(rows: int) -> bytes:
    """A list of invented people; every fourth has a therapist."""
    lines = [
        f"First{n},Last{n},p{n}@example.invalid,555-010-{n:04},{n % 12 + 1}/{n % 28 + 1}/{1950 + n % 50},"
        f"Testville,MA,2110,Active,{'Maren Oster' if n % 4 == 0 else ''},M{n:06}"
        for n in range(rows)
    ]
    return "\n".join([HEAD, *lines]).encode()


def hours_table(rows: int) -> bytes:
    """Half hours from eight to ten of two hundred people, on every day of a year: further nobody books."""
    tomorrow = date.today() + timedelta(days=1)
    lines = [
        f"First{n % 200} Last{n % 200},{tomorrow + timedelta(days=n // 28)},{8 + n % 28 // 2}:{n % 2 * 3}0,25"
        for n in range(rows)
    ]
    return "\n".join([HOURS_HEAD, *lines]).encode()


def bare(practice: Any, rows: int) -> None:
    """The same number of clients, with nothing around them."""
    from django.db import transaction

    from reverie.accounts.models import Client

    for first in range(0, rows, 100):
        with transaction.atomic():
            for n in range(first, min(first + 100, rows)):
                Client.objects.create(practice=practice, name=f"First{n} Last{n}", zone="America/New_York")


def content_hash() -> str:
    """A digest of every row of every table that holds content."""
    from django.apps import apps

    found = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        if not model._meta.db_table.startswith(BESIDE):
            rows = sorted(map(repr, model._default_manager.values_list()))
            found.update(repr((model._meta.db_table, rows)).encode())
    return found.hexdigest()


def timed(what: str, things: str, rows: int, act: Callable[[], object]) -> float:
    """Do it, say how long it took, and give the seconds of the clock."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(f"{what}: {rows:,} {things} in {clock:.1f} s ({processor:.1f} s of the processor)", flush=True)
    return clock


def told(seconds: float, over_limit: float | None, is_restored: bool) -> bool:
    """Say what became of the bar."""
    beside = f", {over_limit:.0f} times the bare rows" if over_limit else ""
    print(
        f"looked at and made in {seconds:.1f} s of at most {BAR:.0f}{beside}; content restored: {is_restored}"
    )
    return seconds <= BAR and is_restored


if __name__ == "__main__":
    sys.exit(main())
