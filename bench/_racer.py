"""One racer of `reverie bench booking`: a process that wants the same hours as seven others.

Reads a plan as JSON from its first argument. For each race it says "ready" on its output, waits for a line,
tries to book, and at the end prints its counts and how long each answer took.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import datetime, timedelta
from typing import Any


def main(plan: dict[str, Any]) -> dict[str, Any]:
    """Run all races of the plan."""
    import django

    django.setup()
    from reverie.accounts.models import Client, Therapist
    from reverie.scheduling.models import Room

    casts = [
        (
            [Therapist.objects.get(pk=one) for one in cast["therapists"]],
            Client.objects.get(pk=cast["clients"][plan["number"]]),
            Room.objects.get(pk=cast["room"]),
        )
        for cast in plan["casts"]
    ]
    found: dict[str, Any] = {"won": 0, "refused": 0, "errors": [], "waits": []}
    for number in range(plan["races"]):
        therapists, client, room = casts[number // plan["hours"]]
        # Every second race is for a room: two therapists, four clients each, one room.
        by_room = number % 2 == 1
        wanted = therapists[plan["number"] % 2 if by_room else number // 2 % 2]
        start = datetime.fromisoformat(plan["first"]) + timedelta(hours=number % plan["hours"])
        print("ready", flush=True)
        sys.stdin.readline()
        began = time.perf_counter()
        outcome = attempt(wanted, client, room if by_room else None, start, plan["minutes"])
        found["waits"].append(time.perf_counter() - began)
        if outcome in found and outcome != "errors":
            found[outcome] += 1
        else:
            found["errors"].append(outcome)
    return found


def attempt(therapist: Any, client: Any, room: Any, start: datetime, minutes: int) -> str:
    """Try once; "won", "refused", or the error in words."""
    from reverie.core.policy import Actor
    from reverie.scheduling.actions import CannotBook, book_appointment

    try:
        book_appointment(
            therapist=therapist, client=client, room=room, start_at=start, minutes=minutes,
            by=Actor.system("bench.race", client.practice_id),
        )  # fmt: skip
    except CannotBook:
        return "refused"
    except Exception as error:
        return repr(error)
    return "won"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    print(json.dumps(main(json.loads(sys.argv[1]))), flush=True)
