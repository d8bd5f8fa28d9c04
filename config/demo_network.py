"""More practices beside the demo's own, for load: drawn from a seed, written many rows at a time.

The people in them have numbers for names; they are invented and do nothing but have hours. No act made
these rows, so the audit does not speak of them.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction

from reverie.accounts.models import Client, Membership, Practice, Therapist, User
from reverie.core import clock
from reverie.directory import queries
from reverie.directory.models import Credential, Profile
from reverie.scheduling import planes
from reverie.scheduling.models import Appointment, AvailabilityRule, FreePlane
from reverie.timetable.plane import free_bits
from reverie.treatment.models import Treatment

THERAPISTS, CLIENTS, HOURS = 4, 10, 10
"""Therapists a practice, clients a therapist, hours a client: 400 hours a practice."""
AT_ONCE = 25
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
STATES = ("New York", "Illinois", "Colorado", "California", "Oregon", "Texas")
LANGUAGES = ("English", "Spanish", "French", "Mandarin", "Tagalog", "Arabic", "Polish", "Portuguese")
WEEKS_BACK, FIRST_HOUR = 5, 8
SEED = 7


def fill(practices: int) -> int:
    """Make so many practices; how many hours they have together."""
    chance, made = Random(SEED), 0  # noqa: S311 the same world each time, nothing secret
    for low in range(0, practices, AT_ONCE):
        with transaction.atomic():
            made += _some(chance, range(low + 2, min(low + AT_ONCE, practices) + 2))
    return made


def _some(chance: Random, numbers: Sequence[int]) -> int:
    rows = [Practice(name=f"Practice {number}", zone=ZONES[number % len(ZONES)]) for number in numbers]
    Practice.objects.bulk_create(rows)
    therapists = _therapists(rows)
    Profile.objects.bulk_create(profiles := [_profile(chance, one) for one in therapists])
    Credential.objects.bulk_create([_licence(chance, one) for one in profiles])
    rules = {one.pk: _rules(one) for one in therapists}
    AvailabilityRule.objects.bulk_create([rule for some in rules.values() for rule in some])
    clients = {one.pk: _clients(one) for one in therapists}
    Client.objects.bulk_create([client for some in clients.values() for client in some])
    treatments = [_treatment(one, client) for one in therapists for client in clients[one.pk]]
    Treatment.objects.bulk_create(treatments)
    hours = {one.pk: list(_hours(one, clients[one.pk])) for one in therapists}
    made = Appointment.objects.bulk_create([hour for some in hours.values() for hour in some], 1_000)
    FreePlane.objects.bulk_create([_plane(one, rules[one.pk], hours[one.pk]) for one in therapists])
    return len(made)


def _therapists(practices: Sequence[Practice]) -> list[Therapist]:
    users: list[User] = []
    therapists: list[Therapist] = []
    for practice in practices:
        for _ in range(THERAPISTS):
            email = f"therapist-{practice.pk.hex[:12]}-{len(users)}@example.invalid"
            users.append(
                User(email=email, name=f"Therapist {len(users) + 1} of {practice}", zone=practice.zone)
            )
            therapists.append(
                Therapist(practice=practice, user=users[-1], name=users[-1].name, zone=practice.zone)
            )
    User.objects.bulk_create(users)
    Therapist.objects.bulk_create(therapists)
    roles = [Membership(practice=one.practice, user=one.user, role="therapist") for one in therapists]
    Membership.objects.bulk_create(roles)
    return therapists


def _profile(chance: Random, therapist: Therapist) -> Profile:
    concerns, approaches = list(queries.concerns()), list(queries.approaches())
    fee = chance.randrange(6_000, 30_000, 500)
    return Profile(
        practice=therapist.practice, therapist=therapist, slug=f"t-{therapist.pk.hex}", statement="I listen.",
        approaches=chance.sample(approaches, chance.randint(1, 3)),
        concerns=chance.sample(concerns, min(len(concerns), chance.randint(1, 4))),
        languages=chance.sample(LANGUAGES, chance.randint(1, 2)),
        insurers=[f"Insurer {number}" for number in chance.sample(range(40), chance.randint(0, 8))],
        places=["office", "online"] if chance.random() < 0.7 else ["online"],
        is_listed=True, confirmed_at=clock.now(), fee_first_cents=fee, fee_cents=fee,
    )  # fmt: skip


def _licence(chance: Random, profile: Profile) -> Credential:
    until = clock.now().date() + timedelta(days=900)
    place = chance.choice(STATES)
    return Credential(profile=profile, jurisdiction=place, kind="psychologist", number="0", valid_until=until)


def _rules(therapist: Therapist) -> list[AvailabilityRule]:
    return [
        AvailabilityRule(
            therapist=therapist, weekday=day, start_minute=480, end_minute=1200, zone=therapist.zone
        )
        for day in range(5)
    ]


def _clients(therapist: Therapist) -> list[Client]:
    practice = therapist.practice
    return [
        Client(practice=practice, name=f"Client {number + 1} of {therapist.name}", zone=practice.zone)
        for number in range(CLIENTS)
    ]


def _treatment(therapist: Therapist, client: Client) -> Treatment:
    return Treatment(
        practice=therapist.practice, client=client, therapist=therapist, state=Treatment.ACTIVE,
        started_on=_monday() - timedelta(weeks=WEEKS_BACK),
    )  # fmt: skip


def _monday() -> date:
    today = clock.now().date()
    return today - timedelta(days=today.weekday())


def _hours(therapist: Therapist, clients: Sequence[Client]) -> Iterator[Appointment]:
    """Each client has an hour of the week of their own; half of them lie behind."""
    now, zone = clock.now(), ZoneInfo(therapist.zone)
    for place, client in enumerate(clients):
        day = _monday() - timedelta(weeks=WEEKS_BACK) + timedelta(days=place % 5)
        for week in range(HOURS):
            on = day + timedelta(weeks=week)
            wall = datetime(on.year, on.month, on.day, FIRST_HOUR + place // 5, tzinfo=UTC)
            start = wall.replace(tzinfo=zone).astimezone(UTC)
            yield Appointment(
                practice=therapist.practice, therapist=therapist, client=client, wall_start=wall,
                zone=therapist.zone, start_at=start, end_at=start + timedelta(minutes=50),
                state=Appointment.TOOK_PLACE if start < now else Appointment.CONFIRMED,
            )  # fmt: skip


def _plane(therapist: Therapist, rules: list[AvailabilityRule], hours: list[Appointment]) -> FreePlane:
    axis = planes.current_axis()
    taken = [(hour.start_at, hour.end_at) for hour in hours if hour.end_at > axis.begin]
    bits = free_bits(axis, planes.weeks_of(rules, [], []), taken)
    stored = bits.to_bytes(axis.words * 8, "little")
    return FreePlane(therapist=therapist, first_quarter=axis.first, bits=stored)
