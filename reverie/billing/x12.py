"""The syntax of X12: elements and segments in and out, and what the checker says of a file. Pure but for it.

`write` and `read` know no transaction; `claim_file` and `remittance` do.
"""

import io
import json
import logging
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

LARGEST = 5_000_000
"""Characters of a file that is read; a remittance of a large practice has a tenth of it."""
SEGMENTS = 200_000


class CannotRead(ValueError):
    """Why a file is no X12, with the place."""


@dataclass(frozen=True)
class Fault:
    """What the checker found: in which segment, in which line of the file, and in its words."""

    segment: str
    line: int
    words: str


def cents(amount: str) -> int:
    """An X12 amount in cents: "115", "115.5", "-3.07". Raises CannotRead."""
    sign, _point, rest = amount.lstrip("-").partition(".")
    if (
        not (sign or rest)
        or not (sign + rest).isascii()
        or not (sign + rest).isdigit()
        or len(rest) > 2
        or len(sign) > 12
    ):
        raise CannotRead(f"{amount!r} is no amount.")
    whole = int(sign or 0) * 100 + int(rest.ljust(2, "0"))
    return -whole if amount.startswith("-") else whole


def amount(value: int) -> str:
    """Cents as X12 writes them: no zeros at the end, no point without cents."""
    whole, rest = divmod(abs(value), 100)
    text = f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text


def plain(text: str, length: int = 60) -> str:
    """Words in the basic character set: capitals, no accents, none of the signs that separate."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    kept = "".join(sign if sign.isalnum() or sign in " -'.,/&()#" else " " for sign in ascii_only)
    return " ".join(kept.split())[:length].strip()


def write(segments: Iterable[Iterable[str]]) -> str:
    """Segments as text, one a line; empty elements at the end are left out."""
    return "".join("*".join(segment).rstrip("*") + "~\n" for segment in segments)


def read(text: str) -> list[list[str]]:
    """The segments of an interchange, each a list of elements; separators are taken from its head.

    Raises CannotRead when it does not begin as one, or is too large.
    """
    if len(text) > LARGEST:
        raise CannotRead("This file is larger than a remittance can be.")
    text = text.lstrip("\ufeff \r\n\t")
    if not text.startswith("ISA"):
        raise CannotRead("This is no X12 file: it does not begin with ISA.")
    between, after = _separators(text)
    parts = [part.strip("\r\n ") for part in text.split(after)]
    found = [part.split(between) for part in parts if part]
    if len(found) > SEGMENTS:
        raise CannotRead("This file has more segments than a remittance can have.")
    return found


def _separators(text: str) -> tuple[str, str]:
    """The signs between elements and after segments; the head has 16 elements in 106 characters."""
    between, after = text[3:4], text[105:106]
    head = text[:105].split(between) if between else []
    if len(head) != 17 or len(head[16]) != 1 or not after or between == after or (between + after).isalnum():
        raise CannotRead("Segment 1 (ISA): the head of the file is not whole; nothing can be read after it.")
    return between, after


def component_sign(segments: list[list[str]]) -> str:
    """The sign between the parts of one element."""
    return segments[0][16]


def check(text: str) -> list[Fault]:
    """What the checker (pyx12) refuses in a file; empty when it accepts it."""
    import pyx12.params  # some hundred milliseconds; wanted only where a file is checked
    import pyx12.x12n_document

    logging.getLogger("pyx12").setLevel(logging.CRITICAL)
    out = io.StringIO()
    try:
        accepted = pyx12.x12n_document.x12n_document(
            pyx12.params.params(), io.StringIO(text), None, None, fd_json=out
        )
    except Exception as trouble:  # it falls over what is far from X12
        return [Fault("", 0, f"The checker could not read it: {type(trouble).__name__}.")]
    faults = _faults(json.loads(out.getvalue() or "{}"))
    return faults or ([] if accepted else [Fault("", 0, "The checker refuses it without saying why.")])


def _faults(report: Any) -> list[Fault]:
    """Every error of the checker's report with the segment and line that it stands in."""
    if isinstance(report, list):
        return [fault for part in report for fault in _faults(part)]
    if not isinstance(report, dict):
        return []
    segment = str(report.get("seg_id") or report.get("name") or "")
    line = int(report.get("cur_line") or 0)
    own = [Fault(segment, line, str(error.get("err_str", ""))) for error in report.get("errors", [])]
    inner = [
        Fault(fault.segment if fault.line else segment, fault.line or line, fault.words)
        for key, part in report.items()
        if key != "errors"
        for fault in _faults(part)
    ]
    return own + inner
