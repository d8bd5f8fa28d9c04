"""More practices beside the demo's own, for load: drawn from a seed, written many rows at a time.

The people in them have numbers for names; they are invented and do nothing but have hours. No act made
these rows, so the audit does not speak of them.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from reverie.accounts.models import Client, Membership, Practice, Therapist, User
from reverie.core import clock
from reverie.core.trips import insert_all
from reverie.directory import queries
from reverie.directory.models import Credential, Profile
from reverie.scheduling import planes
from reverie.scheduling.models import Appointment, AvailabilityRule, FreePlane
from reverie.timetable.plane import free_bits
from reverie.treatment.models import Treatment

THERAPISTS, CLIENTS, HOURS = 4, 10, 10
"""Therapists a practice, clients a therapist, hours a client: 400 hours a practice."""
AT_ONCE = 25
"""Practices a transaction, some ten thousand hours: memory does not grow with the number asked for."""
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
STATES = ("New York", "Illinois", "Colorado", "California", "Oregon", "Texas")
LANGUAGES = ("English", "Spanish", "French", "Mandarin", "Tagalog", "Arabic", "Polish", "Portuguese")
WEEKS_BACK, FIRST_HOUR = 5, 8
SEED = 7
CACHE_KIB = 256 * 1024

Row = dict[str, Any]
Told = Callable[[int, int], None]


def fill(practices: int, told: Told | None = None) -> int:
    """Make so many practices; how many hours they have together. `told` hears how many are kept so far."""
    chance, made = Random(SEED), 0  # noqa: S311 the same world each time, nothing secret
    with _much_in_memory():
        for low in range(0, practices, AT_ONCE):
            high = min(low + AT_ONCE, practices)
            with transaction.atomic():
                made += _some(chance, range(low + 2, high + 2))
            if told:
                told(high, made)
    if practices and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return made


@contextmanager
def _much_in_memory() -> Iterator[None]:
    """SQLite: while it loads, the inner pages of a large file's indexes stay in memory."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


def _some(chance: Random, numbers: Sequence[int]) -> int:
    rows = [
        Practice(id=_id(chance), name=f"Practice {number}", zone=ZONES[number % len(ZONES)])
        for number in numbers
    ]
    Practice.objects.bulk_create(rows)
    therapists = _therapists(chance, rows)
    Profile.objects.bulk_create(profiles := [_profile(chance, one) for one in therapists])
    insert_all(Credential, [_licence(chance, one) for one in profiles])
    rules = {one.pk: _rules(chance, one) for one in therapists}
    AvailabilityRule.objects.bulk_create([rule for some in rules.values() for rule in some])
    clients = {one.pk: _clients(chance, one) for one in therapists}
    insert_all(Client, [client for some in clients.values() for client in some])
    insert_all(Treatment, [_treatment(chance, one, row) for one in therapists for row in clients[one.pk]])
    hours = {one.pk: list(_hours(chance, one, clients[one.pk])) for one in therapists}
    insert_all(Appointment, [hour for some in hours.values() for hour in some])
    FreePlane.objects.bulk_create([_plane(chance, one, rules[one.pk], hours[one.pk]) for one in therapists])
    return sum(map(len, hours.values()))


def _id(chance: Random) -> UUID:
    """As good as the model's own, and the same each time."""
    return UUID(int=chance.getrandbits(128), version=4)


def _therapists(chance: Random, practices: Sequence[Practice]) -> list[Therapist]:
    users: list[User] = []
    therapists: list[Therapist] = []
    for practice in practices:
        for number in range(1, THERAPISTS + 1):
            user, one = _therapist(chance, practice, number)
            users.append(user)
            therapists.append(one)
    User.objects.bulk_create(users)
    Therapist.objects.bulk_create(therapists)
    insert_all(Membership, [
        {"id": _id(chance), "practice_id": one.practice_id, "user_id": one.user_id, "role": "therapist"}
        for one in therapists
    ])  # fmt: skip
    return therapists


