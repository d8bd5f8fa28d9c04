"""An author's own archive: a packed folder, closed with a passphrase (Argon2id, AES-256-GCM).

The file is  16 bytes name and version | 16 bytes salt | a sealed value of core.cipher.
"""

import os
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw

from reverie.core.cipher import CannotUnseal, decrypt, encrypt

NAME = b"REVERIE NOTES 1\n"
SALT = 16
NOBODY = UUID(int=0)
SHORTEST = 12
"""Characters of a passphrase."""


class CannotOpenArchive(Exception):
    """The passphrase does not fit, or the file is not one of ours."""


def close(data: bytes, passphrase: str) -> bytes:
    """The bytes of an archive that holds `data`."""
    salt = os.urandom(SALT)
    return NAME + salt + encrypt(_key(passphrase, salt), NOBODY, data, NAME + salt)


def open_archive(archive: bytes, passphrase: str) -> bytes:
    """What `close` put in. Raises CannotOpenArchive."""
    if not archive.startswith(NAME):
        raise CannotOpenArchive("This file is no archive of process notes.")
    head = archive[: len(NAME) + SALT]
    try:
        return decrypt(_key(passphrase, head[len(NAME) :]), archive[len(head) :], head)
    except CannotUnseal:
        raise CannotOpenArchive("The passphrase does not fit, or the file was changed.") from None


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
