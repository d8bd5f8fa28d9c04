"""AES-256-GCM with an identity: the composition everything sealed goes through, and nothing else.

A sealed value is  1 byte format | 1 byte algorithm | 16 bytes key id | 12 bytes nonce | ciphertext + tag.
The text is padded to steps of 256 bytes, so that its length says little.
"""

import os
import struct
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

FORMAT, AES_256_GCM = 1, 1
STEP = 256
HEAD = struct.Struct(">BB16s12s")
KEY, NONCE, TAG = 32, 12, 16
"""Bytes of a key, a nonce and a tag; the primitive would take others."""


class CannotUnseal(Exception):
    """The value was changed, moved to another place, or belongs to a key that is not here."""


def pad(data: bytes) -> bytes:
    """Length (4 bytes) and data, filled with zeros to the next step of 256 bytes."""
    framed = struct.pack(">I", len(data)) + data
    return framed + b"\0" * (-len(framed) % STEP)


def unpad(framed: bytes) -> bytes:
    """The data that `pad` framed. Raises CannotUnseal when the frame is not one of ours."""
    if len(framed) < 4 or len(framed) % STEP:
        raise CannotUnseal("The sealed value has no frame of ours.")
    (length,) = struct.unpack(">I", framed[:4])
    if length > len(framed) - 4:
        raise CannotUnseal("The sealed value has no frame of ours.")
    return framed[4 : 4 + length]


def lock(key: bytes, nonce: bytes, data: bytes, identity: bytes) -> bytes:
    """Ciphertext and tag of AES-256-GCM. Raises ValueError for another length of key or nonce."""
    _check(key, nonce)
    return AESGCM(key).encrypt(nonce, data, identity)


def unlock(key: bytes, nonce: bytes, locked: bytes, identity: bytes) -> bytes:
    """What `lock` locked. Raises CannotUnseal when anything differs, ValueError for another length."""
    _check(key, nonce)
    try:
        return AESGCM(key).decrypt(nonce, locked, identity)
    except InvalidTag:
        raise CannotUnseal("The sealed value was changed or moved.") from None


def wrap_key(wrapping: bytes, key: bytes) -> bytes:
    """A key under another, by NIST SP 800-38F (KW): eight bytes longer, and sure of the wrapping key."""
    _check(wrapping)
    return aes_key_wrap(wrapping, key)


def unwrap_key(wrapping: bytes, wrapped: bytes) -> bytes:
    """The key that `wrap_key` wrapped. Raises CannotUnseal when it was changed or the key is another."""
    _check(wrapping)
    try:
        return aes_key_unwrap(wrapping, wrapped)
    except InvalidUnwrap:
        raise CannotUnseal("The wrapped key was changed, or this is not its wrapping key.") from None


def _check(key: bytes, nonce: bytes = bytes(NONCE)) -> None:
    if len(key) != KEY or len(nonce) != NONCE:
        raise ValueError(f"A key has {KEY} bytes and a nonce {NONCE}.")


def encrypt(key: bytes, kid: UUID, data: bytes, identity: bytes) -> bytes:
    """Seal `data` under `key` (32 bytes); `identity` is authenticated and not stored."""
    head = HEAD.pack(FORMAT, AES_256_GCM, kid.bytes, nonce := os.urandom(NONCE))
    return head + lock(key, nonce, pad(data), head[:18] + identity)


def key_id(sealed: bytes) -> UUID:
    """The id of the key that sealed a value. Raises CannotUnseal for a value that is not ours."""
    if len(sealed) < HEAD.size:
        raise CannotUnseal("The sealed value is too short.")
    form, algorithm, kid, _nonce = HEAD.unpack_from(sealed)
    if (form, algorithm) != (FORMAT, AES_256_GCM):
        raise CannotUnseal("The sealed value has a format that this version does not know.")
    return UUID(bytes=kid)


def decrypt(key: bytes, sealed: bytes, identity: bytes) -> bytes:
    """The data sealed by `encrypt` with the same key and identity, or CannotUnseal."""
    key_id(sealed)
    nonce = sealed[18 : HEAD.size]
    return unpad(unlock(key, nonce, sealed[HEAD.size :], sealed[:18] + identity))
