"""How long does it take to bring over a list of ten thousand clients, to look at it first, and to undo it?

The limit inserts the same clients, bare, a hundred in a transaction.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import _installation
from bench._measuring import quick

HEAD = "First Name,Last Name,Email,Phone,Date of Birth,City,State,Zip,Status,Primary Clinician,Member ID"


def main(argv: list[str] | None = None) -> int:
    """Print a line a part, in seconds of the processor."""
    rows = 1_000 if quick(argv, __doc__ or "") else 10_000
    _installation.begin()
    from reverie.accounts.models import Client, Membership, Practice, Therapist, User
    from reverie.accounts.queries import actor_of
    from reverie.interop import actions
    from reverie.interop.models import MoveIn
    from reverie.interop.queries.moving import client_plan
    from reverie.interop.tasks import move_in

    practice = Practice.objects.create(name="Bench", zone="America/New_York")
    user = User.objects.create_user("owner@example.invalid", name="Owner", zone=practice.zone)
    Membership.objects.create(practice=practice, user=user, role="practice_owner")
    Therapist.objects.create(practice=practice, user=user, name="Maren Oster", zone=practice.zone)
    by = actor_of(user, has_second_factor=True)
    content = table(rows)
    began = time.process_time()
    move = actions.begin_move_in(
        practice=practice, kind="clients", content=content, name="list.csv", words={}, total=rows, by=by
    )
    plan = client_plan(move)
    say("looked at", rows, time.process_time() - began)
    assert len(plan.ready) == rows
    began = time.process_time()
    bare(practice, rows)
    say("limit: bare rows", rows, time.process_time() - began)
    Client.objects.all().delete()
    for act, state in ((actions.run_move_in, MoveIn.DONE), (actions.undo_move_in, MoveIn.UNDONE)):
        began = time.process_time()
        act(move=move, by=by)
        move_in({"move_in": str(move.pk)})
        move = MoveIn.objects.get(pk=move.pk)
        assert move.state == state, move.state
        say(state, rows, time.process_time() - began)
    assert not Client.objects.exists()
    return 0


def table(rows: int) -> bytes:
    """A list of invented people; every fourth has a therapist."""
    lines = [
        f"First{n},Last{n},p{n}@example.invalid,555-010-{n:04},{n % 12 + 1}/{n % 28 + 1}/{1950 + n % 50},"
        f"Testville,MA,2110,Active,{'Maren Oster' if n % 4 == 0 else ''},M{n:06}"
        for n in range(rows)
    ]
    return "\n".join([HEAD, *lines]).encode()


def bare(practice: object, rows: int) -> None:
    """The same number of clients, with nothing around them."""
    from django.db import transaction

    from reverie.accounts.models import Client

    for first in range(0, rows, 100):
        with transaction.atomic():
            for n in range(first, first + 100):
                Client.objects.create(practice=practice, name=f"First{n} Last{n}", zone="America/New_York")


def say(what: str, rows: int, seconds: float) -> None:
    """One line."""
    print(f"{what}: {rows:,} clients in {seconds:.1f} s of the processor")


if __name__ == "__main__":
    sys.exit(main())
