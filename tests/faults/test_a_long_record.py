"""A copy of a record of 500 sessions: every note, no word of the process space, and it comes back whole."""

import io
import json
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from conftest import actor_for, member
from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.interop.actions import bring_back, export_client
from reverie.process.actions import SheetWords, keep_sheet, open_sheet
from reverie.record import actions
from reverie.record.models import ProgressNote
from reverie.record.queries.sessions import verify_note
from reverie.treatment.models import Treatment

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SESSIONS, SECONDS = 500, 10.0
CANARY = "quvyxkwz-process"
BEGAN = datetime(2016, 1, 5, 18, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Copy:
    """What was made, how long it took, and how often each note stands in it."""

    content: bytes
    items: int
    took: float


def written(treatment: Treatment, by: Actor) -> None:
    """Signed sessions, week after week, and a process sheet beside the record."""
    for number in range(SESSIONS):
        start = BEGAN + timedelta(days=7 * number)
        facts = actions.Facts(started_at=start, stopped_at=start + timedelta(minutes=50))
        with clock.telling(facts.stopped_at):
            session = actions.open_session(treatment=treatment, facts=facts, by=by)
            words = {"note": f"The note of hour {number:04d}. " + "Slept badly, spoke about it. " * 12}
            actions.save_draft(session=session, words=words, template="free", version=0, by=by)
            actions.sign_note(session=session, version=1, by=by)
    sheet = open_sheet(client=treatment.client, title="Sheet", by=by)
    keep_sheet(sheet=sheet, words=SheetWords(body=CANARY), by=by)


@pytest.fixture(scope="module")
def copy(django_db_setup: None, django_db_blocker: Any) -> Iterator[Copy]:
    """The copy; the client themselves is gone again."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            practice = Practice.objects.create(name="Elm Row", zone="UTC")
            user = member(practice, "Hanna Lindqvist", "therapist")
            hanna = Therapist.objects.create(practice=practice, user=user, name=user.name, zone="UTC")
            elena = Client.objects.create(practice=practice, name="Elena Marsh", zone="UTC")
            people = {"practice": practice, "client": elena, "therapist": hanna}
            treatment = Treatment.objects.create(**people, state="active", started_on=date(2016, 1, 5))
            written(treatment, actor_for(user))
            begun = time.monotonic()
            given = {"recipient": "Dr. Osei", "purpose": "a move"}
            archive = export_client(client=elena, own=False, **given, by=actor_for(user))
            made = Copy(archive.content, archive.items, time.monotonic() - begun)
            transaction.set_rollback(True)
        yield made


def files(copy: Copy) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(copy.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_note_is_in_words_and_in_data(copy: Copy) -> None:
    found = files(copy)
    record, text = json.loads(found["record.json"]), found["record.txt"].decode()
    assert len(record["Session"]) == len(record["ProgressNote"]) == SESSIONS
    notes = {row["words"]["note"][:22] for row in record["ProgressNote"]}
    assert notes == {f"The note of hour {number:04d}." for number in range(SESSIONS)}
    assert all(note in text for note in notes)
    assert found["record.pdf"].startswith(b"%PDF")


def test_no_word_of_the_process_space_is_in_it(copy: Copy) -> None:
    assert not [name for name, content in files(copy).items() if CANARY.encode() in content]


def test_it_is_made_in_time(copy: Copy) -> None:
    assert copy.took <= SECONDS


def test_it_comes_back_with_the_same_counts_and_signatures(copy: Copy) -> None:
    client, told, here = bring_back(archive=copy.content, by=Actor.system("test"))
    assert told == here
    assert here["record"]["ProgressNote"] == SESSIONS
    assert sum(sum(kinds.values()) for kinds in here.values()) == copy.items
    notes = ProgressNote.objects.filter(session__client=client)
    assert all(verify_note(note) for note in notes[::50])
