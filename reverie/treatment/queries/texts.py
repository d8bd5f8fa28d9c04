"""What is kept as data files: the texts that a client signs, intake forms, and the approaches as lenses."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from reverie.core.practice_files import CannotRead, faults, made, read_all

DATA = Path(__file__).parent.parent / "data"
KINDS = ("short", "long", "choice")


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
    """A lens: plain words for the client, what a formulation in it asks, the headings of its plan.

    `prompts` are what to look back for while one writes about an hour; `default_hours` a week and
    `default_sessions` are how its frame and its limit begin.
    """

    key: str
    name: str
    plain: str
    asks: tuple[str, ...]
    sections: tuple[str, ...]
    prompts: tuple[str, ...] = ()
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
    return read_all("consents", DATA / "consents", _consent, lambda text: text.kind)


@cache
def approaches() -> MappingProxyType[str, Approach]:
    """key -> approach, from data/approaches and REVERIE_HOME/approaches; a further file adds one."""
    return read_all("approaches", DATA / "approaches", _approach, lambda approach: approach.key)


@cache
def intake_forms() -> MappingProxyType[str, IntakeForm]:
    """key -> intake form, from data/intakes and REVERIE_HOME/intakes."""
    return read_all("intakes", DATA / "intakes", _intake, lambda form: form.key)


def left_out() -> str:
    """What is wrong with a practice's own files, in sentences; empty when nothing is."""
    return faults({"approaches": _approach, "consents": _consent, "intakes": _intake})


def _consent(row: Mapping[str, Any]) -> ConsentText:
    return made(ConsentText, row)


def _approach(row: Mapping[str, Any]) -> Approach:
    return made(Approach, row)


def _intake(row: Mapping[str, Any]) -> IntakeForm:
    form = made(IntakeForm, row)
    for question in form.questions:
        if question.kind not in KINDS:
            raise CannotRead(f"“kind” of the question “{question.key}” must be one of {', '.join(KINDS)}")
    return form
