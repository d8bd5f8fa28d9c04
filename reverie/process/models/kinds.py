"""The kinds of moment as data (`data/kinds.toml`): letters, ink, and what each kind asks for."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reverie.instruments.ccrt import STANDARD_CLUSTERS
from reverie.instruments.dmrs import DEFENSES, LEVEL_NAMES, NEED_SECOND_ANCHOR

DATA = Path(__file__).parent.parent / "data" / "kinds.toml"

NEEDS_TWO = NEED_SECOND_ANCHOR
"""Defenses that can hardly be judged from one excerpt; the form asks for a second passage."""

STEPS = ("noticed", "named", "interpreted", "returns", "eased", "reopened")
"""What can happen to a thread at a moment. *Worked through* is computed (queries/course.py)."""


@dataclass(frozen=True)
class Field:
    """One thing that a kind asks for: a choice (`options`), free text (`longest`) or a number."""

    name: str
    label: str
    options: dict[str, str]
    longest: int = 0
    number: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of moment."""

    code: str
    name: str
    letters: str
    group: str
    ink: str
    css: str
    key: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """The field called `name`, if this kind asks for it."""
        return next((field for field in self.fields if field.name == name), None)


@cache
def kinds() -> dict[str, Kind]:
    """code -> kind, in the order of the form."""
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
    words = {**raw["vocabulary"], **_vocabularies()}
    return {row["code"]: _kind(row, words) for row in raw["kind"]}


def _vocabularies() -> dict[str, dict[str, str]]:
    """The lists that the instruments know: defenses by level, levels, clusters."""
    clusters = {"wish_cluster": "W", "ro_cluster": "RO", "rs_cluster": "RS"}
    return {
        "defense": {name: f"{row.level}, {row.label}" for name, row in DEFENSES.items()},
        "level": {str(level): f"{level}, {name}" for level, name in LEVEL_NAMES.items()},
        **{
            list_name: {str(n): f"{n}, {words}" for n, words in enumerate(STANDARD_CLUSTERS[component], 1)}
            for list_name, component in clusters.items()
        },
    }


def _kind(row: dict[str, Any], words: dict[str, dict[str, str]]) -> Kind:
    fields = tuple(_field(entry, words) for entry in row["fields"])
    return Kind(**{**row, "fields": fields})


def _field(entry: dict[str, Any], words: dict[str, dict[str, str]]) -> Field:
    number = entry.get("number")
    return Field(
        name=entry["name"],
        label=entry["label"],
        options=words[entry["vocabulary"]] if "vocabulary" in entry else {},
        longest=entry.get("text", 0),
        number=(number["from"], number["to"], number["step"]) if number else None,
    )


def level_of(codes: dict[str, Any]) -> int | None:
    """The DMRS level, 1 to 7, that a defense moment carries by its name or its level; None without either."""
    if name := codes.get("defense"):
        return DEFENSES[name].level if name in DEFENSES else None
    return int(codes["level"]) if codes.get("level") else None


@cache
def after_hour() -> dict[str, dict[str, str]]:
    """The check after an hour: `words` and `scale` (data/after_hour.toml)."""
    raw: dict[str, dict[str, str]] = tomllib.loads(
        (DATA.parent / "after_hour.toml").read_text(encoding="utf-8")
    )
    return raw
