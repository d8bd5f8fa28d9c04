"""What the margin says of a moment."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from reverie.process.models.kinds import Kind, kinds, level_of


@dataclass(frozen=True)
class Note:
    """A note beside its passage: kind, one line of detail, rows (W, RO, RS), words, threads.

    `stage` is the stage of the history that a focus on the past leads to.
    """

    moment: UUID
    css: str
    letters: str
    title: str
    detail: str
    rows: tuple[tuple[str, str], ...]
    note: str
    quote: str
    threads: tuple[tuple[UUID, str], ...]
    wants_second: bool
    is_dream: bool = False
    stage: str = ""


def note_of(moment: UUID, words: dict[str, Any], threads: dict[UUID, str]) -> Note:
    """The note of one moment; `threads` gives titles by id."""
    kind = kinds()[words["kind"]]
    held = [UUID(key) for key in words["threads"]]
    return Note(
        moment=moment,
        css=kind.css,
        letters=kind.letters,
        title=_(kind.name),
        detail=detail_of(kind, words["codes"]),
        rows=_rows(kind, words["codes"]),
        note=words["note"],
        quote=words["anchors"][0]["quote"],
        threads=tuple((key, threads[key]) for key in held if key in threads),
        wants_second=bool(words.get("wants_second")),
        is_dream=kind.code == "dream",
        stage=str(words["codes"].get("stage", "")),
    )


def detail_of(kind: Kind, codes: dict[str, Any]) -> str:
    """The codes as words: “rationalization, level 3 of 7”, “father”, “interpretation, takes it up”."""
    if kind.code == "defense":
        return _defense(kind, codes)
    if kind.code == "relationship_episode":
        return ", ".join(part for part in [codes.get("other", ""), _word(kind, "time", codes)] if part)
    return ", ".join(part for field in kind.fields if (part := _word(kind, field.name, codes)))


def _defense(kind: Kind, codes: dict[str, Any]) -> str:
    level = level_of(codes)
    name = _word(kind, "defense", codes).split(", ", 1)[-1]
    parts = [name, _("level %s of 7") % level if level else ""]
    if codes.get("against"):
        parts.append(_("against %s") % codes["against"])
    return ", ".join(part for part in parts if part)


def _word(kind: Kind, name: str, codes: dict[str, Any]) -> str:
    field, value = kind.field(name), codes.get(name)
    if field is None or value in (None, ""):
        return ""
    return _(field.options[str(value)]) if field.options else str(value)


def _rows(kind: Kind, codes: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    if kind.code != "relationship_episode":
        return ()
    parts = (
        ("W", "wish", ""),
        ("RO", "response_of_other", "valence_ro"),
        ("RS", "response_of_self", "valence_rs"),
    )
    return tuple(
        (label, codes[name] + (f" ({codes[valence].replace('-', '−')})" if codes.get(valence) else ""))
        for label, name, valence in parts
        if codes.get(name)
    )
