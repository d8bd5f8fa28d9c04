"""Making a copy of a client's whole record as one archive, and writing down that it was made."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import clock
from reverie.core.paper import typeset
from reverie.core.policy import Actor
from reverie.core.tables import safe_cells
from reverie.interop import locked_file, sheets, text
from reverie.interop.queries import (
    Part,
    copied,
    count_of,
    papers_of,
    people_of,
    plain,
    record_of,
    stored_of,
)
from reverie.record.actions import CannotDisclose, write_disclosure
from reverie.record.models import Disclosure
from reverie.treatment.actions import CannotGiveCopy, use_copy

__all__ = ["Archive", "CannotExport", "export_client", "safe_cells"]
PAPER = Path(__file__).parent.parent / "data" / "paper" / "record.typ"
FORM = "reverie/record/2"


class CannotExport(Exception):
    """One plain sentence for the user: why no copy was made."""


@dataclass(frozen=True)
class Archive:
    """A copy of the record: a neutral file name, the bytes of a zip (perhaps closed), its items."""

    name: str
    content: bytes
    items: int


def export_client(
    *, client: Client, own: bool, recipient: str = "", purpose: str = "", passphrase: str = "", by: Actor
) -> Archive:
    """The whole record of a client as one archive, and the disclosure of it.

    Rows are read and the disclosure is written in one transaction; what takes long (pages, archive,
    passphrase) comes after it, so that nobody waits. A copy that fails then stands as written down.
    `own`: the client's own copy; otherwise `recipient` and `purpose` are needed. With a `passphrase` the
    archive is closed in the age format. The record of a couple, family or group goes where everybody in it
    has said yes to. Raises CannotExport.
    """
    if passphrase and len(passphrase) < locked_file.SHORTEST:
        raise CannotExport(_("The passphrase is too short; take at least twelve characters."))
    kind = Disclosure.OWN_COPY if own else Disclosure.GIVEN_OUT
    with transaction.atomic():
        client = Client.objects.select_related("practice", "unit").get(pk=client.pk)
        if hasattr(client, "unit") and not own:
            recipient, purpose = _agreed_by_all(client, by)
        record = record_of(client, own=own)
        items = count_of(record)
        try:
            write_disclosure(
                client=client, kind=kind, recipient=recipient, purpose=purpose, items=items, by=by
            )
        except CannotDisclose as refusal:
            raise CannotExport(str(refusal)) from None
        words, files, page = _parts(client, record, own=own, is_closed=bool(passphrase))
    files |= {name: text.encode() for name, text in words.items()}
    files["record.pdf"] = typeset(PAPER, page)
    content = _zip(files | {"manifest.json": _manifest(record, files)})
    name = f"record-{clock.today(client.zone).isoformat()}.zip"
    if passphrase:
        return Archive(f"{name}.age", locked_file.close(content, passphrase), items)
    return Archive(name, content, items)


def _agreed_by_all(client: Client, by: Actor) -> tuple[str, str]:
    """To whom a copy of a joint record goes and what for, as everybody in it has said yes to."""
    try:
        words = use_copy(client=client, by=by)
    except CannotGiveCopy as refusal:
        raise CannotExport(str(refusal)) from None
    return words["recipient"], words["purpose"]


def _parts(
    client: Client, record: dict[str, list[Part]], *, own: bool, is_closed: bool
) -> tuple[dict[str, str], dict[str, bytes], dict[str, Any]]:
    """Path in the archive -> words, path -> the bytes of a paper, and what stands on the page for reading."""
    hours, calls = text.sessions(client, own=own), text.contacts(client)
    words = {
        "README.txt": text.readme(client, record, is_closed=is_closed),
        "record.txt": text.readable(client, [*hours, *calls]),
        "person.json": _json(copied(client)),
        "people.json": _json(people_of(client, record)),
        "files.json": _json(stored_of(client, own=own)),
        **{f"{room}.json": _json({part.name: part.rows for part in parts}) for room, parts in record.items()},
        **sheets.all_of(client),
    }
    return words, papers_of(client, own=own), text.paper(client, record, hours, calls)


def _zip(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _manifest(record: dict[str, list[Part]], files: dict[str, bytes]) -> bytes:
    counts = {room: {part.name: len(part.rows) for part in parts} for room, parts in record.items()}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return _json({"form": FORM, "items": counts, "sha256": sums}).encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=plain)
