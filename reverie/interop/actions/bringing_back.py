"""Bringing a client's record back from a copy of it: every row under its own id, its words sealed anew."""

import base64
import hashlib
import io
import json
import zipfile
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.billing.actions import count_on
from reverie.billing.models import Insurer
from reverie.core import audit
from reverie.core.file_kinds import DAMAGED_ZIP
from reverie.core.models import FileBody, SealedModel, StoredFile
from reverie.core.policy import Actor
from reverie.core.sealing import ClientScope, KeyChain, keychain
from reverie.interop import locked_file
from reverie.interop.actions.copies import FORM
from reverie.interop.queries import HIDDEN, PARTS, record_of

LARGEST = 2_000_000_000
"""Bytes of all files of an archive, unpacked."""
Counts = dict[str, dict[str, int]]


class CannotBringBack(Exception):
    """One plain sentence for the user: why this copy cannot be brought back here."""


@transaction.atomic
def bring_back(*, archive: bytes, passphrase: str = "", by: Actor) -> tuple[Client, Counts, Counts]:
    """The client, and how many items the copy says it has and how many are here now, by room and kind.

    The client must not be here yet; practice, therapists and users come along by name where they are missing,
    without a way to sign in. Raises CannotBringBack, and nothing is changed.
    """
    files = _unpacked(archive, passphrase)
    manifest = json.loads(files["manifest.json"])
    client = _people(json.loads(files["people.json"]), json.loads(files["person.json"]))
    chains: dict[Any, KeyChain] = {}
    try:
        _bring_files(files, client)
        later = [_bring_rows(room, json.loads(files[f"{room}.json"]), client, chains) for room in PARTS]
        for row, name, ids in [entry for entries in later for entry in entries]:
            getattr(row, name).set(ids)
        count_on(practice=client.practice)
        connection.check_constraints()
    except (IntegrityError, KeyError) as trouble:
        raise CannotBringBack(_("This copy does not fit together: {what}.").format(what=trouble)) from None
    record = record_of(client, own=False)
    here = {room: {part.name: len(part.rows) for part in parts} for room, parts in record.items()}
    detail = {"items": sum(sum(kinds.values()) for kinds in here.values())}
    audit.record(
        by=by, verb="bring_back", on=client, practice=client.practice_id, client=client.pk, detail=detail
    )
    return client, manifest["items"], here


def _unpacked(archive: bytes, passphrase: str) -> dict[str, bytes]:
    try:
        content = locked_file.open_file(archive, passphrase) if passphrase else archive
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            if sum(entry.file_size for entry in file.infolist()) > LARGEST:
                raise CannotBringBack(_("This copy is larger than a record can be."))
            files = {name: file.read(name) for name in file.namelist()}
        manifest = json.loads(files["manifest.json"])
    except locked_file.CannotOpenFile as trouble:
        raise CannotBringBack(str(trouble)) from None
    except (*DAMAGED_ZIP, KeyError):
        raise CannotBringBack(_("This file is no copy of a record.")) from None
    if manifest.get("form") != FORM:
        raise CannotBringBack(_("This copy was made by another version and cannot be brought back."))
    for name, digest in manifest["sha256"].items():
        if name not in files or hashlib.sha256(files[name]).hexdigest() != digest:
            raise CannotBringBack(_("{name} was changed since the copy was made.").format(name=name))
    return files


def _people(people: dict[str, Any], person: dict[str, Any]) -> Client:
    """Practice, users and therapists where they are missing, and the client."""
    if Client.objects.filter(pk=person["id"]).exists():
        raise CannotBringBack(_("This client is here already; a record is brought back where it is missing."))
    practice, _made = Practice.objects.get_or_create(pk=people["practice"]["id"], defaults=people["practice"])
    for user in people["users"]:
        found = {"name": user["name"], "email": f"{user['id']}@brought.invalid", "is_active": False}
        User.objects.get_or_create(pk=user["id"], defaults=found)
    for therapist in people["therapists"]:
        Therapist.objects.get_or_create(pk=therapist["id"], defaults=therapist | {"practice": practice})
    for insurer in people["insurers"]:
        Insurer.objects.get_or_create(pk=insurer["id"], defaults=insurer | {"practice": practice})
    return Client.objects.create(practice=practice, **person)


def _bring_files(files: dict[str, bytes], client: Client) -> None:
    """The papers, sealed under the client's key again."""
    for known in json.loads(files["files.json"]):
        content, name = files[known.pop("path")], known.pop("name")
        stored = StoredFile(practice=client.practice_id, client=client.pk, **known)
        chain = keychain(ClientScope(client.practice_id, client.pk, stored.purpose))
        stored.seal_words(chain, {"name": name})
        stored.save(force_insert=True)
        body = FileBody(file=stored)
        body.seal_words(chain, {"content": base64.b64encode(content).decode()})
        body.save(force_insert=True)


def _bring_rows(
    room: str, items: dict[str, Any], client: Client, chains: dict[Any, KeyChain]
) -> list[tuple[Model, str, list[str]]]:
    """Insert the rows of a room; returns what they point at many times, to be set when all are there."""
    later: list[tuple[Model, str, list[str]]] = []
    for model, _path in PARTS[room]:
        rows = [_row(model, item, client, chains) for item in items[model.__name__]]
        model._default_manager.bulk_create(rows)
        for row, item in zip(rows, items[model.__name__], strict=True):
            later += [(row, many.name, item[many.name]) for many in model._meta.many_to_many]
    return later


def _row(model: type[Model], item: dict[str, Any], client: Client, chains: dict[Any, KeyChain]) -> Model:
    row = model()
    for field in model._meta.concrete_fields:
        if field.name in HIDDEN:
            continue
        value = item[field.attname]
        if isinstance(field, ForeignKey) and value is not None and _is_left_behind(field):
            value = value if field.related_model._default_manager.filter(pk=value).exists() else None
        setattr(row, field.attname, field.to_python(value))
    if isinstance(row, SealedModel):
        row.version -= 1  # sealing makes the next version: the one that the copy has
        row.seal_words(_chain(row, client, chains), item["words"])
    return row


def _is_left_behind(field: ForeignKey) -> bool:  # type: ignore[type-arg]
    """Does it point at what is in no copy (a room of the practice, say), and may it point nowhere?"""
    copied = {model for models in PARTS.values() for model, _path in models}
    return field.null and field.related_model not in copied | {Practice, Client, Therapist}


def _chain(row: SealedModel, client: Client, chains: dict[Any, KeyChain]) -> KeyChain:
    scope = getattr(row, "scope", None) or ClientScope(client.practice_id, client.pk, "record")
    if scope not in chains:
        chains[scope] = keychain(scope)
    return chains[scope]
