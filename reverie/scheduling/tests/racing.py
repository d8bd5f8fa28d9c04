"""One racer: a process of its own that tries to book one hour after another (see test_race.py)."""

import json
import os
import sys
from datetime import datetime, timedelta

import django


def main(plan: dict) -> dict:
    """Book every hour of the plan as this racer's client; counts of wins, refusals and errors."""
    from django.db import connections

    from reverie.accounts.models import Client, Therapist
    from reverie.core.policy import Actor
    from reverie.scheduling import actions
    from reverie.scheduling.models import Room

    connections["default"].settings_dict["NAME"] = plan["database"]
    therapists = list(Therapist.objects.filter(pk__in=plan["therapists"]).order_by("pk"))
    client = Client.objects.get(pk=plan["client"])
    room = Room.objects.filter(pk=plan["room"]).first()
    counts = {"won": 0, "refused": 0, "errors": 0}
    for number in range(plan["hours"]):
        try:
            actions.book_appointment(
                therapist=therapists[number % len(therapists)],
                client=client,
                room=room,
                start_at=datetime.fromisoformat(plan["first"]) + timedelta(hours=number),
                minutes=plan["minutes"],
                by=Actor.system("race", client.practice_id),
            )
            counts["won"] += 1
        except actions.CannotBook:
            counts["refused"] += 1
        except Exception as error:
            counts["errors"] += 1
            print(repr(error), file=sys.stderr)
    return counts


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(json.dumps(main(json.loads(sys.argv[1]))))
