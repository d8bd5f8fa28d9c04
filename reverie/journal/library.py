"""The invitations to choose from and to change: those that come with Reverie, and the practice's own."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from reverie.core.sealing import KeyChain, keychain
from reverie.journal.models import LibrarySheet
from reverie.treatment.queries.texts import approaches

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
    """All invitations that come with Reverie, in the order of the file."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["prompts"]
    return tuple(Prompt(row["key"], _group(row), row["words"], tuple(row.get("sheet", ()))) for row in rows)


def _group(row: dict[str, str]) -> str:
    """Where it stands in the list: its technique, its lens, or among the sheets with parts."""
    if "technique" in row:
        return row["technique"]
    if "lens" in row:
        return f"{approaches()[row['lens']].name}, as a lens"
    return "Sheets with parts"


def groups(own: Iterable[LibrarySheet] = ()) -> list[tuple[str, list[Prompt]]]:
    """The practice's own invitations first, then those that come with Reverie, by group."""
    theirs = sorted(own_prompts(own), key=lambda prompt: prompt.group)
    every = [*theirs, *prompts()]
    return [(name, list(rows)) for name, rows in groupby(every, key=lambda prompt: prompt.group)]


def own_prompts(rows: Iterable[LibrarySheet]) -> list[Prompt]:
    """Sheets of one practice, unsealed with one key chain; access.py has let the actor see them."""
    found = list(rows)
    chain = keychain(found[0].scope) if found else None
    return [_prompt(row, chain) for row in found if chain]


def words_of(row: LibrarySheet) -> dict[str, Any]:
    """One of them as it was written, with no heading where none was given."""
    return row.words(keychain(row.scope))


def _prompt(row: LibrarySheet, chain: KeyChain) -> Prompt:
    words = row.words(chain)
    group = words["group"] or _("Of this practice")
    return Prompt(str(row.id), group, words["words"], tuple(words["sheet"]))


def find(key: str, own: Iterable[LibrarySheet] = ()) -> Prompt | None:
    """The invitation of this key, or None."""
    mine = next((prompt for prompt in own_prompts(own) if prompt.key == key), None)
    return mine or next((prompt for prompt in prompts() if prompt.key == key), None)
