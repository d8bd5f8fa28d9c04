"""Tables as CSV: those of strangers become a head and numbered rows, ours are made harmless. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reverie.core.cells import FORMULA

LONGEST_CELL = 20_000
MOST_ROWS = 50_000
SEPARATORS = ",;\t|"


class CannotReadTable(Exception):
    """One plain sentence: what is wrong with the file, and where."""


@dataclass(frozen=True)
class Row:
    """One row with the number of its line in the file (the head is line 1); None: it has too many cells."""

    line: int
    cells: tuple[str, ...] | None


@dataclass(frozen=True)
class Table:
    """A head, its rows, and what had to be guessed in reading them, as sentences."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def read_table(content: bytes) -> Table:
    """The table in `content`. Raises CannotReadTable; short rows are filled with empty cells."""
    text, notes = _text_of(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=lambda sign: _outside_quotes(first, sign))
    if separator != ",":
        name = {";": _("semicolons"), "\t": _("tabs"), "|": _("bars")}[separator]
        notes.append(_("The cells are separated by {what}.").format(what=name))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    csv.field_size_limit(LONGEST_CELL)
    try:
        head, rows = _parts(reader)
    except csv.Error as error:
        raise CannotReadTable(
            _("Line {line} cannot be read: {why}. Save the file anew as CSV.").format(
                line=reader.line_num, why=error
            )
        ) from None
    if not rows:
        raise CannotReadTable(_("The file has a head and no rows; there is nothing to bring over."))
    return Table(head, tuple(rows), tuple(notes))


def _text_of(content: bytes) -> tuple[str, list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text, notes = content.decode("utf-16", "replace"), [_("The file is in UTF-16.")]
    else:
        try:
            text, notes = content.decode("utf-8-sig"), []
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
            notes = [_("The file is not in UTF-8; it was read as Windows-1252. Look at names with accents.")]
    if "\0" in text:
        raise CannotReadTable(_("This is not a table of text. Save it as CSV, and choose that file."))
    return text, notes


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def _parts(reader: "csv.Reader") -> tuple[tuple[str, ...], list[Row]]:  # type: ignore[name-defined]
    head: tuple[str, ...] = ()
    rows: list[Row] = []
    before = 0
    for cells in reader:
        line, before = before + 1, reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if not head:
            head = _checked_head(cells)
            continue
        if len(rows) == MOST_ROWS:
            raise CannotReadTable(_("The file has more than 50,000 rows; divide it."))
        rows.append(_row(line, cells, len(head)))
    if not head:
        raise CannotReadTable(_("The file is empty; choose another."))
    return head, rows


def _checked_head(cells: list[str]) -> tuple[str, ...]:
    head = tuple(cell.strip() for cell in cells)
    seen: set[str] = set()
    for number, name in enumerate(head, 1):
        if name and name.casefold() in seen:
            raise CannotReadTable(
                _("Two columns are called “{name}” (the second is column {n}); rename one.").format(
                    name=name[:60], n=number
                )
            )
        seen.add(name.casefold())
    return head


def _row(line: int, cells: list[str], width: int) -> Row:
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if len(cells) > width:
        return Row(line, None)
    return Row(line, tuple(cell.strip() for cell in cells) + ("",) * (width - len(cells)))


def is_formula(cell: str) -> bool:
    """True when a spreadsheet would run the cell; a plain number or telephone number is none."""
    if not cell.startswith(FORMULA):
        return False
    rest = cell[1:]
    return cell[0] in "=@" or not rest or any(not (sign.isdigit() or sign in " ()-./+") for sign in rest)


def table(head: Sequence[str], lines: Iterable[Iterable[object]]) -> str:
    """A table as CSV."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(head)
    writer.writerows(safe_cells(line) for line in lines)
    return made.getvalue()


def safe_cells(cells: Iterable[object]) -> list[str]:
    """Cells as text, with a quote before what a spreadsheet would run."""
    texts = [str(cell) for cell in cells]
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in texts]
