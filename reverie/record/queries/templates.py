"""The forms a progress note can have, kept as data; a further file adds one without code."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent.parent / "data" / "notes"
DEFAULT = "short"


@dataclass(frozen=True)
class NoteField:
    """One field: its key in the note's words, what is written above it, how many rows it starts with."""

    key: str
    label: str
    hint: str
    rows: int


@dataclass(frozen=True)
class NoteTemplate:
    """A form of the note."""

    key: str
    name: str
    fields: tuple[NoteField, ...]


@cache
def note_templates() -> MappingProxyType[str, NoteTemplate]:
    """key -> template, from data/notes."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        row = tomllib.loads(path.read_text(encoding="utf-8"))
        fields = tuple(NoteField(**field) for field in row["fields"])
        found[row["key"]] = NoteTemplate(row["key"], row["name"], fields)
    return MappingProxyType(found)