def _therapist(chance: Random, practice: Practice, number: int) -> tuple[User, Therapist]:
    name, email = f"Therapist {number} of {practice}", f"therapist-{practice.pk.hex[:12]}-{number}"
    user = User(id=_id(chance), email=f"{email}@example.invalid", name=name, zone=practice.zone)
    return user, Therapist(id=_id(chance), practice=practice, user=user, name=name, zone=practice.zone)


def _profile(chance: Random, therapist: Therapist) -> Profile:
    concerns, approaches = list(queries.concerns()), list(queries.approaches())
    fee = chance.randrange(6_000, 30_000, 500)
    return Profile(
        id=_id(chance), practice=therapist.practice, therapist=therapist, slug=f"t-{therapist.pk.hex}",
        statement="I listen.", approaches=chance.sample(approaches, chance.randint(1, 3)),
        concerns=chance.sample(concerns, min(len(concerns), chance.randint(1, 4))),
        languages=chance.sample(LANGUAGES, chance.randint(1, 2)),
        insurers=[f"Insurer {number}" for number in chance.sample(range(40), chance.randint(0, 8))],
        places=["office", "online"] if chance.random() < 0.7 else ["online"],
        is_listed=True, confirmed_at=clock.now(), fee_first_cents=fee, fee_cents=fee,
    )  # fmt: skip


def _licence(chance: Random, profile: Profile) -> Row:
    until = clock.now().date() + timedelta(days=900)
    return {
        "id": _id(chance), "profile_id": profile.pk, "jurisdiction": chance.choice(STATES),
        "kind": "psychologist", "number": "0", "valid_until": until,
    }  # fmt: skip


def _rules(chance: Random, therapist: Therapist) -> list[AvailabilityRule]:
    return [
        AvailabilityRule(
            id=_id(chance), therapist=therapist, weekday=day, start_minute=480, end_minute=1200,
            zone=therapist.zone,
        )
        for day in range(5)
    ]  # fmt: skip


def _clients(chance: Random, therapist: Therapist) -> list[Row]:
    return [
        {
            "id": _id(chance), "practice_id": therapist.practice_id, "zone": therapist.zone,
            "name": f"Client {number + 1} of {therapist.name}",
        }
        for number in range(CLIENTS)
    ]  # fmt: skip


def _treatment(chance: Random, therapist: Therapist, client: Row) -> Row:
    return {
        "id": _id(chance), "practice_id": therapist.practice_id, "client_id": client["id"],
        "therapist_id": therapist.pk, "state": Treatment.ACTIVE,
        "started_on": _monday() - timedelta(weeks=WEEKS_BACK),
    }  # fmt: skip


def _monday() -> date:
    today = clock.now().date()
    return today - timedelta(days=today.weekday())


def _hours(chance: Random, therapist: Therapist, clients: Sequence[Row]) -> Iterator[Row]:
    """Each client has an hour of the week of their own; half of them lie behind."""
    now, zone, first = clock.now(), ZoneInfo(therapist.zone), _monday() - timedelta(weeks=WEEKS_BACK)
    for place, client in enumerate(clients):
        on = datetime.combine(first + timedelta(days=place % 5), time(FIRST_HOUR + place // 5), UTC)
        for wall in (on + timedelta(weeks=week) for week in range(HOURS)):
            start = wall.replace(tzinfo=zone).astimezone(UTC)
            yield {
                "id": _id(chance), "practice_id": therapist.practice_id, "therapist_id": therapist.pk,
                "client_id": client["id"], "wall_start": wall, "zone": therapist.zone, "start_at": start,
                "end_at": start + timedelta(minutes=50),
                "state": Appointment.TOOK_PLACE if start < now else Appointment.CONFIRMED,
            }  # fmt: skip


def _plane(
    chance: Random, therapist: Therapist, rules: list[AvailabilityRule], hours: list[Row]
) -> FreePlane:
    axis = planes.current_axis()
    taken = [(hour["start_at"], hour["end_at"]) for hour in hours if hour["end_at"] > axis.begin]
    bits = free_bits(axis, planes.weeks_of(rules, [], []), taken)
    stored = bits.to_bytes(axis.words * 8, "little")
    return FreePlane(id=_id(chance), therapist=therapist, first_quarter=axis.first, bits=stored)
