"""Anchors: what a chain's head was at a moment, signed and kept outside the database.

A hash chain does not notice that its end was cut off, nor that all of it was written anew; an anchor does.
A line of `ANCHOR_FOLDER/audit-YYYY-MM.anchors` is JSON and names the line before it, so that no line can be
taken out of the middle. The folder belongs on another disk, or is copied away as it grows.
"""

import base64
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from reverie.core import clock, master_key, private_file
from reverie.core.models import AuditHead

PURPOSE = b"reverie/anchor/1|"
START = "0" * 64


@dataclass(frozen=True)
class Anchor:
    """One chain's head: `count` links, the last with `hash`."""

    practice: UUID
    count: int
    hash: str
    at: str


@dataclass(frozen=True)
class Damage:
    """A line that is not what was written: the file's name, the line's number, what is wrong."""

    file: str
    line: int
    what: str


def key_path() -> Path:
    """The signing key lies beside the master key."""
    return master_key.path().with_name("anchor.key")


def create_key() -> None:
    """Make the signing key, unless it is there."""
    if not key_path().exists():
        raw = Ed25519PrivateKey.generate().private_bytes_raw()
        private_file.write_new(key_path(), base64.b64encode(raw).decode() + "\n")


def _key() -> Ed25519PrivateKey:
    private_file.status(key_path(), "The anchor key")
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(key_path().read_text()))


def write() -> int:
    """Anchor every chain that has grown since its last anchor; the number of lines written."""
    folder = Path(settings.ANCHOR_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = _key()
    path = folder / f"audit-{clock.now():%Y-%m}.anchors"
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        previous = _last_line_hash(folder)
        known = {anchor.practice: anchor.count for anchor in _anchors_in(path)}
        lines = []
        for head in AuditHead.objects.filter(count__gt=0).order_by("practice"):
            if known.get(head.practice) != head.count:
                lines.append(_line(head, previous, key))
                previous = _hash(lines[-1])
        _append(path, lines)
    return len(lines)


def _line(head: AuditHead, previous: str, key: Ed25519PrivateKey) -> str:
    anchor = Anchor(head.practice, head.count, head.hash, clock.now().isoformat(timespec="seconds"))
    body = {**asdict(anchor), "practice": str(anchor.practice), "previous": previous}
    signature = base64.b64encode(key.sign(PURPOSE + _canonical(body))).decode()
    return json.dumps({**body, "signature": signature}, separators=(",", ":"), sort_keys=True)


def _append(path: Path, lines: list[str]) -> None:
    if not lines:
        return
    written = "".join(f"{line}\n" for line in lines).encode()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    before = os.fstat(descriptor).st_size
    try:
        while written:
            written = written[os.write(descriptor, written) :]
        os.fsync(descriptor)
    except OSError:  # a full disk took half a line, which would look like a forged one
        os.ftruncate(descriptor, before)
        raise
    finally:
        os.close(descriptor)


def _canonical(body: dict[str, Any]) -> bytes:
    return json.dumps(body, separators=(",", ":"), sort_keys=True).encode()


def _hash(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("audit-*.anchors"))


def _last_line_hash(folder: Path) -> str:
    for path in reversed(_files(folder)):
        lines = path.read_text(errors="replace").splitlines()
        if lines:
            return _hash(lines[-1])
    return START


def _anchors_in(path: Path) -> Iterator[Anchor]:
    if path.exists():
        for line in path.read_text(errors="replace").splitlines():
            yield from _parsed(line)


def _parsed(line: str) -> Iterator[Anchor]:
    try:
        body = json.loads(line)
        yield Anchor(UUID(body["practice"]), int(body["count"]), str(body["hash"]), str(body["at"]))
    except (ValueError, KeyError, TypeError):
        return


def read(folder: Path | None = None) -> tuple[list[Anchor], list[Damage]]:
    """Every anchor whose signature holds, and every line that is damaged, missing or forged."""
    public = _key().public_key()
    good: list[Anchor] = []
    damage: list[Damage] = []
    previous = START
    for path in _files(folder or Path(settings.ANCHOR_FOLDER)):
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            try:
                body = json.loads(line)
                signature = base64.b64decode(body.pop("signature"), validate=True)
                public.verify(signature, PURPOSE + _canonical(body))
                good += _parsed(line)
            except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature):
                damage.append(Damage(path.name, number, "is not what was signed"))
            else:
                if body["previous"] != previous:
                    damage.append(Damage(path.name, number, "does not follow the line before it"))
            previous = _hash(line)
    return good, damage
