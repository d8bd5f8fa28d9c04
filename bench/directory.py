"""How long does somebody wait who looks for a therapist among a whole network?

A search over HTTP, from the middleware to the last byte of its page of twenty, in a warm process. The limit
is a page of twenty rows as bare as this program has one: a signed-in therapist's list of clients. Every
search asks for something else than the one before it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import _installation
from bench._measuring import Row, Workload, barred, line, measure, present, seconds
from bench._network import BEGIN, Network, network

ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
CHUNK = 2_000
PAGE = 20


def fill(world: Network) -> Any:
    """One practice with everybody of the network in it, listed; the practice."""
    from reverie.accounts.models import Practice

    practice = Practice.objects.create(name="Network", zone=ZONES[0])
    for low in range(0, len(world), CHUNK):
        _fill(practice, world, range(low, min(low + CHUNK, len(world))))
    return practice


def _fill(practice: Any, world: Network, numbers: range) -> None:
    from reverie.accounts.models import Therapist, User
    from reverie.directory.models import Credential, Profile
    from reverie.scheduling.models import AvailabilityRule, FreePlane
    from reverie.timetable.walltime import utc_seconds

    people = [User(email=f"{n}@example.invalid", name=f"Therapist {n}", zone=ZONES[n % 4]) for n in numbers]
    User.objects.bulk_create(people)
    rows = [Therapist(practice=practice, user=one, name=one.name, zone=one.zone) for one in people]
    Therapist.objects.bulk_create(rows)
    profiles = [_profile(practice, row, world, n) for n, row in zip(numbers, rows, strict=True)]
    Profile.objects.bulk_create(profiles)
    licences = [
        Credential(
            profile=one, jurisdiction=f"State {state}", kind="psychologist", number=str(n),
            valid_until=(BEGIN + timedelta(days=900)).date(),
        )
        for n, one in zip(numbers, profiles, strict=True)
        for state in _of(world, "states", n)
    ]  # fmt: skip
    Credential.objects.bulk_create(licences)
    rules = [
        AvailabilityRule(therapist=row, weekday=day, start_minute=480, end_minute=1200, zone=row.zone)
        for row in rows
        for day in range(5)
    ]
    AvailabilityRule.objects.bulk_create(rules)
    first = utc_seconds(BEGIN) // 900
    planes = [
        FreePlane(therapist=row, first_quarter=first, bits=world.planes[n].tobytes())
        for n, row in zip(numbers, rows, strict=True)
    ]
    FreePlane.objects.bulk_create(planes)


def _of(world: Network, column: str, number: int) -> list[int]:
    mask = int(world.masks[column][number])
    return [position for position in range(mask.bit_length()) if mask >> position & 1]


def _profile(practice: Any, therapist: Any, world: Network, number: int) -> Any:
    from reverie.core import clock
    from reverie.directory import queries
    from reverie.directory.models import Profile

    concerns, approaches = list(queries.concerns()), list(queries.approaches())
    return Profile(
        practice=practice, therapist=therapist, slug=f"therapist-{number:06}", statement="I listen.",
        approaches=[approaches[n] for n in _of(world, "approaches", number)],
        concerns=[concerns[n % len(concerns)] for n in _of(world, "specialties", number)],
        languages=[f"Language {n}" for n in _of(world, "languages", number)],
        insurers=[f"Insurer {n}" for n in _of(world, "insurers", number)],
        places=["office", "online"] if number % 3 else ["online"], is_listed=True, confirmed_at=clock.now(),
        fee_first_cents=20_000, fee_cents=int(world.price[number]) * 100,
    )  # fmt: skip


def bare(practice: Any) -> Callable[[], object]:
    """The list of twenty clients, for a therapist who is signed in."""
    from django.test import Client as Browser

    from reverie.accounts.models import Client, Membership, Therapist
    from reverie.core.policy import Actor
    from reverie.treatment.actions import open_consultation

    therapist = Therapist.objects.filter(practice=practice).select_related("user").order_by("name")[0]
    Membership.objects.create(practice=practice, user=therapist.user, role="therapist")
    by = Actor.system("bench", practice.id)
    for number in range(PAGE):
        client = Client.objects.create(practice=practice, name=f"Client {number}", zone=ZONES[0])
        open_consultation(client=client, therapist=therapist, started_on=BEGIN.date(), by=by)
    browser = Browser(SERVER_NAME="localhost")
    browser.force_login(therapist.user)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session["account_authentication_methods_user"] = str(therapist.user.pk)
    session.save()
    return lambda: _page(browser.get("/desk/clients/"), "Client 19")


def _page(answer: Any, words: str) -> object:
    if answer.status_code != 200 or words not in answer.content.decode():
        raise SystemExit(f"directory: a page was not what was asked for ({answer.status_code}).")
    return answer


def searches(kind: str) -> Callable[[], object]:
    """A visitor's searches, one after another: `medium` by concern and place, `tight` by six facets and
    when.
    """
    from django.test import Client as Browser

    from reverie.directory import queries

    browser = Browser(SERVER_NAME="localhost")
    concerns, approaches = list(queries.concerns()), list(queries.approaches())
    medium = [
        {"concern": concern, "place": place} for concern in concerns[:9] for place in ("office", "online")
    ]
    tight = [
        {
            "concern": concerns[n % 9], "approach": approaches[n % 7], "insurer": f"Insurer {n % 40}",
            "language": f"Language {n % 10}", "most": "18000", "place": "online",
            "day": [str(n % 5), str((n + 2) % 5)], "when": ["morning", "evening"], "zone": ZONES[n % 4],
        }
        for n in range(63)
    ]  # fmt: skip
    asked = cycle(medium if kind == "medium" else tight)
    return lambda: _page(browser.post("/find/", next(asked)), "therapist")


def lines(is_quick: bool) -> Iterator[Row]:
    """A line a workload."""
    _installation.begin()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from reverie.directory.queries import shelf

    call_command("collectstatic", interactive=False, verbosity=0)
    for size, bar in ((1_000, 1.5),) if is_quick else ((10_000, 1.5), (100_000, 2)):
        clear()
        practice = fill(network(size))
        limit = bare(practice)
        shelf.forget()
        kinds = {kind: searches(kind) for kind in ("medium", "tight")}
        cold = seconds(kinds["medium"])
        yield line("directory", f"the first search of a process, {size:,} therapists", reverie=cold)
        for kind, ask in kinds.items():
            with CaptureQueriesContext(connection) as questions:
                ask()
            words = f"questions to the database, {kind} search, {size:,} therapists"
            yield barred(line("directory", words, reverie=len(questions), unit="queries"), most=8)
            work = Workload(f"{kind} search, {size:,} therapists, limit a signed-in page", ask, limit=limit)
            yield barred(measure("directory", work, 9 if is_quick else 41), slower=bar)


def clear() -> None:
    """Empty what the last size left."""
    from django.core.management import call_command
    from django.db import connection

    from reverie.core import append_only

    append_only.drop(connection)
    call_command("flush", interactive=False, verbosity=0)
    append_only.create(connection)


def main(argv: list[str] | None = None) -> int:
    """Print a line a workload."""
    return present("directory", "A search over HTTP, beside a bare page.", lines, argv)


if __name__ == "__main__":
    sys.exit(main())
