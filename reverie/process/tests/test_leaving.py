import io
import json
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Therapist
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.process.actions import (
    CannotExport,
    CannotKeep,
    CannotMove,
    Handing,
    export_notes,
    import_transcript,
    move_to_record,
)
from reverie.process.archive import open_archive
from reverie.process.models import Authorization, Moment, ProcessSheet
from reverie.process.tests.conftest import BODY, hour
from reverie.process.transcripts import Spoken, Transcript
from reverie.record.models import ProgressNote, Session
from reverie.treatment.models import Treatment

pytestmark = pytest.mark.django_db
PASSPHRASE = "a long passphrase"


@pytest.fixture
def hanna(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


def test_an_archive_holds_everything(sheet: ProcessSheet, moment: Moment, as_therapist: Actor) -> None:
    found = export_notes(client=sheet.client, passphrase=PASSPHRASE, by=as_therapist)
    packed = zipfile.ZipFile(io.BytesIO(open_archive(found.data, PASSPHRASE)))
    held = json.loads(packed.read("notes.json"))
    assert held["sheets"][0]["words"]["body"] == BODY
    assert held["moments"][0]["words"]["kind"] == "defense"
    assert "I hate it." in packed.read("sheets/0001.txt").decode()
    assert AuditEvent.objects.get(verb="export_notes").detail["moments"] == 1


def test_a_short_passphrase_is_refused(sheet: ProcessSheet, as_therapist: Actor) -> None:
    with pytest.raises(CannotExport):
        export_notes(client=sheet.client, passphrase="short", by=as_therapist)


def test_exporting_without_an_audit_link_gives_nothing(
    sheet: ProcessSheet, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    break_audit()
    with pytest.raises(OSError):
        export_notes(client=sheet.client, passphrase=PASSPHRASE, by=as_therapist)


RELEASE = {"why": "release", "recipient": "Dr. Ode", "purpose": "a second opinion"}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"why": "release"}, "who gets the notes"),
        (RELEASE, "the day on which the client signed"),
        ({**RELEASE, "signed_on": date(2999, 1, 1)}, "the day on which the client signed"),
        ({**RELEASE, "signed_on": date(2026, 1, 2)}, "until which day"),
        ({**RELEASE, "signed_on": date(2026, 1, 2), "expires_on": date(2026, 1, 1)}, "until which day"),
        ({**RELEASE, "signed_on": date(2026, 1, 2), "expires_on": date(2026, 2, 1)}, "has run out"),
    ],
)
def test_a_release_needs_an_authorization_of_its_own(
    sheet: ProcessSheet, as_therapist: Actor, fields: dict, sentence: str
) -> None:
    with pytest.raises(CannotExport, match=sentence):
        export_notes(client=sheet.client, passphrase=PASSPHRASE, handing=Handing(**fields), by=as_therapist)
    assert not Authorization.objects.exists()


def test_what_left_is_written_down_apart_from_the_record(hanna: Browser, sheet: ProcessSheet) -> None:
    address = reverse("process:client-export", args=[sheet.client_id])
    days = {"signed_on": "2026-01-02", "expires_on": "2096-01-02"}
    fields = {**RELEASE, **days, "passphrase": PASSPHRASE, "again": PASSPHRASE}
    assert hanna.post(address, fields).status_code == 200
    assert b"Ode" not in bytes(Authorization.objects.get().sealed)
    page = hanna.get(address).content.decode()
    assert "to Dr. Ode, for a second opinion" in page
    assert "signed on January 2, holds until January 2, 2096" in page


