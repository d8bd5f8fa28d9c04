"""An author's own archive: a packed folder, closed with a passphrase (Argon2id, AES-256-GCM).

The file is  16 bytes name and version | 16 bytes salt | 40 bytes wrapped key | a sealed value of core.cipher.
The key that seals is random; the passphrase's key wraps it (NIST SP 800-38F), so that a wrong passphrase is
told from a damaged file, and no file opens under two passphrases.
"""

import os
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw

from reverie.core.cipher import KEY, CannotUnseal, decrypt, encrypt, unwrap_key, wrap_key

NAME = b"REVERIE NOTES 2\n"
SALT, WRAPPED = 16, KEY + 8
NOBODY = UUID(int=0)
SHORTEST = 12
"""Characters of a passphrase."""


class CannotOpenArchive(Exception):
    """The passphrase does not fit, or the file is not one of ours."""


def close(data: bytes, passphrase: str) -> bytes:
    """The bytes of an archive that holds `data`."""
    salt, key = os.urandom(SALT), os.urandom(KEY)
    head = NAME + salt + wrap_key(_key(passphrase, salt), key)
    return head + encrypt(key, NOBODY, data, head)


def open_archive(archive: bytes, passphrase: str) -> bytes:
    """What `close` put in. Raises CannotOpenArchive."""
    if not archive.startswith(NAME):
        raise CannotOpenArchive("This file is no archive of process notes.")
    head = archive[: len(NAME) + SALT + WRAPPED]
    salt, wrapped = head[len(NAME) : len(NAME) + SALT], head[len(NAME) + SALT :]
    try:
        key = unwrap_key(_key(passphrase, salt), wrapped)
    except CannotUnseal:
        raise CannotOpenArchive("The passphrase does not fit, or the file was changed.") from None
    try:
        return decrypt(key, archive[len(head) :], head)
    except CannotUnseal:
        raise CannotOpenArchive("The passphrase fits, but the file was changed or cut off.") from None


def _key(passphrase: str, salt: bytes) -> bytes:
    return hash_secret_raw(
        passphrase.encode(),
        salt.ljust(SALT, b"\0"),
        time_cost=3,
        memory_cost=65536,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
