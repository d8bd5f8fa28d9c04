"""What leaves the process space, by its author alone: an archive, or single lines into the record."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from reverie.accounts.models import Client
from reverie.core import audit, clock
from reverie.core.models import SealedModel
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain, keychain
from reverie.process.access import scope_of
from reverie.process.archive import SHORTEST, close
from reverie.process.models import (
    AliasMap,
    Authorization,
    DreamReport,
    DreamSeries,
    Formulation,
    Handed,
    Moment,
    ProcessSheet,
    SheetVersion,
    Thread,
    ThreadLink,
)
from reverie.process.queries.sheets import day_of
from reverie.record import actions as record
from reverie.record.models import ProgressNote, Session
from reverie.record.queries.templates import DEFAULT, template_of

MODELS: dict[str, Any] = {
    "sheets": ProcessSheet,
    "versions": SheetVersion,
    "moments": Moment,
    "threads": Thread,
    "links": ThreadLink,
    "formulations": Formulation,
    "dreams": DreamReport,
    "authorizations": Authorization,
    "dream_series": DreamSeries,
    "alias_maps": AliasMap,
    "handed": Handed,
}


class CannotExport(Exception):
    """An archive that cannot be made like this; the sentence says why."""


class CannotMove(Exception):
    """Lines that cannot go into the record; the sentence says why."""


@dataclass(frozen=True)
class Archive:
    """A closed archive and how many rows of each kind it holds."""

    data: bytes
    counts: dict[str, int]


OWN, RELEASE = "own", "release"


@dataclass(frozen=True)
class Handing:
    """Why notes leave: for the author's own keeping, or to somebody whom the client authorized.

    A release of psychotherapy notes needs an authorization of its own, which is combined with no other
    (45 CFR 164.508): whom it names, what for, when it was signed and until when it holds.
    """

    why: str = OWN
    recipient: str = ""
    purpose: str = ""
    signed_on: date | None = None
    expires_on: date | None = None

    def as_dict(self) -> dict[str, Any]:
        """As it is sealed."""
        days = {name: getattr(self, name) for name in ("signed_on", "expires_on")}
        said = {"why": self.why, "recipient": self.recipient.strip(), "purpose": self.purpose.strip()}
        return {**said, **{name: day.isoformat() if day else None for name, day in days.items()}}


def export_notes(*, client: Client, passphrase: str, handing: Handing | None = None, by: Actor) -> Archive:
    """The author's notes on one client as a closed archive, and a record of why they left.

    Raises CannotExport for a short passphrase, or a release without a valid authorization.
    """
    handing = handing or Handing()
    if len(passphrase) < SHORTEST:
        raise CannotExport(f"Choose a passphrase of at least {SHORTEST} characters; only it opens the file.")
    _is_authorized(handing, clock.today(client.zone))
    scope = scope_of(by, client.id)
    chain = keychain(scope)
    owner = {"practice_id": scope.practice, "author_id": scope.author, "client_id": client.id}
    with transaction.atomic():
        rows = {
            name: list(model._default_manager.filter(**owner).order_by("created_at"))
            for name, model in MODELS.items()
        }
        counts = {name: len(found) for name, found in rows.items()}
        data = close(_packed(rows, chain), passphrase)
        row = Authorization(**owner)
        digest = hashlib.sha256(data).hexdigest()
        row.seal_words(chain, {**handing.as_dict(), "counts": counts, "digest": digest})
        row.save(force_insert=True)
        audit.record(by=by, verb="export_notes", on=client, client=client.id, detail=counts)
    return Archive(data, counts)


def _is_authorized(handing: Handing, today: date) -> None:
    if handing.why == OWN:
        return
    if handing.why != RELEASE or not (handing.recipient.strip() and handing.purpose.strip()):
        raise CannotExport("Write down who gets the notes, and what for.")
    if handing.signed_on is None or handing.signed_on > today:
        raise CannotExport("Write down the day on which the client signed this authorization.")
    if handing.expires_on is None or handing.expires_on < handing.signed_on:
        raise CannotExport("Write down until which day the authorization holds; without an end it is none.")
    if handing.expires_on < today:
        raise CannotExport("This authorization has run out. Ask for a new one before notes leave.")


def _packed(rows: dict[str, list[Any]], chain: KeyChain) -> bytes:
    """A zip file: everything as JSON, and each sheet as text."""
    held = {name: [_row(row, chain) for row in found] for name, found in rows.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("notes.json", json.dumps(held, ensure_ascii=False, indent=1))
        for place, row in enumerate(rows["sheets"], 1):
            words = row.words(chain)
            head = words["title"] or day_of(row).isoformat()
            parts = [head, words["body"], words["carry_over"], words["reactions"]]
            packed.writestr(f"sheets/{place:04}.txt", "\n\n".join(part for part in parts if part))
    return file.getvalue()


def _row(row: SealedModel, chain: KeyChain) -> dict[str, Any]:
    ids = {
        field.attname: str(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name != "sealed"
    }
    return {**ids, "words": row.words(chain)}


def move_to_record(
    *, sheet: ProcessSheet, session: Session, lines: Sequence[str], field: str, by: Actor
) -> int:
    """Write lines, as the author worded them anew, into the draft of the session's progress note.

    They become words of the record; nothing there points back. Returns how many lines went.
    Raises CannotMove when there is nothing to move, or the note does not take it.
    """
    kept = [line.strip() for line in lines if line.strip()]
    if not kept:
        raise CannotMove("Choose at least one line, and leave some words in it.")
    if sheet.session_id != session.id:
        raise CannotMove("This sheet is about another hour.")
    with transaction.atomic():
        note = ProgressNote.objects.filter(session=session).first()
        template = note.template if note else DEFAULT
        words = note.words(note.chain()) if note else {}
        if field not in [entry.key for entry in template_of(template, words).fields]:
            raise CannotMove("Choose the part of the note that the lines go into.")
        words[field] = "\n".join(part for part in (words.get(field, "").rstrip(), *kept) if part)
        try:
            record.save_draft(
                session=session, words=words, template=template, version=note.version if note else 0, by=by
            )
        except (record.CannotWrite, record.ChangedElsewhere) as error:
            raise CannotMove(str(error)) from None
        detail = {"lines": len(kept), "at": clock.now().isoformat()}
        audit.record(by=by, verb="move_to_record", on=sheet, client=sheet.client_id, detail=detail)
    return len(kept)
