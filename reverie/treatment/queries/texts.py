"""What is kept as data files: the texts that a client signs, and the approaches as lenses."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class ConsentText:
    """One text in its current version. `stands_alone`: never signed together with another one."""

    kind: str
    version: int
    title: str
    signs: str
    text: str
    is_approved: bool = False
    months: int = 0
    stands_alone: bool = False

    @property
    def hash(self) -> str:
        """SHA-256 of title, text and sentence: what a signature stands under."""
        return hashlib.sha256("\n".join([self.title, self.text, self.signs]).encode()).hexdigest()


@dataclass(frozen=True)
class Approach:
    """A lens: how the work is described in plain words, what it asks, which headings its plan has."""

    key: str
    name: str
    plain: str
    asks: tuple[str, ...]
    sections: tuple[str, ...]
    default_hours: int = 1
    default_sessions: int = 0


@cache
def consent_texts() -> MappingProxyType[str, ConsentText]:
    """kind -> text, from data/consents."""
    found = {}
    for path in sorted((DATA / "consents").glob("*.toml")):
        text = ConsentText(**tomllib.loads(path.read_text(encoding="utf-8")))
        found[text.kind] = text
    return MappingProxyType(found)


@cache
def approaches() -> MappingProxyType[str, Approach]:
    """key -> approach, from data/approaches; a further file adds one without code."""
    found = {}
    for path in sorted((DATA / "approaches").glob("*.toml")):
        row = tomllib.loads(path.read_text(encoding="utf-8"))
        approach = Approach(**(row | {"asks": tuple(row["asks"]), "sections": tuple(row["sections"])}))
        found[approach.key] = approach
    return MappingProxyType(found)
