"""Files that people hand in, kept sealed in the database: saved with the act that wants them, or not at all.

    stored = keep_file(content=upload.read(), name=upload.name, scope=scope, by=actor)
    content = read_file(stored)

Who may see a file is the business of the room whose row points at it; nothing here is a door.
"""

import base64
import hashlib
import re
from pathlib import PurePosixPath
from uuid import UUID

from django.core.exceptions import SuspiciousFileOperation
from django.db import models, transaction
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from reverie.core import audit
from reverie.core.file_kinds import MEDIA_TYPES, ending, kind_of
from reverie.core.models import FileBody, StoredFile
from reverie.core.policy import Actor
from reverie.core.sealing import ClientScope, KeyChain, PracticeScope, keychain

LARGEST = 10_000_000
"""Bytes of one file: a letter of forty scanned pages, and small enough to be held in memory a few times."""
QUOTA = 500_000_000
"""Bytes of all files of one client, or of the practice's own."""


class CannotKeep(Exception):
    """One plain sentence why a file was not kept."""


@transaction.atomic
def keep_file(
    *,
    content: bytes,
    name: str,
    scope: ClientScope | PracticeScope,
    kinds: frozenset[str] | None = None,
    by: Actor,
) -> StoredFile:
    """Keep a file sealed under `scope`, in the transaction of the act that wants it.

    `kinds` narrows what is taken (keys of `file_kinds.MEDIA_TYPES`). Raises CannotKeep.
    """
    kind = _checked(content, kinds)
    practice, client, _author = scope.parts()
    _check_quota(practice=practice, client=client, size=len(content))
    stored = StoredFile(
        practice=practice,
        client=client,
        purpose=scope.purpose if isinstance(scope, ClientScope) else "",
        kind=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        kept_by=by.name_in_audit,
    )
    chain = keychain(scope)
    stored.seal_words(chain, {"name": plain_name(name, kind)})
    stored.save(force_insert=True)
    body = FileBody(file=stored)
    body.seal_words(chain, {"content": base64.b64encode(content).decode()})
    body.save(force_insert=True)
    detail = {"digest": stored.digest(), "body": body.digest(), "size": stored.size, "kind": kind}
    audit.record(by=by, verb="keep_file", on=stored, practice=practice, client=client, detail=detail)
    return stored


def read_file(stored: StoredFile, chain: KeyChain | None = None) -> bytes:
    """The bytes as they were handed in. Raises CannotUnseal when they were changed or moved."""
    words = stored.body.words(chain or keychain(stored.scope()))
    return base64.b64decode(words["content"])


def file_name(stored: StoredFile, chain: KeyChain | None = None) -> str:
    """The name that the file came with, made plain."""
    return str(stored.words(chain or keychain(stored.scope()))["name"])


@transaction.atomic
def drop_file(*, stored: StoredFile, by: Actor) -> None:
    """Delete a file with its bytes; the audit chain keeps that it was here."""
    audit.record(
        by=by, verb="drop_file", on=stored, practice=stored.practice, client=stored.client,
        detail={"sha256": stored.sha256},
    )  # fmt: skip
    stored.delete()


def plain_name(name: str, kind: str) -> str:
    """A name without folders and odd signs, at most 100 characters, with the ending of its kind."""
    stem = PurePosixPath(name.replace("\\", "/")).name
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", stem)
    try:
        stem = get_valid_filename(stem)[:90]
    except SuspiciousFileOperation:  # nothing of the name is usable
        stem = "file"
    return f"{stem}.{ending(kind)}"


def _checked(content: bytes, kinds: frozenset[str] | None) -> str:
    if not content:
        raise CannotKeep(_("This file is empty; choose another."))
    if len(content) > LARGEST:
        raise CannotKeep(_("This file is larger than 10 MB; scan it smaller or split it."))
    kind = kind_of(content)
    if kind is None or (kinds is not None and kind not in kinds):
        wanted = ", ".join(sorted(ending(each).upper() for each in kinds or MEDIA_TYPES))
        raise CannotKeep(
            _("This kind of file is not kept here; send one of these: %(kinds)s.") % {"kinds": wanted}
        )
    return kind


def _check_quota(*, practice: UUID, client: UUID | None, size: int) -> None:
    rows = StoredFile.objects.filter(practice=practice, client=client)
    used = rows.aggregate(sum=models.Sum("size"))["sum"] or 0
    if used + size > QUOTA:
        raise CannotKeep(_("There is no room for more files here (500 MB); remove some first."))
