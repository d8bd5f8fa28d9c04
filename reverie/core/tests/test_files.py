"""Files that people hand in are told by their bytes, kept sealed, and given back to be saved."""

import io
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory

from reverie.core import audit, files
from reverie.core.file_kinds import kind_of
from reverie.core.file_response import as_attachment, as_picture
from reverie.core.files import CannotKeep, drop_file, file_name, keep_file, read_file
from reverie.core.models import AuditEvent, FileBody, StoredFile
from reverie.core.policy import Actor
from reverie.core.sealing import CannotUnseal, ClientScope
from reverie.core.uploads import UploadField

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nA letter of Elena's insurer"
PRACTICE, CLIENT = uuid.uuid4(), uuid.uuid4()
SCOPE = ClientScope(PRACTICE, CLIENT, "record")
BY = Actor(uuid.uuid4(), PRACTICE, frozenset({"therapist"}))


def docx() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return target.getvalue()


def keep(content: bytes = PDF, name: str = "letter.pdf") -> StoredFile:
    return keep_file(content=content, name=name, scope=SCOPE, by=BY)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\x89PNG\r\n\x1a\nrest", "png"),
        (b"\xff\xd8\xff\xe0rest", "jpeg"),
        (b"RIFF\0\0\0\0WEBPrest", "webp"),
        (docx(), "docx"),
        (b"<?xml version='1.0'?><ClinicalDocument/>", "xml"),
        ("Héllo".encode(), "text"),
        (b"PK\x03\x04 broken", None),
        (b"MZ\x90\0 a program", None),
        (b"<html><script>alert(1)</script>", None),
        (b"<svg onload=alert(1)>", None),
        (b"caf\xe9", None),
        (b"  \n", None),
    ],
)
def test_a_kind_is_told_from_the_bytes(content: bytes, kind: str | None) -> None:
    assert kind_of(content) == kind


def test_a_file_comes_back_as_it_was() -> None:
    stored = StoredFile.objects.get(pk=keep(name="../../Letter of June.exe").pk)
    assert read_file(stored) == PDF
    assert file_name(stored) == "Letter_of_June.pdf"
    assert AuditEvent.objects.get(verb="keep_file").client == CLIENT


def test_neither_name_nor_words_lie_in_the_database() -> None:
    stored = keep()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM core_storedfile UNION ALL SELECT sealed FROM core_filebody")
        raw = b"".join(bytes(row[0]) for row in cursor.fetchall())
    assert b"Elena" not in raw and b"letter" not in raw and stored.size == len(PDF)


def test_a_body_of_another_file_is_refused() -> None:
    first, second = keep(), keep(b"%PDF-1.7 another")
    FileBody.objects.filter(file=first).update(sealed=second.body.sealed)
    with pytest.raises(CannotUnseal):
        read_file(StoredFile.objects.get(pk=first.pk))


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "empty"), (b"%PDF-" + b"x" * files.LARGEST, "larger than 10 MB"), (b"MZ\0", "This kind of file")],
)
def test_what_is_not_kept_is_said(content: bytes, why: str) -> None:
    with pytest.raises(CannotKeep, match=why):
        keep(content)
    assert not StoredFile.objects.exists()


def test_a_caller_may_narrow_the_kinds() -> None:
    with pytest.raises(CannotKeep, match="JPG, PNG"):
        keep_file(content=PDF, name="card", scope=SCOPE, kinds=frozenset({"png", "jpeg"}), by=BY)


def test_the_quota_counts_one_client(monkeypatch: pytest.MonkeyPatch) -> None:
    keep()
    monkeypatch.setattr(files, "QUOTA", len(PDF) + 5)
    with pytest.raises(CannotKeep, match="no room"):
        keep()
    other = ClientScope(PRACTICE, uuid.uuid4(), "record")
    assert keep_file(content=PDF, name="a.pdf", scope=other, by=BY).client != CLIENT


def test_nothing_is_kept_when_the_audit_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "record", lambda **_kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        keep()
    assert not StoredFile.objects.exists()


def test_dropping_leaves_a_link_in_the_chain() -> None:
    drop_file(stored=keep(), by=BY)
    assert not FileBody.objects.exists()
    assert AuditEvent.objects.filter(verb="drop_file").exists()


def test_a_file_is_saved_and_never_shown() -> None:
    response = as_attachment(PDF, name="a\r\nb.pdf", kind="pdf")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    with pytest.raises(ValueError, match="no picture"):
        as_picture(PDF, name="a.pdf", kind="pdf")


def sent(size: int) -> object:
    upload = SimpleUploadedFile("scan.pdf", b"%PDF-" + b"x" * (size - 5))
    return RequestFactory().post("/", {"file": upload}).FILES["file"]


def test_an_upload_past_the_limit_is_let_go_and_told() -> None:
    field = UploadField()
    assert field.clean(sent(files.LARGEST)).size == files.LARGEST
    with pytest.raises(Exception, match="larger than 10 MB"):
        field.clean(sent(files.LARGEST + 1))
    with pytest.raises(Exception, match="larger than 2 MB"):
        UploadField(megabytes=2).clean(sent(2_000_001))
