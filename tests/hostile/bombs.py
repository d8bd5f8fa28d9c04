"""Files that are small and open into something endless; `python -m tests.hostile.bombs` says what each cost.

Each is opened in a process of its own with a limit of memory; the seconds and the megabytes are those of the
reader alone. A file that is refused with a sentence is well; one that is read within the limits, too.
"""

import io
import json
import os
import resource
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import django

HARD_LIMIT, MEGABYTE = 1_500_000_000, 1_000_000
Read = Callable[[bytes], Any]


def laughs() -> bytes:
    """Entities of entities, which would be a thousand million words."""
    steps = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "boom">{steps}]><x>&a9;</x>'.encode()


def quadratic() -> bytes:
    """One long entity, named very often."""
    return f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]><x>{"&a;" * 100_000}</x>'.encode()


def deep() -> bytes:
    return b'{"a":' * 1_000_000


def wide() -> bytes:
    return b'{"resourceType":"Bundle","entry":[' + b"{}," * 3_000_000 + b"{}]}"


def long_table() -> bytes:
    return b"name,email\n" + b"a,b\n" * 1_000_000


def packed(name: str) -> bytes:
    """A gigabyte of nothing in an archive of one megabyte."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open(name, "w") as file,
    ):
        for _ in range(1000):
            file.write(bytes(MEGABYTE))
    return made.getvalue()


def many_files() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(60_000):
            archive.writestr(f"{number}.csv", b"")
    return made.getvalue()


def picture() -> bytes:
    """A hundred million black points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(10_000 * 30_001), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def calendar(rule: str) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:x",
        "BEGIN:VEVENT",
        "UID:1",
        "DTSTART:20260609T170000Z",
    ]
    return "\r\n".join([*lines, "DURATION:PT1S", f"RRULE:{rule}", "END:VEVENT", "END:VCALENDAR", ""]).encode()


def many_segments() -> bytes:
    head = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'A':15}*ZZ*{'B':15}*260609*1000*^*00501*000000001*0*P*:~"
    return (head + "CLP*1*1*1*1~" * 800_000).encode()


def bombs() -> dict[str, tuple[Callable[[], bytes], Read]]:
    """Name -> how it is made, and who reads it."""
    return {**for_records(), **for_lists(), **for_papers()}


def for_records() -> dict[str, tuple[Callable[[], bytes], Read]]:
    """What comes as one person's record, answers or a form."""
    from reverie.interop.foreign_records import read_record
    from reverie.measures import fhir, packs

    return {
        "entities of entities, as a record": (laughs, read_record),
        "one long entity, as a record": (quadratic, read_record),
        "deep JSON, as a record": (deep, read_record),
        "wide JSON, as a record": (wide, read_record),
        "deep JSON, as a form": (deep, fhir.read_response),
        "deep JSON, as a pack": (deep, lambda content: packs.check(content, "phq-9")),
    }


def for_lists() -> dict[str, tuple[Callable[[], bytes], Read]]:
    """What comes as profiles, lists of clients and hours."""
    from reverie.core.tables import read_table
    from reverie.directory.exchange import read as profiles
    from reverie.interop import hour_lines

    def hours(content: bytes) -> Any:
        return hour_lines.read_hours(content, "UTC", date(2026, 11, 26))

    return {
        "deep JSON, as profiles": (deep, profiles),
        "wide JSON, as profiles": (wide, profiles),
        "a million rows, as a list": (long_table, read_table),
        "a million rows, as profiles": (long_table, profiles),
        "a million rows, as hours": (long_table, hours),
        "every second, as hours": (lambda: calendar("FREQ=SECONDLY"), hours),
        "every leap day for ever, as hours": (lambda: calendar("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), hours),
        "a gigabyte, as profiles": (lambda: packed("organizations.csv"), profiles),
        "very many files, as profiles": (many_files, profiles),
    }


def for_papers() -> dict[str, tuple[Callable[[], bytes], Read]]:
    """What comes as a document, a picture or an answer of an insurance."""
    from reverie.billing import remittance
    from reverie.core.file_kinds import kind_of
    from reverie.directory import pictures
    from reverie.process.transcripts import read

    document = "word/document.xml"
    return {
        "a gigabyte, as a document": (lambda: packed(document), lambda content: read(content, "a.docx")),
        "entities, as a document": (laughs, lambda content: read(content, "a.xml")),
        "a gigabyte, as a paper": (lambda: packed(document), kind_of),
        "very many files, as a paper": (many_files, kind_of),
        "a hundred megapixels, as a photograph": (picture, pictures.plain_picture),
        "very many segments, as a remittance": (many_segments, lambda c: remittance.remittances(c.decode())),
    }


def cost(make: Callable[[], bytes], read: Read) -> dict[str, Any]:
    """Seconds and megabytes of reading it, and what was said; in this process."""
    content = make()
    Path("/proc/self/clear_refs").write_text("5")  # the highest use of memory is counted from here
    before, began = _memory("VmRSS"), time.process_time()
    try:
        read(content)
        said = "read"
    except Exception as error:
        said = f"{type(error).__name__}: {error}"[:160]
    seconds = time.process_time() - began
    return {
        "seconds": round(seconds, 2),
        "megabytes": round((_memory("VmHWM") - before) / 1000),
        "said": said,
    }


def _memory(which: str) -> int:
    """Kilobytes that this process uses, or used at most."""
    status = Path("/proc/self/status").read_text()
    return int(status.split(f"{which}:")[1].split()[0])


def apart(make: Callable[[], bytes], read: Read) -> dict[str, Any]:
    """The same in a process of its own."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (HARD_LIMIT, HARD_LIMIT))
        os.write(into, json.dumps(cost(make, read)).encode())
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return json.loads(said) if said else {"seconds": 999, "megabytes": 9999, "said": f"died with {status}"}


if __name__ == "__main__":
    django.setup()
    json.dump({name: apart(*bomb) for name, bomb in bombs().items()}, sys.stdout, indent=1)
