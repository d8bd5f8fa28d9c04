"""A file closed with a passphrase in the age format (age-encryption.org/v1): other programs open it too.

    closed = close(content, "six words that nobody guesses")     # `age -d record.zip.age > record.zip`

The passphrase goes through scrypt; the content lies in pieces of 64 KiB under ChaCha20-Poly1305, the last one
marked, so that a cut file is noticed.
"""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

INTRO = b"age-encryption.org/v1\n"
LABEL = b"age-encryption.org/v1/scrypt"
WORK, MOST_WORK = 16, 20
"""Powers of two for scrypt: 64 MB to close, at most 1 GB to open what others closed."""
PIECE, TAG = 64 * 1024, 16
SHORTEST = 12
"""Characters of a passphrase."""


class CannotOpenFile(Exception):
    """The passphrase does not fit, or the file is not one of these or was changed."""


def close(content: bytes, passphrase: str) -> bytes:
    """The closed file."""
    key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapped = ChaCha20Poly1305(_stretched(passphrase, salt, WORK)).encrypt(bytes(12), key, None)
    head = INTRO + b"-> scrypt %s %d\n%s\n---" % (_plain(salt), WORK, _plain(wrapped))
    cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))
    pieces = [content[at : at + PIECE] for at in range(0, len(content), PIECE)] or [b""]
    last = len(pieces) - 1
    body = b"".join(
        cipher.encrypt(_place(number, number == last), piece, None) for number, piece in enumerate(pieces)
    )
    return head + b" " + _plain(_mac(key, head)) + b"\n" + nonce + body


def open_file(closed: bytes, passphrase: str) -> bytes:
    """What `close` put in. Raises CannotOpenFile."""
    if not closed.startswith(INTRO):
        raise CannotOpenFile("This file is not closed in the age format.")
    try:
        intro, stanza, wrapped, last = closed.split(b"\n", 4)[:4]
        arrow, kind, salt, work = stanza.split(b" ")
        if (arrow, kind) != (b"->", b"scrypt") or not 1 <= int(work) <= MOST_WORK:
            raise ValueError
        key = ChaCha20Poly1305(_stretched(passphrase, _bytes(salt), int(work))).decrypt(
            bytes(12), _bytes(wrapped), None
        )
        head = b"\n".join([intro, stanza, wrapped, b"---"])
        if not hmac.compare_digest(_bytes(last.removeprefix(b"--- ")), _mac(key, head)):
            raise InvalidTag
        return _opened(closed[len(head) + len(last) - 2 :], key)
    except (InvalidTag, ValueError):
        raise CannotOpenFile("The passphrase does not fit, or the file was changed.") from None


def _opened(payload: bytes, key: bytes) -> bytes:
    nonce, body = payload[:16], payload[16:]
    cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))
    starts = range(0, len(body), PIECE + TAG)
    last = len(starts) - 1
    return b"".join(
        cipher.decrypt(_place(number, number == last), body[at : at + PIECE + TAG], None)
        for number, at in enumerate(starts)
    )


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    size = 1 << work
    return hashlib.scrypt(
        passphrase.encode(), salt=LABEL + salt, n=size, r=8, p=1, maxmem=size * 8 * 128 + (1 << 20), dklen=32
    )


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(key)


def _mac(key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derived(key, b"", b"header"), head, "sha256")


def _place(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")


def _plain(value: bytes) -> bytes:
    return base64.b64encode(value).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
