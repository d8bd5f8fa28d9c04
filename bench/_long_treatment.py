"""A long treatment in a database of its own: many hours, sheets, moments and threads, all invented words."""

from __future__ import annotations

import os
import random
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
WORDS = ["the", "a", "of", "to", "and", "kettle", "landing", "stairs", "letter", "bus", "quiet", "late"]
KINDS = ["affect", "insight", "defense", "resistance", "transference", "countertransference", "dream"]
BEGAN = datetime(2014, 1, 7, 18, 0, tzinfo=UTC)


def begin() -> None:
    """Start Django on an empty SQLite file in a folder that is thrown away at the end."""
    home = tempfile.mkdtemp(prefix="reverie-bench-")
    os.environ.update(REVERIE_HOME=home, DJANGO_SETTINGS_MODULE="config.settings_test", DATABASE_URL="")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from reverie.core import master_key

    settings.ALLOWED_HOSTS = ["testserver"]
    Path(settings.MASTER_KEY_FILE).parent.mkdir(parents=True, exist_ok=True)
    master_key.create()
    call_command("migrate", verbosity=0)


def text(chance: random.Random, lines: int, words: int) -> str:
    """A sheet's text: numbered lines, so that each passage occurs once."""
    return "\n".join(f"E: {' '.join(chance.choices(WORDS, k=words))} number {line}." for line in range(lines))


class Treatment:
    """A practice with one therapist of that name; `add` makes a client with so many hours and moments."""

    def __init__(self, name: str = "bench") -> None:
        from reverie.accounts.models import Membership, Practice, Therapist, User
        from reverie.accounts.queries import actor_of

        self.added = 0
        self.practice = Practice.objects.create(name="Bench", zone="UTC")
        self.user = User.objects.create_user(f"{name}@example.invalid", name="Hanna Bench", zone="UTC")
        Membership.objects.create(practice=self.practice, user=self.user, role="therapist")
        self.therapist = Therapist.objects.create(
            practice=self.practice, user=self.user, name="Hanna Bench", zone="UTC"
        )
        self.actor = actor_of(self.user)

    def add(self, name: str, *, hours: int, moments: int, threads: int, words: int = 60) -> Any:
        """The client, with `moments` spread over the hours (four hours a week) and over the threads."""
        from reverie.accounts.models import Client
        from reverie.process.actions import open_thread
        from reverie.treatment.models import Treatment as Course

        chance = random.Random(hours)  # noqa: S311 - data, not secrets
        client = Client.objects.create(practice=self.practice, name=name, zone="UTC")
        course = Course.objects.create(
            practice=self.practice,
            client=client,
            therapist=self.therapist,
            state=Course.ACTIVE,
            started_on=date(2014, 1, 7),
        )
        held = [open_thread(client=client, title=f"Thread {n}", by=self.actor) for n in range(threads)]
        self._sheets(course, [thread.id for thread in held], (hours, moments, words), chance)
        return client

    def book_today(self, client: Any) -> None:
        """An hour with that client later today, as the day page shows it."""
        from reverie.core import clock
        from reverie.scheduling.models import Appointment

        start = clock.now().replace(hour=23, minute=0)
        people = {"practice": self.practice, "client": client, "therapist": self.therapist}
        times = {"wall_start": start, "start_at": start, "end_at": start + timedelta(minutes=50)}
        Appointment.objects.create(**people, **times, zone="UTC", state="confirmed")

    def _sheets(self, course: Any, threads: list[Any], size: tuple[int, int, int], chance: Any) -> None:
        from django.db import transaction

        from reverie.core.sealing import keychain
        from reverie.process.access import scope_of
        from reverie.process.actions.summary import rewrite
        from reverie.process.models import Moment, ProcessSheet

        hours, moments, words = size
        scope = scope_of(self.actor, course.client_id)
        chain = keychain(scope)
        owner = {"practice": self.practice, "author": self.user, "client": course.client}
        sheets, marks, entries = [], [], []
        for number, session in enumerate(self._sessions(course, hours)):
            sheet = ProcessSheet(session=session, **owner)
            body = text(chance, 10, max(1, words // 10 - 2))
            sheet.seal_words(chain, {**EMPTY, "body": body})
            sheets.append(sheet)
            share = moments * (number + 1) // hours - moments * number // hours
            for place in range(share):
                row, entry = _mark(sheet, session, body, place, threads, chance)
                moment = Moment(sheet=sheet, id=entry.moment, **owner)
                moment.seal_words(chain, row)
                marks.append(moment)
                entries.append(entry)
        with transaction.atomic():
            ProcessSheet.objects.bulk_create(sheets, batch_size=500)
            Moment.objects.bulk_create(marks, batch_size=500)
            rewrite(scope, chain, put=entries)

    def _sessions(self, course: Any, hours: int) -> list[Any]:
        from reverie.record.models import Session
        from reverie.scheduling.models import Appointment

        rows, booked = [], []
        # Each client has an hour of the day, so that nobody is in two places.
        first = BEGAN + timedelta(hours=self.added % 20)
        self.added += 1
        people = {"practice": self.practice, "client": course.client, "therapist": self.therapist}
        for number in range(hours):
            start = first + timedelta(days=7 * (number // 4) + number % 4)
            end = start + timedelta(minutes=50)
            held = Appointment(
                **people, state="took_place", wall_start=start, zone="UTC", start_at=start, end_at=end
            )
            facts = {"number": number + 1, "started_at": start, "stopped_at": end, "zone": "UTC"}
            facts |= {"locked_at": end, "locked_by": self.user.pk}
            booked.append(held)
            rows.append(Session(**people, **facts, treatment=course, appointment=held))
        Appointment.objects.bulk_create(booked, batch_size=500)
        return list(Session.objects.bulk_create(rows, batch_size=500))


EMPTY = {"title": "", "form": "plain", "carry_over": "", "reactions": "", "speakers": {}}


def _mark(
    sheet: Any, session: Any, body: str, place: int, threads: list[Any], chance: Any
) -> tuple[Any, Any]:
    from uuid import uuid4

    from reverie.process.anchors import anchor_of
    from reverie.process.queries.summary import Entry

    kind = chance.choice(KINDS)
    codes = {"level": str(chance.randint(1, 7))} if kind == "defense" else {}
    thread = chance.choice(threads)
    words = {
        "kind": kind,
        "anchors": [anchor_of(body, f"number {place % 10}.").__dict__],
        "codes": codes,
        "note": "",
        "threads": [str(thread)],
        "wants_second": False,
    }
    entry = Entry(uuid4(), sheet.id, session.number, session.started_at.date(), kind, codes, (thread,), {})
    return words, entry
