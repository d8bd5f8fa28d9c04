"""The key ring: makes, wraps and finds the keys of every scope (docs/decisions/0003)."""

import hmac
import os
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.db import models, transaction

from reverie.core import clock, master_key
from reverie.core.cipher import CannotUnseal, decrypt, encrypt
from reverie.core.models import AuthorKey, ClientKey, NoteKey, NoteKeyWrap, PracticeKey
from reverie.core.sealing import ClientScope, CopyScope, NoteScope, OwnScope, PracticeScope, Scope

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def current(scope: Scope) -> tuple[UUID, bytes]:
    """Id and bytes of the key that seals now in `scope`; made when there is none yet."""
    match scope:
        case PracticeScope():
            row = practice_key(scope.practice)
            return row.id, open_practice_key(row)
        case ClientScope():
            return _client_key(scope)
        case NoteScope() | CopyScope():
            return _note_key(scope)


def find(scope: Scope, kid: UUID) -> bytes:
    """The key `kid`, when the scope's reader is entitled to it. Raises CannotUnseal otherwise."""
    match scope:
        case PracticeScope():
            row = PracticeKey.objects.filter(id=kid, practice=scope.practice).first()
            if row is None:
                raise CannotUnseal("This key does not belong to the practice.")
            return open_practice_key(row)
        case ClientScope():
            return _find_client_key(scope, kid)
        case NoteScope() | CopyScope():
            return _find_note_key(scope, kid)


def scope_of(kid: UUID) -> Scope | None:
    """Whose words the key `kid` seals, as their first reader would ask; None when no key is called so."""
    if practice := PracticeKey.objects.filter(id=kid).first():
        return PracticeScope(practice.practice)
    if client := ClientKey.objects.filter(id=kid).first():
        return ClientScope(client.practice, client.client, client.purpose)
    if note := NoteKey.objects.filter(id=kid).first():
        return authors_scope(note)
    return None


def authors_scope(row: NoteKey) -> OwnScope:
    """What a note key seals, as its author asks."""
    kind = CopyScope if row.is_of_copy else NoteScope
    return kind(row.practice, row.author, row.client, row.author)


# -- practice ---------------------------------------------------------------------------------------


def practice_key(practice: UUID) -> PracticeKey:
    """The practice's current key row; made on first use."""
    row = PracticeKey.objects.filter(practice=practice, retired_at=None).order_by("-created_at").first()
    return row or _make_practice_key(practice)


def _make_practice_key(practice: UUID) -> PracticeKey:
    kid, master = master_key.current()
    row = PracticeKey(practice=practice, master_kid=kid)
    row.wrapped = encrypt(master, master_key.kid_as_uuid(kid), os.urandom(32), practice_identity(row))
    row.save()
    return row


def open_practice_key(row: PracticeKey) -> bytes:
    """The practice key's bytes. Raises CannotUnseal when the master key that wrapped it is not here."""
    master = master_key.keys().get(row.master_kid)
    if master is None:
        raise CannotUnseal(f"The master key {row.master_kid} is not on this machine.")
    return decrypt(master, bytes(row.wrapped), practice_identity(row))


def lost_master_keys() -> list[str]:
    """Ids of master keys under which rows lie and which are not on this machine."""
    known = master_key.keys() if master_key.path().exists() else {}
    used = PracticeKey.objects.exclude(master_kid__in=list(known)).values_list("master_kid", flat=True)
    return sorted(set(used))


def wrapped_under(parent: PracticeKey, key: bytes, identity: bytes) -> bytes:
    """`key` wrapped by a practice key."""
    return encrypt(open_practice_key(parent), parent.id, key, identity)


def practice_identity(row: PracticeKey) -> bytes:
    """What the wrap of a practice key authenticates."""
    return _wrap_identity(row.id, row.practice)


def client_identity(row: ClientKey) -> bytes:
    """What the wrap of a client key authenticates."""
    return _wrap_identity(row.id, row.practice, row.client, row.purpose)


