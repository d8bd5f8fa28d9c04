"""A copy of the longest demo client: every item, no word of the process space, and it comes back whole."""

import argparse
import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from config import demo
from conftest import actor_for
from reverie.accounts.models import Client, User
from reverie.billing.models import Coverage, Document, Series
from reverie.core import demo_case
from reverie.core.files import read_file
from reverie.core.policy import Actor
from reverie.interop import commands
from reverie.interop.actions import Archive, CannotBringBack, bring_back, export_client
from reverie.interop.queries import count_of, record_of
from reverie.record.models import ProgressNote
from reverie.record.queries.sessions import verify_note

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BY = Actor.system("test")
WORDS = "six words that nobody guesses"


@pytest.fixture(scope="module")
def copy(django_db_setup: None, django_db_blocker: object) -> Iterator[dict[str, object]]:
    """Elena's copy, open and closed, and what is in her record; the demo itself is gone again."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        with transaction.atomic():
            demo._load_one(1)
            elena = Client.objects.get(name="Elena Marsh")
            items = count_of(record_of(elena, own=False))
            by = actor_for(User.objects.get(name="Hanna Lindqvist"))
            begun = time.monotonic()
            archive = export_client(client=elena, own=False, recipient="Dr. Osei", purpose="a move", by=by)
            took = time.monotonic() - begun
            closed = export_client(
                client=elena, own=False, recipient="x", purpose="y", passphrase=WORDS, by=by
            )
            transaction.set_rollback(True)
        yield {"archive": archive, "closed": closed, "items": items, "took": took}


def content(copy: dict[str, object], name: str = "archive") -> bytes:
    archive = copy[name]
    assert isinstance(archive, Archive)
    return archive.content


def test_it_comes_back_whole_and_every_signature_holds(copy: dict[str, object]) -> None:
    client, told, here = bring_back(archive=content(copy), by=BY)
    assert told == here
    assert sum(sum(kinds.values()) for kinds in here.values()) == copy["items"]
    notes = ProgressNote.objects.filter(session__client=client).exclude(signed_at=None)
    assert notes.count() > 50
    assert all(verify_note(note) for note in notes[::10])


def test_numbers_go_on_and_cards_come_along(copy: dict[str, object]) -> None:
    client, _told, _here = bring_back(archive=content(copy), by=BY)
    documents = Document.objects.filter(client=client)
    assert documents.exists()
    for row in documents:
        series = Series.objects.get(practice=client.practice, kind=row.kind, year=row.year)
        assert series.last >= row.number
    front = Coverage.objects.get(client=client, ends_on=None).front
    assert front is not None and read_file(front).startswith(b"\x89PNG")


def test_it_comes_back_once(copy: dict[str, object]) -> None:
    bring_back(archive=content(copy), by=BY)
    with pytest.raises(CannotBringBack, match="here already"):
        bring_back(archive=content(copy), by=BY)


def test_a_closed_copy_needs_its_words(copy: dict[str, object]) -> None:
    with pytest.raises(CannotBringBack, match="does not fit"):
        bring_back(archive=content(copy, "closed"), passphrase="other words here", by=BY)
    bring_back(archive=content(copy, "closed"), passphrase=WORDS, by=BY)
    assert Client.objects.filter(name="Elena Marsh").exists()


def test_a_changed_copy_is_refused(copy: dict[str, object]) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content(copy))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(b"Elena", b"Elina") if name == "person.json" else text)
    with pytest.raises(CannotBringBack, match=r"person\.json was changed"):
        bring_back(archive=made.getvalue(), by=BY)
    with pytest.raises(CannotBringBack, match="no copy of a record"):
        bring_back(archive=b"PK", by=BY)
    assert not Client.objects.exists()


def test_no_word_of_the_process_space_is_in_it(copy: dict[str, object]) -> None:
    case = demo_case.case()
    private = [hour.text for hour in case.hours] + [
        str(hour.facts.get("carry_over", "")) for hour in case.hours
    ]
    lines = {line.strip() for text in private for line in text.split("\n") if len(line.strip()) > 30}
    with zipfile.ZipFile(io.BytesIO(content(copy))) as file:
        everything = "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    assert len(lines) > 100
    assert [line for line in lines if line in everything] == []


def test_the_command_says_both_counts(
    copy: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "record.zip"
    path.write_bytes(content(copy))
    assert commands.import_file(argparse.Namespace(file=path, passphrase_file=None, json=True)) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["items"] == said["here"] == copy["items"]