def test_the_page_gives_a_closed_file(hanna: Browser, sheet: ProcessSheet) -> None:
    address = reverse("process:client-export", args=[sheet.client_id])
    assert hanna.post(address, {"passphrase": PASSPHRASE, "again": "other"}).status_code == 422
    answer = hanna.post(address, {"passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert answer["Content-Disposition"] == 'attachment; filename="notes.reverie"'
    assert open_archive(answer.content, PASSPHRASE)


def test_lines_go_into_the_draft_of_the_note(
    sheet: ProcessSheet, session: Session, as_therapist: Actor
) -> None:
    move = {"sheet": sheet, "session": session, "by": as_therapist}
    assert move_to_record(**move, lines=["Slept better."], field="course") == 1
    move_to_record(**move, lines=["Mood was low.", "  "], field="course")
    note = ProgressNote.objects.get(session=session)
    assert note.words(note.chain())["course"] == "Slept better.\nMood was low."
    link = AuditEvent.objects.filter(verb="move_to_record").first()
    assert link
    assert set(link.detail) == {"lines", "at"}


@pytest.mark.parametrize(("lines", "field"), [([], "course"), (["  "], "course"), (["Words."], "nowhere")])
def test_what_cannot_move(
    sheet: ProcessSheet, session: Session, as_therapist: Actor, lines: list[str], field: str
) -> None:
    with pytest.raises(CannotMove):
        move_to_record(sheet=sheet, session=session, lines=lines, field=field, by=as_therapist)
    assert not ProgressNote.objects.exists()


def test_lines_go_to_their_own_hour_alone(sheet: ProcessSheet, session: Session, as_therapist: Actor) -> None:
    other = hour(session.treatment, 36, days=7)
    with pytest.raises(CannotMove, match="another hour"):
        move_to_record(sheet=sheet, session=other, lines=["Words."], field="course", by=as_therapist)


def test_moving_without_an_audit_link_moves_nothing(
    sheet: ProcessSheet, session: Session, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    break_audit()
    with pytest.raises(OSError):
        move_to_record(sheet=sheet, session=session, lines=["Words."], field="course", by=as_therapist)
    assert not ProgressNote.objects.exists()


def test_moving_is_previewed_and_worded_anew(hanna: Browser, sheet: ProcessSheet, session: Session) -> None:
    address = reverse("process:sheet-move", args=[sheet.id])
    assert "Choose the lines" in hanna.get(address).content.decode()
    preview = hanna.post(address, {"line": ["0"]}).content.decode()
    assert "This is what will be in the record" in preview
    assert not ProgressNote.objects.exists()
    hanna.post(address, {"line": ["0"], "step": "move", "line-0": "Came late.", "field": "course"})
    note = ProgressNote.objects.get(session=session)
    assert note.words(note.chain())["course"] == "Came late."


TRANSCRIPT = Transcript((Spoken("Elena", None, "Sorry."), Spoken("Hanna", None, "Yes.")), "utf-8")


def test_a_transcript_becomes_a_sheet(session: Session, as_therapist: Actor) -> None:
    letters, names = {"Elena": "E", "Hanna": "T"}, {"E": "Elena", "T": "you"}
    what = {"client": session.client, "session": session, "letters": letters, "names": names}
    import_transcript(**what, transcript=TRANSCRIPT, by=as_therapist)
    with pytest.raises(CannotKeep, match="already"):
        import_transcript(**what, transcript=TRANSCRIPT, by=as_therapist)


def test_importing_without_an_audit_link_imports_nothing(
    session: Session, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    break_audit()
    with pytest.raises(OSError):
        import_transcript(client=session.client, transcript=TRANSCRIPT, letters={}, names={}, by=as_therapist)
    assert not ProcessSheet.objects.exists()


def test_the_page_names_the_speakers(hanna: Browser, sheet: ProcessSheet) -> None:
    address = reverse("process:client-import", args=[sheet.client_id])
    file = SimpleUploadedFile("hour.txt", b"Elena: Sorry.\nHanna: Yes.\nJonah: Hello.")
    page = hanna.post(address, {"file": file})
    turns = page.context["form"].initial["turns"]
    who = {"who-0": "client", "who-1": "me", "who-2": "other"}
    answer = hanna.post(address, {"turns": turns, **who}, follow=True).content.decode()
    assert "E. is Elena, T. is you." in answer
    assert "Jonah" in answer


def test_a_transcript_goes_into_the_hour_that_was_chosen(
    hanna: Browser, sheet: ProcessSheet, treatment: Treatment
) -> None:
    address = reverse("process:client-import", args=[sheet.client_id])
    other = hour(treatment, 36, days=7)
    page = hanna.post(address, {"file": SimpleUploadedFile("hour.txt", b"Elena: Sorry.\nHanna: Yes.")})
    assert "session 36" in page.content.decode()
    fields = {"turns": page.context["form"].initial["turns"], "who-0": "client", "who-1": "me"}
    hanna.post(address, {**fields, "hour": str(other.id)})
    assert ProcessSheet.objects.get(session=other)


def test_guessed_letters_are_looked_at_and_can_be_read_otherwise(hanna: Browser, sheet: ProcessSheet) -> None:
    address = reverse("process:client-import", args=[sheet.client_id])
    file = SimpleUploadedFile("hour.txt", "Elena: Żal mi.\nHanna: Tak.".encode("cp1250"))
    wrong = hanna.post(address, {"file": file})
    assert "¯al mi." in wrong.content.decode()
    fields = {**wrong.context["form"].initial, "who-0": "client", "who-1": "me"}
    right = hanna.post(address, {**fields, "encoding": "cp1250", "again": "1"})
    assert "Żal mi." in right.content.decode()
    fields = {**right.context["form"].initial, "who-0": "client", "who-1": "me"}
    assert hanna.post(address, fields).status_code == 422
    kept = hanna.post(address, {**fields, "looked": "on"}, follow=True).content.decode()
    assert "Żal mi." in kept


def test_letters_that_cannot_be_read_so_stay_as_they_were(hanna: Browser, sheet: ProcessSheet) -> None:
    address = reverse("process:client-import", args=[sheet.client_id])
    page = hanna.post(address, {"file": SimpleUploadedFile("hour.txt", "Elena: Déjà.".encode("cp1252"))})
    fields = {**page.context["form"].initial, "encoding": "utf-8", "again": "1"}
    answer = hanna.post(address, fields)
    assert answer.status_code == 422
    assert "cannot be read as UTF-8" in answer.content.decode()
    assert "Déjà." in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.pdf", b"x", "Only .txt"),
        ("a.txt", b"", "This file is empty"),
        ("a.txt", b"x" * 5_000_001, "larger than 5 MB"),
        ("a.vtt", b"x", "no lines with times"),
    ],
)
def test_a_wrong_file_gets_one_sentence(
    hanna: Browser, sheet: ProcessSheet, name: str, data: bytes, sentence: str
) -> None:
    address = reverse("process:client-import", args=[sheet.client_id])
    answer = hanna.post(address, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("turns", ["not json", "[]x", '[["a", null]]', "[[1, 2, 3]]"])
def test_damaged_turns_are_refused(hanna: Browser, sheet: ProcessSheet, turns: str) -> None:
    answer = hanna.post(reverse("process:client-import", args=[sheet.client_id]), {"turns": turns})
    assert answer.status_code == 422
    assert ProcessSheet.objects.count() == 1
