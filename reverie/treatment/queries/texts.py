"""What is kept as data files: the texts that a client signs, intake forms, and the approaches as lenses."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from reverie.treatment.queries.data_files import files_of, unreadable

LOG = logging.getLogger(__name__)
Read = TypeVar("Read")


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


@dataclass(frozen=True)
class Question:
    """One question of an intake form; `kind` is short, long or choice."""

    key: str
    text: str
    kind: str = "long"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class IntakeForm:
    """An intake form in its current version."""

    key: str
    version: int
    title: str
    lede: str
    questions: tuple[Question, ...]

    @property
    def hash(self) -> str:
        """SHA-256 of the questions: what the answers stand under."""
        asked = [f"{question.key}\n{question.text}" for question in self.questions]
        return hashlib.sha256("\n".join([self.title, *asked]).encode()).hexdigest()


@cache
def consent_texts() -> MappingProxyType[str, ConsentText]:
    """kind -> text, from data/consents and REVERIE_HOME/consents."""
    return _read_all("consents", lambda row: ConsentText(**row), lambda text: text.kind)


@cache
def approaches() -> MappingProxyType[str, Approach]:
    """key -> approach, from data/approaches and REVERIE_HOME/approaches; a further file adds one."""
    return _read_all("approaches", _approach, lambda approach: approach.key)


@cache
def intake_forms() -> MappingProxyType[str, IntakeForm]:
    """key -> intake form, from data/intakes and REVERIE_HOME/intakes."""
    return _read_all("intakes", _intake, lambda form: form.key)


def left_out() -> str:
    """What is wrong with a practice's own files, as a sentence; empty when nothing is."""
    kinds: dict[str, Callable[[dict[str, Any]], object]] = {
        "approaches": _approach,
        "consents": lambda row: ConsentText(**row),
        "intakes": _intake,
    }
    wrong = [*unreadable(kinds)]
    for kind, read in kinds.items():
        for path, row in files_of(kind):
            try:
                read(row)
            except (TypeError, KeyError, ValueError):
                wrong.append(path.name)
    return f"Left out, for they cannot be read: {', '.join(wrong)}." if wrong else ""


def _read_all(
    folder: str, read: Callable[[dict[str, Any]], Read], key: Callable[[Read], str]
) -> MappingProxyType[str, Read]:
    """key -> what each file of a folder holds; of two with one key the later one counts."""
    found: dict[str, Read] = {}
    for path, row in files_of(folder):
        try:
            one = read(row)
        except (TypeError, KeyError, ValueError) as error:
            LOG.warning("%s is left out: %s", path, error)
            continue
        found[key(one)] = one
    return MappingProxyType(found)


def _approach(row: Mapping[str, Any]) -> Approach:
    return Approach(**{**row, "asks": tuple(row["asks"]), "sections": tuple(row["sections"])})


def _intake(row: Mapping[str, Any]) -> IntakeForm:
    asked = [
        Question(**{**one, "choices": tuple(one.get("choices", ()))})
        for one in row["questions"]
        if one["kind"] in {"short", "long", "choice"}
    ]
    return IntakeForm(**{**row, "questions": tuple(asked)})
