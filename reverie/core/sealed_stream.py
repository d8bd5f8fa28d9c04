"""A file sealed as it is written: chunks under AES-256-GCM, numbered, the last one marked.

MAGIC | kid of the master key (16 hex) | salt (32) | chunks of CHUNK + 16 bytes, the last one marked.
A chunk cut off, exchanged, repeated or changed is refused when it is read.
"""

import io
import os
import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reverie.core import master_key

MAGIC = b"reverie-backup-1\n"
CHUNK, TAG, SALT, KID = 1 << 20, 16, 32, 16


class CannotOpenStream(Exception):
    """One plain sentence why the file cannot be opened."""


def _cipher(master: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"reverie/backup/1").derive(master))


def _nonce(number: int, is_last: bool) -> bytes:
    return struct.pack(">3xQ?", number, is_last)


class SealedWriter(io.RawIOBase):
    """Writes into `target`; `close` marks the end, without which nothing of it opens as whole."""

    def __init__(self, target: BinaryIO) -> None:
        kid, master = master_key.current()
        self._target, self._buffer, self._number = target, bytearray(), 0
        salt = os.urandom(SALT)
        self._head = MAGIC + kid.encode() + salt
        self._cipher = _cipher(master, salt)
        target.write(self._head)

    def writable(self) -> bool:
        return True

    def write(self, data: "io.ReadableBuffer") -> int:  # type: ignore[name-defined]
        """Take in some bytes."""
        self._buffer += data
        while len(self._buffer) > CHUNK:
            self._put(bytes(self._buffer[:CHUNK]), is_last=False)
            del self._buffer[:CHUNK]
        return len(data)

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last), chunk, self._head))
        self._number += 1

    def close(self) -> None:
        """Write the last chunk."""
        if not self.closed:
            self._put(bytes(self._buffer), is_last=True)
        super().close()


class SealedReader(io.RawIOBase):
    """Reads what SealedWriter wrote. Raises CannotOpenStream for anything else."""

    def __init__(self, source: BinaryIO) -> None:
        head = source.read(len(MAGIC) + KID + SALT)
        if not head.startswith(MAGIC) or len(head) < len(MAGIC) + KID + SALT:
            raise CannotOpenStream("This is not a backup of Reverie.")
        kid = head[len(MAGIC) : len(MAGIC) + KID].decode("ascii", "replace")
        master = master_key.keys().get(kid)
        if master is None:
            raise CannotOpenStream(
                f"This backup was made under the master key {kid}, which is not in {master_key.path()}."
            )
        self._source, self._head, self._cipher = source, head, _cipher(master, head[-SALT:])
        self._ahead, self._number, self._left, self._is_over = source.read(CHUNK + TAG), 0, b"", False

    def readable(self) -> bool:
        return True

    def readinto(self, target: "io.WriteableBuffer") -> int:  # type: ignore[name-defined]
        """Fill `target` with what comes next; 0 at the marked end."""
        if not self._left and not self._is_over:
            self._left = self._next()
        size = min(len(target), len(self._left))
        target[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def _next(self) -> bytes:
        chunk, self._ahead = self._ahead, self._source.read(CHUNK + TAG)
        self._is_over = not self._ahead
        try:
            opened = self._cipher.decrypt(_nonce(self._number, self._is_over), chunk, self._head)
        except (InvalidTag, ValueError):
            raise CannotOpenStream("This backup is damaged or cut off; nothing of it was used.") from None
        self._number += 1
        return opened
