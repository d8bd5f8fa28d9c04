"""Sealing: who may open what, and how a sealed value is bound to its place.

A *scope* names whose words they are; a *chain* loads that scope's keys once and seals or unseals with
them; a *place* names the row, version and field, and is authenticated with the value (AAD).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reverie.core import master_key
from reverie.core.cipher import CannotUnseal, decrypt, encrypt, key_id

__all__ = [
    "CannotUnseal",
    "ClientScope",
    "CopyScope",
    "KeyChain",
    "NoteScope",
    "Place",
    "PracticeScope",
    "keychain",
    "keychains_of_copies",
    "seal_with_master",
    "unseal_with_master",
]


@dataclass(frozen=True)
class Place:
    """Where a sealed value lies."""

    table: str
    row: UUID
    version: int
    field: str


@dataclass(frozen=True)
class PracticeScope:
    """Words of the practice itself (letters, settings); key: the practice's."""

    practice: UUID

    def parts(self) -> tuple[UUID, UUID | None, UUID | None]:
        """Practice, client, author."""
        return self.practice, None, None


@dataclass(frozen=True)
class ClientScope:
    """Words about or by one client; `purpose` is `record` (the lawful record) or `journal` (their own)."""

    practice: UUID
    client: UUID
    purpose: str

    def parts(self) -> tuple[UUID, UUID | None, UUID | None]:
        """Practice, client, author."""
        return self.practice, self.client, None


@dataclass(frozen=True)
class NoteScope:
    """One author's process notes on one client, opened by one entitled reader (the author, usually)."""

    practice: UUID
    author: UUID
    client: UUID
    reader: UUID

    def parts(self) -> tuple[UUID, UUID | None, UUID | None]:
        """Practice, client, author."""
        return self.practice, self.client, self.author

    def about(self) -> UUID:
        """What the key is kept for."""
        return self.client


@dataclass(frozen=True)
class CopyScope:
    """One disguised copy that its author presents, opened by the author or by the reader they chose.

    It names no client. Each copy has a key of its own, so that one is closed or destroyed alone.
    """

    practice: UUID
    author: UUID
    copy: UUID
    reader: UUID

    def parts(self) -> tuple[UUID, UUID | None, UUID | None]:
        """Practice, copy (in the client's place), author."""
        return self.practice, self.copy, self.author

    def about(self) -> UUID:
        """What the key is kept for."""
        return self.copy


OwnScope = NoteScope | CopyScope
"""What an author's own key pair opens: a key wrapped once for each entitled reader."""
Scope = PracticeScope | ClientScope | OwnScope


class KeySource(Protocol):
    """Where a chain gets its keys (`reverie.core.keyring`)."""

    def current(self, scope: Scope) -> tuple[UUID, bytes]:
        """Id and bytes of the key that seals now; made when there is none."""

    def find(self, scope: Scope, kid: UUID) -> bytes:
        """The key `kid` when this scope's reader is entitled to it, else CannotUnseal."""


class KeyChain:
    """The keys of one scope, each loaded once."""

    def __init__(self, scope: Scope, source: KeySource, keys: Mapping[UUID, bytes] | None = None) -> None:
        self.scope = scope
        self._source = source
        self._keys = dict(keys or {})
        self._current: UUID | None = None

    def identity(self, place: Place, kid: UUID) -> bytes:
        """What the seal authenticates: schema, row, practice, client, author, version, key and field."""
        practice, client, author = self.scope.parts()
        parts = (
            "reverie/1",
            place.table,
            place.row,
            practice,
            client,
            author,
            place.version,
            kid,
            place.field,
        )
        return "|".join("" if part is None else str(part) for part in parts).encode()

    def seal(self, text: str, place: Place) -> bytes:
        """Seal `text` for `place` under the scope's current key."""
        if self._current is None:
            self._current, key = self._source.current(self.scope)
            self._keys[self._current] = key
        kid = self._current
        return encrypt(self._keys[kid], kid, text.encode("utf-8", "surrogatepass"), self.identity(place, kid))

    def unseal(self, sealed: bytes, place: Place) -> str:
        """The text sealed for `place`. Raises CannotUnseal when changed, moved, or not the reader's."""
        kid = key_id(sealed)
        if kid not in self._keys:
            self._keys[kid] = self._source.find(self.scope, kid)
        return decrypt(self._keys[kid], sealed, self.identity(place, kid)).decode("utf-8", "surrogatepass")


def keychain(scope: Scope) -> KeyChain:
    """A chain for `scope`; make one per request and scope, and hand it on."""
    from reverie.core import keyring  # the models of the key ring need this module first

    return KeyChain(scope, keyring)


def keychains_of_copies(scopes: Iterable[CopyScope]) -> dict[UUID, KeyChain]:
    """Copy -> its chain, for a list of copies of one reader: all their keys loaded in one question."""
    from reverie.core import keyring

    asked = list(scopes)
    keys = keyring.keys_of_copies(asked)
    return {scope.copy: KeyChain(scope, keyring, keys.get(scope.copy)) for scope in asked}


# -- secrets of the installation itself (a sign-in, a second factor), which no practice owns -------------


def seal_with_master(text: str, purpose: str) -> bytes:
    """Seal a secret of the installation for one `purpose`, under the newest master key."""
    kid, master = master_key.current()
    return encrypt(_derived(master), master_key.kid_as_uuid(kid), text.encode(), _purpose(purpose))


def unseal_with_master(sealed: bytes, purpose: str) -> str:
    """The text sealed for `purpose`. Raises CannotUnseal when changed, moved, or its key is not here."""
    wanted = key_id(sealed)
    for kid, master in master_key.keys().items():
        if master_key.kid_as_uuid(kid) == wanted:
            return decrypt(_derived(master), sealed, _purpose(purpose)).decode()
    raise CannotUnseal("The master key that sealed this value is not here.")


def _derived(master: bytes) -> bytes:
    # The master key itself wraps practice keys; values get a key of their own.
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"reverie/master/1").derive(master)


def _purpose(purpose: str) -> bytes:
    return f"reverie/1|master|{purpose}".encode()
