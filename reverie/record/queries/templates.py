"""The forms a progress note can have, kept as data; a further file adds one without code."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from reverie.core.practice_files import CannotRead, faults, made, read_all

FOLDER = Path(__file__).parent.parent / "data" / "notes"
DEFAULT = "short"
KEY = re.compile(r"[a-z][a-z0-9_]{0,23}")
TAKEN = {"template", "version", "save_id"}
"""What a page sends beside the words of a note."""


@dataclass(frozen=True)
class NoteField:
    """One field: its key in the note's words, what is written above it, how many rows it starts with."""

    key: str
    label: str
    hint: str = ""
    rows: int = 3


@dataclass(frozen=True)
class NoteTemplate:
    """A form of the note."""

    key: str
    name: str
    fields: tuple[NoteField, ...]


@cache
def note_templates() -> MappingProxyType[str, NoteTemplate]:
    """key -> template, from data/notes and REVERIE_HOME/notes."""
    return read_all("notes", FOLDER, _template, lambda template: template.key)


def template_of(key: str, words: Mapping[str, Any]) -> NoteTemplate:
    """The form of this key with a field for every text of `words`, also where the file has lost it since."""
    form = note_templates().get(key)
    if form is None and not words:
        return note_templates()[DEFAULT]
    names = {field.key for field in form.fields} if form else set()
    kept = [NoteField(name, name) for name, text in words.items() if name not in names and (text or not form)]
    return NoteTemplate(key, form.name if form else key, (*(form.fields if form else ()), *kept))


def left_out() -> str:
    """What is wrong with a practice's own forms, in sentences; empty when nothing is."""
    return faults({"notes": _template})


def _template(row: Mapping[str, Any]) -> NoteTemplate:
    template = made(NoteTemplate, row)
    names = [field.key for field in template.fields]
    if not names:
        raise CannotRead("it has no [[fields]]")
    for name in (template.key, *names):
        if not KEY.fullmatch(name) or name in TAKEN:
            raise CannotRead(
                f"“{name}” cannot be a key; use up to 24 small letters, digits and _, and none of "
                + ", ".join(sorted(TAKEN))
            )
    if len(set(names)) < len(names):
        raise CannotRead("two of its fields have the same key")
    return template
