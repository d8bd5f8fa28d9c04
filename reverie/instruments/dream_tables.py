"""Tables of coded dreams, as they come: a row a code, or a row a dream with a column a scale.

The first layout has the columns `dream,scale,code`; the second `characters_code`, `aggression_code`,
`friendliness_code`, `sexuality_code`, `emotions_code` (codes between commas) and perhaps `dream` or
`dream_id`. Every code is read here for its errors, so that an error names file, line, field and position.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import BinaryIO

from reverie.instruments import reading
from reverie.instruments.errors import BadInput
from reverie.instruments.hvdc import parse, scale_name

WIDE = {
    "characters_code": "character",
    "aggression_code": "aggression",
    "friendliness_code": "friendliness",
    "sexuality_code": "sexuality",
    "emotions_code": "emotion",
}
NAMES = ("dream", "dream_id")
HEADER = "dream,scale,code"
Coded = tuple[str, str, str]


def coded_rows(stream: BinaryIO, name: str) -> Iterator[Coded]:
    """(dream, scale, code) of every code of a table; a dream without codes has one empty row.

    Formula: the two layouts above. Shapes: a seekable binary stream in, rows out. Units: codes. Direction:
    none.
    Errors: BadInput that names file (`name`), line, field and the position in a code.
    Source: the wide layout is that of Dryad qbzkh18fr (Fogli, Aiello & Quercia 2020).

    >>> import io
    >>> list(coded_rows(io.BytesIO(b"dream;scale;code\\n1;emotion;AP D\\n"), "d.csv"))
    [('1', 'emotion', 'AP D')]
    """
    return _wide(stream, name) if reading.has_column(stream, "characters_code") else _long(stream, name)


def as_table(rows: Iterable[Coded]) -> str:
    """The first layout as text: a header, then a line a code; read back by `coded_rows`.

    Formula: comma-separated, quoted where needed; a cell that a spreadsheet would run begins with a blank.
    Shapes: rows in, text out. Units: codes. Direction: none. Errors: none. Source: ours.

    >>> as_table([("1", "emotion", "AP D"), ("2", "", "")])
    'dream,scale,code\\n1,emotion,AP D\\n2,,\\n'
    """
    lines = [",".join(_cell(part) for part in row) for row in rows]
    return "\n".join([HEADER, *lines]) + "\n"


def _cell(text: str) -> str:
    """One cell; a text that a spreadsheet would run as a formula is quoted by a space."""
    shown = f" {text}" if text.startswith(tuple("=+-@")) else text
    return '"' + shown.replace('"', '""') + '"' if any(sign in shown for sign in ',"\n\r') else shown


def _long(stream: BinaryIO, name: str) -> Iterator[Coded]:
    for row in reading.table(stream, name, ["dream", "scale", "code"]):
        scale, code = row.values["scale"], row.values["code"]
        if scale or code:
            _check(row, "scale", scale_name, scale)
            _check(row, "code", partial(parse, scale), code)
        yield row.text("dream"), scale, code


def _wide(stream: BinaryIO, name: str) -> Iterator[Coded]:
    for row in reading.table(stream, name, [], [*NAMES, *WIDE]):
        dream = next((row.values[each] for each in NAMES if row.values[each]), str(row.line))
        yield dream, "", ""
        for column, scale in WIDE.items():
            for code in filter(None, (part.strip() for part in row.values[column].split(","))):
                _check(row, column, partial(parse, scale), code)
                yield dream, scale, code


def _check(row: reading.Row, field: str, reads: Callable[[str], object], text: str) -> None:
    """Read a text for its errors, and name file, line and field in them."""
    try:
        reads(text)
    except BadInput as error:
        raise row.error(field, str(error).rstrip(".")) from None
