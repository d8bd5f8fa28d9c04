"""What a file is, told from its bytes; neither its name nor what the browser says of it is believed."""

import io
import zipfile
import zlib

DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError)
"""What opening or unpacking a zip file raises when it is damaged, cut off, locked or of an unknown form."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xml": "application/xml",
    "text": "text/plain; charset=utf-8",
}
"""Each kind that is kept, with what a browser is told when it is given back."""

MADE_TYPES = {
    "zip": "application/zip",
    "closed": "application/octet-stream",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "fhir": "application/fhir+json",
    "calendar": "text/calendar; charset=utf-8",
}
"""Kinds that are only made here and given out: archives, closed files, tables, calendars."""

ENDINGS = {"jpeg": "jpg", "text": "txt"}
MARKS = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))
IMAGES = frozenset({"png", "jpeg", "webp"})


def kind_of(content: bytes) -> str | None:
    """A key of MEDIA_TYPES, or None for anything that is not kept."""
    for mark, kind in MARKS:
        if content.startswith(mark):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(b"PK\x03\x04"):
        return "docx" if _is_docx(content) else None
    return _kind_of_text(content)


def ending(kind: str) -> str:
    """The ending that a file of this kind is given back with."""
    return ENDINGS.get(kind, kind)


def _is_docx(content: bytes) -> bool:
    # Only the list of names is read, nothing is unpacked: a bomb stays closed.
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "word/document.xml" in archive.namelist()
    except DAMAGED_ZIP:
        return False


def _kind_of_text(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if not text.strip() or "\0" in text:
        return None
    head = text.lstrip()[:200].lower()
    if head.startswith(("<!doctype html", "<html", "<svg", "<script")):
        return None
    return "xml" if head.startswith("<") and "<html" not in head and "<svg" not in head else "text"
