"""Profiles as a table (CSV): one therapist a row, one field a column."""

import csv
import io
from typing import Any

from django.utils.translation import gettext as _

from reverie.core.cells import FORMULA
from reverie.directory.exchange.entry import LICENCE, LISTS, MOST, PLAIN, TICKS, CannotRead, Entry, Place

KIND, ENDING = "csv", "csv"
LONGEST_CELL = 20_000
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
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CannotRead(_("Line {n} is not in UTF-8; save the file as CSV UTF-8.").format(n=line)) from None
    if "\0" in text:
        raise CannotRead(_("This is not a table of text. Save it as CSV, and choose that file."))
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return _entries(reader)
    except csv.Error as error:
        words = _("Line {n} cannot be read: {why}. Save the file anew as CSV.")
        raise CannotRead(words.format(n=reader.line_num, why=error)) from None


def _entries(reader: Any) -> list[Entry]:
    head: list[str] = []
    entries: list[Entry] = []
    before = 0
    for cells in reader:
        line, before = before + 1, reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if not head:
            head = _head(cells)
            continue
        if len(entries) == MOST:
            raise CannotRead(_("The file has more than {n} rows; divide it.").format(n=MOST))
        entries.append(_entry(line, head, cells))
    if not entries:
        raise CannotRead(_("The file has no rows; there is nothing to bring over."))
    return entries


def _head(cells: list[str]) -> list[str]:
    head = [cell.strip().lower().replace(" ", "_") for cell in cells]
    for number, name in enumerate(head, 1):
        if name and name not in HEAD:
            words = _("Line 1, column {n}: “{name}” is no column of ours. These are: {all}.")
            raise CannotRead(words.format(n=number, name=name[:60], all=", ".join(HEAD)))
        if name and head.index(name) != number - 1:
            words = _("Line 1, column {n}: there are two columns “{name}”; remove one.")
            raise CannotRead(words.format(n=number, name=name))
    if "name" not in head and "email" not in head:
        raise CannotRead(_("Line 1: the table needs a column “name” or “email”, to know whose row it is."))
    return head


def _entry(line: int, head: list[str], cells: list[str]) -> Entry:
    if len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
        words = _("Line {line} has {n} cells, the first line {m}. Put a cell with commas in quotes.")
        raise CannotRead(words.format(line=line, n=len(cells), m=len(head)))
    row = {name: _bare(cell.strip()) for name, cell in zip(head, cells, strict=False) if name}
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
