"""After signing no command and no import changes the session: each is listed by the code and run."""

import argparse
import contextlib
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from config import cli
from conftest import signed_in
from reverie import interop
from reverie.accounts.models import Client, Therapist, User
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.interop.actions import CannotBringBack, export_client
from reverie.interop.models import MoveIn
from reverie.interop.tasks import move_in
from reverie.record import actions
from reverie.record.models import Addendum, ProgressNote, Review, Session
from reverie.record.queries.sessions import verify_note
from reverie.treatment.models import Treatment
from tests.house import write_docs

FROZEN = (Session, ProgressNote, Addendum, Review)
START, STOP = datetime(2026, 11, 24, 18, 0, tzinfo=UTC), datetime(2026, 11, 24, 18, 50, tzinfo=UTC)
Argv = Callable[[Path, ProgressNote], list[str]]
RUN: dict[str, Argv | str] = {
    "audit verify": lambda folder, note: ["audit", "verify"],
    "backup": "copies the database into a file; tests/faults/test_backup.py compares every row",
    "bench": "measures in a database of its own",
    "demo": "refuses on a database with real people",
    "doctor": lambda folder, note: ["doctor"],
    "export client": lambda folder, note: [
        "export", "client", str(note.session.client_id), str(folder), "--to", "A court", "--for", "an order"
    ],
    "forms add": "adds the words of a questionnaire, a file that knows no session",
    "forms list": lambda folder, note: ["forms", "list"],
    "import client": lambda folder, note: ["import", "client", str(_copy(folder, note))],
    "instruments agreement": "pure: opens no database",
    "instruments change": "pure: opens no database",
    "instruments defenses": "pure: opens no database",
    "instruments dreams": "pure: opens no database",
    "instruments list": "pure: opens no database",
    "instruments relationships": "pure: opens no database",
    "instruments ruptures": "pure: opens no database",
    "instruments score": "pure: opens no database",
    "instruments words": "pure: opens no database",
    "keys drill": "reads the recovery sheet and says what fits",
    "keys from-paper": "writes a key file, and only where none is",
    "keys rotate": "seals the same words under a new key: reverie/record/tests/test_new_keys.py",
    "notes open": "opens a file with its author's words; no database",
    "prepare": "migrates; what is signed is compared in tests/faults/test_backup.py",
    "restore": "puts a whole backup in place of an empty folder: tests/faults/test_backup.py",
    "run": "serves the pages and jobs that reverie/record/tests/test_write_paths.py walks",
    "sign-out": "ends browsers: reverie/accounts/tests/test_sign_out_command.py",
    "timetable occurrences": "pure: opens no database",
    "timetable starts": "pure: opens no database",
}  # fmt: skip
"""Command -> its words on a signed session, or why it cannot touch one."""


@pytest.fixture
def signed(client_person: Client, therapist: Therapist, as_therapist: Actor) -> ProgressNote:
    """A signed session."""
    people = {"practice": therapist.practice, "client": client_person, "therapist": therapist}
    treatment = Treatment.objects.create(**people, state="active", started_on=START.date())
    facts, by = actions.Facts(started_at=START, stopped_at=STOP), as_therapist
    with clock.telling(STOP):
        session = actions.open_session(treatment=treatment, facts=facts, by=by)
        words = {"note": "Slept badly."}
        actions.save_draft(session=session, words=words, template="free", version=0, by=by)
        return actions.sign_note(session=session, version=1, by=by)


def rows() -> dict[str, list[Any]]:
    """Every frozen row, column by column."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in FROZEN}


def _copy(folder: Path, note: ProgressNote) -> Path:
    by, path = Actor.system("test", note.session.practice_id), folder / "record.zip"
    given = {"own": False, "recipient": "x", "purpose": "y"}
    path.write_bytes(export_client(client=note.session.client, **given, by=by).content)
    return path


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command of the program, by its words."""
    found = write_docs.commands(cli.parser_for(["--all"]))
    return {name.removeprefix("reverie "): parser for name, parser in found}


def test_every_command_is_in_the_list() -> None:
    assert set(commands()) == set(RUN)


@pytest.mark.parametrize("name", [name for name, how in RUN.items() if callable(how)])
def test_no_command_changes_it(signed: ProgressNote, tmp_path: Path, name: str) -> None:
    how, before = RUN[name], rows()
    assert callable(how)
    args = cli.parser_for(words := how(tmp_path, signed)).parse_args(words)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(CannotBringBack):
        args.run(args)
    assert rows() == before
    assert verify_note(ProgressNote.objects.get())


BUNDLE = Path(interop.__file__).parent / "tests" / "data" / "Christinia_Medhurst.json"
FILES: dict[str, tuple[str, str, bytes]] = {
    MoveIn.CLIENTS: ("file", "clients.csv", b"Name,Email\nElena Marsh,\nIris Vale,\n"),
    MoveIn.HOURS: (
        "hours",
        "hours.csv",
        b"Client,Date,Start Time,Duration,Repeats,Until\nElena Marsh,12/1/27,10:00 AM,50 min,Weekly,\n",
    ),
    MoveIn.RECORD: ("record", "record.json", BUNDLE.read_bytes()),
    MoveIn.PAPERS: ("papers", "Elena Marsh.pdf", b"%PDF-1.7 a letter"),
}
"""Kind of import -> the field of its form, a file's name, and a file that speaks of the same person."""


def test_every_kind_of_import_is_in_the_list() -> None:
    assert set(FILES) == set(MoveIn.KINDS)


@pytest.mark.parametrize("kind", FILES)
def test_no_import_changes_it(signed: ProgressNote, owner: User, kind: str) -> None:
    (field, name, content), before = FILES[kind], rows()
    therapist, client = signed.session.therapist, str(signed.session.client_id)
    chosen = {"does": "run", "name-0": client, "paper-0": client, "whose": client}
    for user in (owner, therapist.user):
        browser, file = signed_in(user), SimpleUploadedFile(name, content)
        browser.post(f"/desk/practice/moving-in/{kind}/", {"therapist": str(therapist.pk), field: file})
        for move in MoveIn.objects.filter(state=MoveIn.READY):
            place = f"/desk/practice/moving-in/{'record/' if kind == MoveIn.RECORD else ''}{move.pk}/"
            browser.post(place, chosen)
            browser.post(f"{place}run/")
            move_in({"move_in": str(move.pk)})
    assert MoveIn.objects.exclude(state=MoveIn.READY).exists()
    assert rows() == before
    assert verify_note(ProgressNote.objects.get())


def test_the_frozen_tables_are_all_that_hold_a_note() -> None:
    there = {model.__name__ for model in apps.get_app_config("record").get_models()}
    beside = {"NoteHold", "Disclosure", "Contact", "Paper", "AccessRequest", "KeepingRule", "Countersigner"}
    assert there - {model.__name__ for model in FROZEN} == beside
