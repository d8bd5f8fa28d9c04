"""The whole record in one archive: all of it, nothing else, and written down."""

import argparse
import csv
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from conftest import signed_in
from reverie.accounts.models import Client, Therapist, User
from reverie.core import audit, clock
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.interop import commands
from reverie.interop.actions import Archive, CannotExport, export_client, safe_cells
from reverie.interop.queries import LEFT_OUT, PARTS
from reverie.interop.tests.conftest import NOTE
from reverie.measures.models import Administration
from reverie.record.models import Disclosure, ProgressNote, Session
from reverie.treatment.actions import UnitTerms, answer_copy, ask_for_copy, open_unit
from reverie.treatment.models import Treatment


def make(session: Session, by: Actor, **change: Any) -> Archive:
    facts = {"own": False, "recipient": "Dr. Osei", "purpose": "a referral"} | change
    return export_client(client=session.client, by=by, **facts)


def opened(archive: Archive) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(archive.content)) as file:
        return {name: file.read(name).decode("utf-8", "replace") for name in file.namelist()}


def test_every_model_of_the_record_is_in_it_or_left_out_with_a_reason() -> None:
    listed = {model._meta.label_lower for models in PARTS.values() for model, _path in models}
    there = {model._meta.label_lower for room in PARTS for model in apps.get_app_config(room).get_models()}
    assert there == listed | set(LEFT_OUT)


def test_notes_plans_and_addenda_are_in_words(signed: Session, as_therapist: Actor) -> None:
    files = opened(make(signed, as_therapist))
    record = json.loads(files["record.json"])
    assert record["ProgressNote"][0]["words"] == {"note": NOTE}
    assert record["Addendum"][0]["words"]["text"] == "Ate well."
    assert json.loads(files["treatment.json"])["Goal"][0]["words"]["words"] == "To sleep."
    assert NOTE in files["record.txt"]
    assert "never in a copy" in files["README.txt"]


def test_nothing_sealed_and_no_key_leaves(signed: Session, as_therapist: Actor) -> None:
    record = json.loads(opened(make(signed, as_therapist))["record.json"])
    assert not {"sealed"} & {key for rows in record.values() for row in rows for key in row}


def test_the_client_of_somebody_else_is_not_in_it(
    signed: Session, stranger: Client, as_therapist: Actor
) -> None:
    files = opened(export_client(client=stranger, own=True, by=as_therapist))
    assert not any(NOTE in text or "Elena" in text for text in files.values())


def test_it_is_written_down_with_recipient_and_purpose(signed: Session, as_therapist: Actor) -> None:
    archive = make(signed, as_therapist)
    row = Disclosure.objects.get()
    assert row.words(row.chain()) == {"recipient": "Dr. Osei", "purpose": "a referral"}
    assert row.items == archive.items > 5
    assert AuditEvent.objects.filter(verb="disclose", client=signed.client_id).count() == 1


def test_without_recipient_nothing_is_made(signed: Session, as_therapist: Actor) -> None:
    with pytest.raises(CannotExport, match="who gets the copy"):
        make(signed, as_therapist, recipient=" ")
    assert not Disclosure.objects.exists()


