"""The invitations that come with Reverie: words to choose from and to change (data/prompts.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

FILE = Path(__file__).parent / "data" / "prompts.toml"


@dataclass(frozen=True)
class Prompt:
    """One invitation; `sheet` are the headings of the page it asks for, if it asks for parts."""

    key: str
    group: str
    words: str
    sheet: tuple[str, ...] = ()


@cache
def prompts() -> tuple[Prompt, ...]:
    """All invitations, in the order of the file."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["prompts"]
    return tuple(Prompt(row["key"], row["group"], row["words"], tuple(row.get("sheet", ()))) for row in rows)


def groups() -> list[tuple[str, list[Prompt]]]:
    """The invitations by group."""
    return [(name, list(rows)) for name, rows in groupby(prompts(), key=lambda prompt: prompt.group)]


def find(key: str) -> Prompt | None:
    """The invitation of this key, or None."""
    return next((prompt for prompt in prompts() if prompt.key == key), None)
