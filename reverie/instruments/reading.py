"""Reads tables and lines the way they come from practices: byte-order marks, semicolons, Windows encodings.

Every error names file, line and field. Functions take open binary files and open none themselves.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from reverie.instruments.errors import BadInput

DELIMITERS = ",;\t"
# How a workbook of a spreadsheet begins, and the line with which some programs name their delimiter.
ZIP = b"PK\x03\x04"
HINT = re.compile(r"\s*\"?sep=[,;\t]\"?[ \t]*\r?\n", re.IGNORECASE)
UNCLOSED = "a quotation mark is opened here and never closed"
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def plain_number(text: str) -> float | None:
    """A finite number written in digits, or None for anything else (`nan`, `1_000` and `inf` among it)."""
    text = text.replace("\u2212", "-")
    if not NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


@dataclass(frozen=True)
class Row:
    """One line of a table: its values by column, and where it stands, for error messages."""

    file: str
    line: int
    values: dict[str, str]
    decimal_comma: bool = False

    def text(self, field: str) -> str:
        """The trimmed text of a field, which may not be empty."""
        value = self.values[field]
        if not value:
            raise self.error(field, "is empty")
        return value

    def number(self, field: str) -> float | None:
        """A number, or None where the field is empty. A decimal comma counts in semicolon files."""
        value = self.values[field]
        if not value:
            return None
        number = plain_number(value.replace(",", ".") if self.decimal_comma else value)
        if number is None:
            raise self.error(field, f"“{value}” is not a number")
        return number

    def error(self, field: str, words: str) -> BadInput:
        """A BadInput that names file, line and field."""
        return BadInput(f"{self.file}, line {self.line}, field {field}: {words}.")


def decode(data: bytes, file: str) -> str:
    """Text of a file: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
    raise BadInput(f"{file}, line {line}: the encoding is neither UTF-8 nor Windows-1252.")


def _delimiter(header: str, wanted: Sequence[str]) -> str:
    """The delimiter under which most of the wanted columns are found; the comma if none is better."""

    def found(delimiter: str) -> int:
        return len(set(wanted) & {name.strip(' "').lower() for name in header.split(delimiter)})

    return max(DELIMITERS, key=found)


def _header(cells: Sequence[str], wanted: Sequence[str], file: str, line: int) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    missing = [name for name in wanted if name not in names]
    if missing:
        listed = ", ".join(f"“{name}”" for name in missing)
        word = "column" if len(missing) == 1 else "columns"
        found = f"found: {', '.join(names) or 'none'}"
        if len(names) == 1 and len(wanted) > 1:
            found += " (columns are divided by commas, semicolons or tabs)"
        raise BadInput(f"{file}, line {line}: missing {word} {listed}; {found}.")
    double = [name for name in wanted if names.count(name) > 1]
    if double:
        raise BadInput(f"{file}, line {line}: the column “{double[0]}” stands there twice.")
    return names


def table(stream: BinaryIO, file: str, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of a CSV with a header, columns in any order, further ones ignored, empty lines skipped.

    Raises BadInput that names file, line and column: a missing column, a row too short or too long.
    """
    text, kept = _text(stream, file), [*columns, *optional]
    before, text, first = _first_line(text)
    delimiter = _delimiter(first, kept)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    names: list[str] | None = None
    done = 0
    try:
        for cells in reader:
            done, line = reader.line_num, reader.line_num + before
            if not any(cell.strip() for cell in cells):
                continue
            if names is None:
                names = _header(cells, columns, file, line)
                continue
            yield _row(cells, names, kept, file, line, delimiter == ";")
    except csv.Error as error:
        words = UNCLOSED if "end of data" in str(error) else str(error)
        raise BadInput(f"{file}, line {done + 1 + before}: {words}.") from None
    if names is None:
        raise BadInput(f"{file}, line 1: the file is empty; it needs the columns {', '.join(columns)}.")


def _text(stream: BinaryIO, file: str) -> str:
    data = stream.read()
    if data.startswith(ZIP):
        raise BadInput(f"{file}: this is a workbook or an archive; save the table as CSV.")
    text = decode(data, file)
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise BadInput(f"{file}, line {line}: this is not a text file.")
    return text


def _first_line(text: str) -> tuple[int, str, str]:
    """Lines before the table, the table, its first line; a spreadsheet's hint `sep=;` is no part of it."""
    hint = HINT.match(text)
    before = 0
    if hint:
        before, text = text[: hint.end()].count("\n"), text[hint.end() :]
    return before, text, next((line for line in text.splitlines() if line.strip()), "")


def _row(
    cells: Sequence[str], names: Sequence[str], kept: Sequence[str], file: str, line: int, comma: bool
) -> Row:
    while len(cells) > len(names) and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) != len(names):
        field = names[min(len(cells), len(names) - 1)]
        raise BadInput(f"{file}, line {line}, field {field}: {len(cells)} fields where {len(names)} belong.")
    values = dict(zip(names, (cell.strip() for cell in cells), strict=True))
    return Row(file, line, {name: values.get(name, "") for name in kept}, comma)


def has_column(stream: BinaryIO, name: str) -> bool:
    """True if the header of a seekable table names this column; the stream is wound back."""
    start = stream.read(65536)
    stream.seek(0)
    text = start.decode(
        "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="replace"
    )
    _before, _text, first = _first_line(text)
    return any(name in [cell.strip(' "') for cell in first.lower().split(mark)] for mark in DELIMITERS)


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


# One decoder for all lines: building it costs as much as reading a short line.
_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def json_value(text: str, place: str) -> Any:
    """One JSON value; BadInput that begins with `place` otherwise."""
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{place}: this is not valid JSON ({error}).") from None


def json_line(data: bytes, file: str, number: int) -> dict[str, Any] | None:
    """The object of one line of a JSON-lines file, or None for an empty line."""
    if number == 1:
        data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise BadInput(f"{file}, line {number}: JSON must be UTF-8.") from None
    if not text:
        return None
    value = json_value(text, f"{file}, line {number}")
    if not isinstance(value, dict):
        raise BadInput(f"{file}, line {number}: this line is not a JSON object.")
    return value


def json_lines(stream: BinaryIO, file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and object of each line of a JSON-lines file, one at a time; empty lines are skipped."""
    for number, data in enumerate(stream, start=1):
        value = json_line(data, file, number)
        if value is not None:
            yield number, value


def text_lines(stream: BinaryIO, file: str) -> Iterator[str]:
    """The lines of a text file, each as UTF-8 or else Windows-1252; a UTF-16 file is read whole."""
    start = stream.readline()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield from decode(start + stream.read(), file).splitlines()
        return
    for number, data in enumerate(itertools.chain([start], stream), start=1):
        yield decode(data, f"{file}, line {number}")


def field(row: dict[str, Any], name: str, file: str, line: int) -> Any:
    """A field of a JSON line, or BadInput that names it."""
    if name not in row:
        raise BadInput(f"{file}, line {line}, field {name}: the field is missing.")
    return row[name]