def test_when_the_chain_cannot_be_written_nothing_is_made(
    signed: Session, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(event: Any) -> str:
        raise OSError("the chain cannot be written")

    monkeypatch.setattr(audit, "link_hash", refuse)
    with pytest.raises(OSError, match="chain"):
        make(signed, as_therapist)
    assert not Disclosure.objects.exists()


def test_what_the_client_has_not_shown_is_in_the_clients_copy_alone(
    signed: Session, treatment: Treatment, as_therapist: Actor, as_client: Actor
) -> None:
    row = Administration(
        practice=treatment.practice,
        treatment=treatment,
        client=treatment.client,
        instrument="alliance-check",
        opens_at=signed.started_at,
    )
    row.seal_words(treatment.chain(), {"answers": {}, "score": None})
    row.save()
    theirs = opened(make(signed, as_therapist))["measures.json"]
    own = opened(make(signed, as_client, own=True))["measures.json"]
    assert str(row.pk) in own
    assert str(row.pk) not in theirs


def test_a_note_that_is_shown_later_is_not_yet_in_the_own_copy(signed: Session, as_client: Actor) -> None:
    later = signed.started_at + timedelta(days=4)
    ProgressNote.objects.update(released_at=later)
    with clock.telling(later - timedelta(hours=1)):
        assert NOTE not in "".join(opened(make(signed, as_client, own=True)).values())
    with clock.telling(later + timedelta(hours=1)):
        assert NOTE in opened(make(signed, as_client, own=True))["record.json"]


def test_a_joint_record_goes_where_everybody_said_yes_to(
    treatment: Treatment, stranger: Client, as_therapist: Actor
) -> None:
    about = {"therapist": treatment.therapist, "by": as_therapist}
    terms, people = UnitTerms("couple", "Two", treatment.started_on), [treatment.client, stranger]
    unit = open_unit(terms=terms, people=people, **about).client.unit
    words = {"recipient": "A court", "purpose": "an order"}
    with pytest.raises(CannotExport, match="says yes first"):
        export_client(client=unit.client, own=False, **words, by=as_therapist)
    asked = ask_for_copy(unit=unit, **words, by=as_therapist)
    for member in unit.members.all():
        answer_copy(asked=asked, member=member, is_yes=True, in_session=True, by=as_therapist)
    export_client(client=unit.client, own=False, recipient="Another", purpose="x", by=as_therapist)
    row = Disclosure.objects.get()
    assert row.words(row.chain()) == words


def test_cells_that_a_spreadsheet_would_run_are_quoted() -> None:
    assert safe_cells(["=1+1", "-3", "@x", "plain"]) == ["'=1+1", "'-3", "'@x", "plain"]


def test_appointments_are_a_table(signed: Session, as_therapist: Actor) -> None:
    rows = list(csv.reader(io.StringIO(opened(make(signed, as_therapist))["appointments.csv"])))
    assert rows[0][:3] == ["day", "start", "stop"]


def test_the_pages_give_it_to_the_right_people(
    signed: Session, therapist: Therapist, colleague: Therapist, owner: User
) -> None:
    path, elena = f"/desk/clients/{signed.client_id}/export/", signed.client.user
    assert elena is not None
    for user in (colleague.user, owner, elena):
        assert signed_in(user).post(path, {"recipient": "x", "purpose": "y"}).status_code == 404
    assert "Who gets the copy" in signed_in(therapist.user).get(path).content.decode()
    assert signed_in(therapist.user).post(path, {"recipient": "x"}).status_code == 422
    given = signed_in(therapist.user).post(path, {"recipient": "x", "purpose": "y"})
    assert given.headers["Content-Type"] == "application/zip"
    assert "Elena" not in given.headers["Content-Disposition"]


def test_the_client_takes_a_copy(signed: Session, therapist: Therapist) -> None:
    assert signed.client.user is not None
    browser = signed_in(signed.client.user)
    assert browser.get("/my/record/download/").status_code == 200
    assert browser.post("/my/record/download/").content[:2] == b"PK"
    assert Disclosure.objects.get().kind == Disclosure.OWN_COPY
    assert signed_in(therapist.user).get("/my/record/download/").status_code == 404


def words(session: Session, folder: Path) -> argparse.Namespace:
    return argparse.Namespace(id=str(session.client_id), folder=folder, to="the court", purpose="an order")


def test_the_command_writes_one_private_file(signed: Session, tmp_path: Path) -> None:
    assert commands.export_to_folder(words(signed, tmp_path)) == 0
    made = next(tmp_path.iterdir())
    assert made.stat().st_mode & 0o077 == 0
    with pytest.raises(commands.CannotExportHere, match="there already"):
        commands.export_to_folder(words(signed, tmp_path))


def test_the_command_names_what_is_wrong(signed: Session, tmp_path: Path) -> None:
    with pytest.raises(commands.CannotExportHere, match="not a folder"):
        commands.export_to_folder(words(signed, tmp_path / "nowhere"))
    wrong = words(signed, tmp_path)
    wrong.id = "elena"
    with pytest.raises(commands.CannotExportHere, match="no client elena"):
        commands.export_to_folder(wrong)
