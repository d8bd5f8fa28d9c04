"""Looks for a phrase wherever a computer may have left it, in every form that computers give to text.

    hits = canary.search(PHRASE, canary.stores(home, log))    # [] or ["reverie.sqlite3-wal: utf-16-le", …]

A file is searched as bytes, so deleted rows, journals and half-written pages are searched too. What is
packed inside (gzip, zlib, base64) is unpacked and searched again.
"""

import base64
import html
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

from django.db import connection

DEPTH = 3
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
Store = tuple[str, bytes]


def needles(phrase: str) -> dict[str, bytes]:
    """Name of an encoding -> the bytes that the phrase is in it."""
    utf8 = phrase.encode()
    found = {
        "utf-8": utf8,
        "small": phrase.lower().encode(),
        "capitals": phrase.upper().encode(),
        "python text": ascii(phrase)[1:-1].encode(),
        "utf-16-le": phrase.encode("utf-16-le"),
        "utf-16-be": phrase.encode("utf-16-be"),
        "utf-32-le": phrase.encode("utf-32-le"),
        "latin-1": phrase.encode("latin-1", "replace"),
        "percent": quote(phrase).encode(),
        "form": quote_plus(phrase).encode(),
        "percent, small": re.sub(rb"%..", lambda sign: sign[0].lower(), quote(phrase).encode()),
        "json": json.dumps(phrase)[1:-1].encode(),
        "json twice": json.dumps(json.dumps(phrase))[3:-3].encode(),
        "html": html.escape(phrase).encode(),
        "python": repr(utf8)[2:-1].encode(),
        "hex": utf8.hex().encode(),
        "HEX": utf8.hex().upper().encode(),
        "quoted-printable": "".join(chr(sign) if sign < 128 else f"={sign:02X}" for sign in utf8).encode(),
    }
    return found | _in_base64(utf8)


def _in_base64(utf8: bytes) -> dict[str, bytes]:
    """Base64 has three faces, by where the phrase begins; only signs that neighbors share in are cut off.

    A longer cut would leave a short word with four signs, which a log of random bytes holds by chance.
    """
    found: dict[str, bytes] = {}
    for shift in range(3):
        first, shared = (0, 2, 3)[shift], (0, 3, 2)[(shift + len(utf8)) % 3]
        whole = base64.b64encode(b"\0" * shift + utf8)
        coded = whole[first : len(whole) - shared]
        found[f"base64/{shift}"] = coded
        found[f"base64url/{shift}"] = coded.translate(bytes.maketrans(b"+/", b"-_"))
    return found


def search(phrase: str, stores: Iterable[Store]) -> list[str]:
    """Where and how the phrase was found; empty when nowhere. The text's case does not matter."""
    forms = {name: needle.lower() for name, needle in needles(phrase).items()}
    return sorted({hit for name, content in stores for hit in _search_one(name, content, forms, DEPTH)})


def _search_one(name: str, content: bytes, forms: dict[str, bytes], depth: int) -> Iterator[str]:
    small = content.lower()
    for form, needle in forms.items():
        if needle in small:
            yield f"{name}: {form}"
    if depth:
        for packing, inside in _unpacked(content):
            yield from _search_one(f"{name} > {packing}", inside, forms, depth - 1)


def _unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    for match in PACKED.finditer(content):
        try:
            inside = zlib.decompressobj(47).decompress(content[match.start() :], 1 << 24)
        except zlib.error:
            continue
        if len(inside) >= 8:
            yield "packed", inside
    for match in BASE64.finditer(content):
        text = match[0].rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        inside = base64.b64decode(text + b"=" * (-len(text) % 4)) if len(text) % 4 != 1 else b""
        if PACKED.match(inside):  # plain base64 is found by its own form
            yield "base64", inside


def stores(*folders: Path) -> Iterator[Store]:
    """Every file below the folders; gathered static files are left out."""
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.is_file() and "static" not in path.relative_to(folder).parts[:1]:
                yield path.name, path.read_bytes()


def server() -> Iterator[Store]:
    """Every value of the database and the server's own files, when there is a server."""
    if connection.vendor == "postgresql":
        yield from _tables()
        yield from _server_files()


def _tables() -> Iterator[Store]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            rows = cursor.execute(f'SELECT * FROM "{table}"').fetchall()
            yield table, b"\n".join(_bytes(value) for row in rows for value in row)


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    return json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")


def _server_files() -> Iterator[Store]:
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        folder = Path(cursor.execute("SHOW data_directory").fetchone()[0])
        name = cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()[0]
    for part in (folder / "base" / str(name), folder / "pg_wal"):
        yield from ((path.name, path.read_bytes()) for path in sorted(part.rglob("*")) if path.is_file())
