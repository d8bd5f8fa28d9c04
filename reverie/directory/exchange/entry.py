"""One therapist in a file: the cells as typed, and where they stand."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from reverie.core import json_text

MOST = 2_000
"""Therapists in one file."""
LISTS = ("approaches", "concerns", "formats", "ages", "places", "accessibility")
"""Cells that hold codes."""
TICKS = ("gives_receipts", "has_room")
"""Cells that are yes or no."""
PLAIN = (
    "licence_kind", "statement", "training", "languages", "insurers", "fee_first", "fee", "sliding_from",
    "sliding_to", "sliding_open", "consultation_minutes", "waiting_weeks", "most_clients", "npi", "taxonomy",
)  # fmt: skip
LICENCE = ("jurisdiction", "kind", "number", "valid_until", "is_online_only")


class CannotRead(Exception):
    """One plain sentence: what is wrong with the file, and where."""


@dataclass(frozen=True)
class Place:
    """The practice that publishes: its address as one line, and the address of its pages."""

    id: str
    name: str
    address: str
    phone: str
    site: str
    currency: str


@dataclass(frozen=True)
class Entry:
    """A therapist. `cells`: field of the form -> what was typed, a list of codes for LISTS, `on` or nothing
    for TICKS; `licences`: cells of each licence; `columns`: field -> how the file calls it, for messages.
    """

    where: str
    name: str
    email: str = ""
    title: str = ""
    id: str = ""
    confirmed_on: str = ""
    address: str = ""
    cells: dict[str, Any] = field(default_factory=dict)
    licences: tuple[dict[str, str], ...] = ()
    columns: dict[str, str] = field(default_factory=dict)

    def column(self, name: str) -> str:
        """How the file calls a field."""
        return self.columns.get(name, name)

    def listed(self, name: str) -> list[str]:
        """The words of a cell that holds words with commas between."""
        return [word.strip() for word in str(self.cells.get(name, "")).split(",") if word.strip()]


MOST_PARTS = 400_000
"""Objects and lists of a JSON file; opened, each takes two hundred bytes of memory and more."""


@dataclass(frozen=True)
class Wrong:
    """Something in a file that has to be mended: where, in which column, and how."""

    where: str
    column: str
    words: str


def json_of(content: bytes) -> Any:
    """The document of a JSON file. Raises CannotRead with line and column."""
    if content.count(b"{") + content.count(b"[") > MOST_PARTS:
        raise CannotRead(_("This file has more parts than a directory can have; divide it."))
    try:
        return json_text.loads(content, parse_constant=_refuse)
    except UnicodeDecodeError:
        raise CannotRead(_("This file is not in UTF-8; save it anew as JSON in UTF-8.")) from None
    except json.JSONDecodeError as error:
        words = _("Line {line}, column {column}: this is not JSON ({why}).")
        raise CannotRead(words.format(line=error.lineno, column=error.colno, why=error.msg)) from None
    except RecursionError:
        raise CannotRead(_("This file is nested too deeply; it is no directory.")) from None


def _refuse(constant: str) -> None:
    raise CannotRead(_("{what} stands in this file, which JSON does not know.").format(what=constant))


def text_in(row: Any, key: str) -> str:
    """A value of a document as text; empty where it is missing or no single value."""
    value = row.get(key) if isinstance(row, dict) else None
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    return str(value).strip()


def rows_in(row: Any, key: str) -> list[dict[str, Any]]:
    """The objects of a list in a document; what is none is left out."""
    value = row.get(key) if isinstance(row, dict) else None
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