def author_identity(row: AuthorKey) -> bytes:
    """What the wrap of an author's private key authenticates."""
    return _wrap_identity(row.id, row.practice, row.author)


def _wrap_identity(*parts: object) -> bytes:
    return "|".join(["reverie/wrap/1", *[str(part) for part in parts]]).encode()


# -- client -----------------------------------------------------------------------------------------


def _client_key(scope: ClientScope) -> tuple[UUID, bytes]:
    rows = ClientKey.objects.filter(
        practice=scope.practice, client=scope.client, purpose=scope.purpose, retired_at=None
    )
    row = rows.select_related("practice_key").order_by("-created_at").first()
    if row is None:
        parent = practice_key(scope.practice)
        row = ClientKey(
            practice_key=parent, practice=scope.practice, client=scope.client, purpose=scope.purpose
        )
        row.wrapped = wrapped_under(parent, os.urandom(32), client_identity(row))
        row.save()
    return row.id, open_client_key(row)


def _find_client_key(scope: ClientScope, kid: UUID) -> bytes:
    row = (
        ClientKey.objects.filter(id=kid, practice=scope.practice, client=scope.client, purpose=scope.purpose)
        .select_related("practice_key")
        .first()
    )
    if row is None:
        raise CannotUnseal("This key does not belong to the client.")
    return open_client_key(row)


def open_client_key(row: ClientKey) -> bytes:
    """The client key's bytes."""
    return decrypt(open_practice_key(row.practice_key), bytes(row.wrapped), client_identity(row))


# -- author, author x client, and one copy ----------------------------------------------------------


def author_key(practice: UUID, author: UUID) -> AuthorKey:
    """The author's current key pair; made on first use (standard mode: wrapped by the practice key)."""
    rows = AuthorKey.objects.filter(practice=practice, author=author, retired_at=None)
    row = rows.select_related("practice_key").order_by("-created_at").first()
    if row is not None:
        return row
    parent = practice_key(practice)
    private = X25519PrivateKey.generate()
    row = AuthorKey(practice_key=parent, practice=practice, author=author)
    row.public = private.public_key().public_bytes_raw()
    row.wrapped_private = wrapped_under(parent, private.private_bytes_raw(), author_identity(row))
    row.save()
    return row


def open_author_key(row: AuthorKey) -> X25519PrivateKey:
    """The author's private key."""
    raw = decrypt(open_practice_key(row.practice_key), bytes(row.wrapped_private), author_identity(row))
    return X25519PrivateKey.from_private_bytes(raw)


def note_keys(scope: OwnScope) -> "models.QuerySet[NoteKey]":
    """The keys of one scope, the retired ones too."""
    rows = NoteKey.objects.filter(practice=scope.practice, author=scope.author, client=scope.about())
    return rows.filter(is_of_copy=isinstance(scope, CopyScope))


def _note_key(scope: OwnScope) -> tuple[UUID, bytes]:
    row = note_keys(scope).filter(retired_at=None).order_by("-created_at").first()
    if row is not None:
        return row.id, _find_note_key(scope, row.id)
    if scope.reader != scope.author:
        raise CannotUnseal("Only the author can begin notes.")
    made, key = make_note_key(scope)
    return made.id, key


def make_note_key(scope: OwnScope) -> tuple[NoteKey, bytes]:
    """A new note key, wrapped to its author alone."""
    key = os.urandom(32)
    with transaction.atomic():
        row = NoteKey(id=uuid4(), practice=scope.practice, author=scope.author, client=scope.about())
        row.is_of_copy = isinstance(scope, CopyScope)
        row.check_value = _check(key, row.id)
        row.save()
        wrap_note_key(row, key, author_key(scope.practice, scope.author))
    return row, key


def wrap_note_key(
    row: NoteKey, key: bytes, reader_key: AuthorKey, until: datetime | None = None
) -> NoteKeyWrap:
    """Entitle one reader, perhaps for a time: wrap the note key to the reader's public key."""
    wrapped = wrapped_to(row, key, reader_key)
    return NoteKeyWrap.objects.create(
        note_key=row, reader_key=reader_key, reader=reader_key.author, wrapped=wrapped, expires_at=until
    )


