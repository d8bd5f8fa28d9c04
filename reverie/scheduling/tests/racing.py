"""One racer: a process of its own that tries to book one hour after another (see test_race.py)."""

import json
import os
import sys
from datetime import datetime, timedelta

import django


def main(plan: dict) -> dict:
    """Book every hour of the plan as this racer's client; counts of wins, refusals and errors."""
    from django.db import connections

    from reverie.scheduling.actions import CannotBook

    connections["default"].settings_dict["NAME"] = plan["database"]
    counts = {"won": 0, "refused": 0, "errors": 0}
    for number in range(plan["hours"]):
        try:
            book(plan, number)
            counts["won"] += 1
        except CannotBook:
            counts["refused"] += 1
        except Exception as error:
            counts["errors"] += 1
            print(repr(error), file=sys.stderr)
    return counts


def book(plan: dict, number: int) -> None:
    """Try for one hour."""
    from reverie.accounts.models import Client, Therapist
    from reverie.core.policy import Actor
    from reverie.scheduling.actions import book_appointment
    from reverie.scheduling.models import Room

    client = Client.objects.get(pk=plan["client"])
    book_appointment(
        therapist=Therapist.objects.get(pk=plan["therapists"][number % len(plan["therapists"])]),
        client=client,
        partner=Client.objects.filter(pk=plan["partner"]).first(),
        room=Room.objects.filter(pk=plan["room"]).first(),
        start_at=datetime.fromisoformat(plan["first"]) + timedelta(hours=number),
        minutes=plan["minutes"],
        by=Actor.system("race", client.practice_id),
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(json.dumps(main(json.loads(sys.argv[1]))))
