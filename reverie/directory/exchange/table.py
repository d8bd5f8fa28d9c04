"""Profiles as a table (CSV): one therapist a row, one field a column."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from reverie.core.cells import FORMULA
from reverie.core.tables import CannotReadTable, Row, Table, read_table
from reverie.directory.exchange.entry import LICENCE, LISTS, MOST, PLAIN, TICKS, CannotRead, Entry, Place

KIND, ENDING = "csv", "csv"
NAMES = ("name", "title", "email")
HEAD = (*NAMES, *PLAIN, *LISTS, *TICKS, "licenses")
YES, NO = {"yes", "y", "true", "1", "x"}, {"no", "n", "false", "0", ""}


def write(entries: list[Entry], place: Place) -> str:
    """The table of these entries; a cell that a spreadsheet would run gets an apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for entry in entries:
        writer.writerow([_guarded(_cell(entry, name)) for name in HEAD])
    return out.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*FORMULA, "'")) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:2] in {*FORMULA, "'"} else cell


def _cell(entry: Entry, name: str) -> str:
    if name in NAMES:
        return str(getattr(entry, name))
    if name == "licenses":
        return "; ".join("|".join(row.get(part, "") for part in LICENCE) for row in entry.licences)
    value = entry.cells.get(name, "")
    if name in TICKS:
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, list) else str(value)


def read(content: bytes) -> list[Entry]:
    """The entries of a table. Raises CannotRead; each entry knows its line."""
    return entries(table_of(content))


def table_of(content: bytes) -> Table:
    """The head and the rows of a file, which must be in UTF-8: names stand in it. Raises CannotRead."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CannotRead(_("Line {n} is not in UTF-8; save the file as CSV UTF-8.").format(n=line)) from None
    try:
        return read_table(content)
    except CannotReadTable as refusal:
        raise CannotRead(str(refusal)) from None


def entries(table: Table) -> list[Entry]:
    """A therapist a row. Raises CannotRead."""
    head = _head(table.head)
    if len(table.rows) > MOST:
        raise CannotRead(_("The file has more than {n} rows; divide it.").format(n=MOST))
    return [_entry(row, head) for row in table.rows]


def _head(cells: Sequence[str]) -> list[str]:
    head = [cell.lower().replace(" ", "_") for cell in cells]
    for number, name in enumerate(head, 1):
        if name and name not in HEAD:
            words = _("Line 1, column {n}: “{name}” is no column of ours. These are: {all}.")
            raise CannotRead(words.format(n=number, name=name[:60], all=", ".join(HEAD)))
    if "name" not in head and "email" not in head:
        raise CannotRead(_("Line 1: the table needs a column “name” or “email”, to know whose row it is."))
    return head


def _entry(found: Row, head: list[str]) -> Entry:
    line = found.line
    if found.cells is None:
        words = _("Line {line} has more cells than the first line. Put a cell with commas in quotes.")
        raise CannotRead(words.format(line=line))
    row = {name: _bare(cell) for name, cell in zip(head, found.cells, strict=True) if name}
    columns = {name: _("column {n} ({name})").format(n=n, name=name) for n, name in enumerate(head, 1)}
    values: dict[str, Any] = {name: row.get(name, "") for name in PLAIN}
    values |= {name: [one.strip() for one in row.get(name, "").split(";") if one.strip()] for name in LISTS}
    values |= {name: _tick(line, columns, name, row.get(name, "yes")) for name in TICKS}
    names = {name: row.get(name, "") for name in NAMES}
    return Entry(
        where=_("Line {n}").format(n=line),
        cells=values,
        licences=_licences(row.get("licenses", "")),
        columns=columns,
        **names,
    )


def _tick(line: int, columns: dict[str, str], name: str, cell: str) -> str:
    if cell.lower() not in YES | NO:
        words = _("Line {line}, {column}: write yes or no, not “{cell}”.")
        raise CannotRead(words.format(line=line, column=columns[name], cell=cell[:40]))
    return "on" if cell.lower() in YES else ""


def _licences(cell: str) -> tuple[dict[str, str], ...]:
    rows = [[part.strip() for part in one.split("|")] for one in cell.split(";") if one.strip()]
    return tuple(dict(zip(LICENCE, [*row, *[""] * len(LICENCE)], strict=False)) for row in rows)