def wrapped_to(row: NoteKey, key: bytes, reader_key: AuthorKey) -> bytes:
    """A note key wrapped to a reader's public key."""
    public = X25519PublicKey.from_public_bytes(bytes(reader_key.public))
    return SUITE.encrypt(key, public, info=_wrap_identity(row.id, row.author, row.client, reader_key.author))


def live_wraps(notes: "models.QuerySet[NoteKey]") -> "models.QuerySet[NoteKeyWrap]":
    """The wraps of these keys whose time has not run out."""
    in_time = models.Q(expires_at=None) | models.Q(expires_at__gt=clock.now())
    return NoteKeyWrap.objects.filter(in_time, note_key__in=notes)


def entitle(scope: OwnScope, reader: UUID, until: datetime | None = None) -> int:
    """Let `reader` open the author's notes, or copy; `scope.reader` must be able to. Number of keys."""
    notes = note_keys(scope)
    reader_key = author_key(scope.practice, reader)
    with transaction.atomic():
        NoteKeyWrap.objects.filter(note_key__in=notes, reader=reader).delete()
        for row in notes:
            wrap_note_key(row, _find_note_key(scope, row.id), reader_key, until)
    return len(notes)


def withdraw(scope: OwnScope, reader: UUID) -> int:
    """Close the notes, or the copy, to `reader` again (the author stays); what they read they have read.

    The caller rotates a note key (core.rotation), so that a kept key opens nothing written later; to a copy
    that is closed nothing is added.
    """
    wraps = NoteKeyWrap.objects.filter(note_key__in=note_keys(scope), reader=reader)
    return wraps.exclude(reader=scope.author).delete()[0]


def destroy_copy_keys(scope: CopyScope) -> int:
    """Destroy the keys of one copy, so that nobody opens it again here; the number of keys."""
    count = note_keys(scope).count()
    note_keys(scope).delete()
    return count


def _find_note_key(scope: OwnScope, kid: UUID) -> bytes:
    wraps = live_wraps(note_keys(scope).filter(id=kid))
    wrap = wraps.filter(reader=scope.reader).select_related("note_key", "reader_key__practice_key").first()
    if wrap is None:
        raise CannotUnseal("This key is not the reader's.")
    return open_wrap(wrap)


def keys_of_copies(scopes: Sequence[CopyScope]) -> dict[UUID, dict[UUID, bytes]]:
    """Copy -> id and bytes of the keys that the reader of these scopes may open, in one question."""
    notes = NoteKey.objects.filter(is_of_copy=True, client__in=[scope.copy for scope in scopes])
    wraps = live_wraps(notes).filter(reader__in={scope.reader for scope in scopes})
    found: dict[UUID, dict[UUID, bytes]] = {}
    for wrap in wraps.select_related("note_key", "reader_key__practice_key"):
        found.setdefault(wrap.note_key.client, {})[wrap.note_key_id] = open_wrap(wrap)
    return found


def open_wrap(wrap: NoteKeyWrap) -> bytes:
    """The note key inside one reader's wrap. Raises CannotUnseal when it was changed or exchanged."""
    note = wrap.note_key
    info = _wrap_identity(note.id, note.author, note.client, wrap.reader)
    try:
        key = SUITE.decrypt(bytes(wrap.wrapped), open_author_key(wrap.reader_key), info=info)
    except InvalidTag:
        raise CannotUnseal("The key's wrap was changed.") from None
    if not hmac.compare_digest(_check(key, note.id), bytes(note.check_value)):
        raise CannotUnseal("The key is not the one that was made.")
    return key


def _check(key: bytes, kid: UUID) -> bytes:
    # AES-GCM does not commit to its key; this value does.
    return hmac.digest(key, b"reverie/check/1|" + kid.bytes, "sha256")
