"""Five skippable questions and where the answers lead: to help, to reading, to a search. Nothing is kept."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reverie.directory.queries.finding import concerns

DATA = Path(__file__).parent.parent / "data"
FIRST_READING = ("what-it-is", "first-hour", "getting-started")
"""Where somebody starts who ticked nothing that leads to a page."""


@dataclass(frozen=True)
class Option:
    """One answer: the field and value of the search form it stands for, and the guides it leads to."""

    field: str
    value: str
    words: str
    reads: tuple[str, ...] = ()
    danger: bool = False
    only: bool = False

    @property
    def key(self) -> str:
        return f"{self.field}-{self.value}".lower()


@dataclass(frozen=True)
class Question:
    """One question with its answers; `reads` are guides that any answer of it leads to."""

    id: str
    title: str
    hint: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Ending:
    """Where answers lead: guides in reading order, fields of the search, and whether help is first."""

    is_danger: bool
    reads: tuple[str, ...]
    search: tuple[tuple[str, str], ...]


@cache
def questions() -> tuple[Question, ...]:
    """The five questions in order."""
    raw = tomllib.loads((DATA / "questions.toml").read_text(encoding="utf-8"))
    return tuple(_question(entry) for entry in raw["question"])


def _question(entry: dict[str, object]) -> Question:
    own = entry["option"]
    assert isinstance(own, list)
    options = [Option(**{**one, "reads": tuple(one.get("reads", ()))}) for one in own]
    if entry["id"] == "brings":
        reads = tuple(str(slug) for slug in entry["reads"])  # type: ignore[attr-defined]
        known = [Option("concern", code, words, reads) for code, words in concerns().items()]
        options = [*known, *options]
    return Question(str(entry["id"]), str(entry["title"]), str(entry["hint"]), tuple(options))


SEARCHED = {"concern", "when", "approach", "most", "place", "language"}
"""Fields of answers that the search form knows."""


def ending(answers: Mapping[str, Sequence[str]]) -> Ending:
    """Where these answers (field -> values) lead; values that are no answer are left out."""
    options = [option for question in questions() for option in question.options]
    chosen = [option for option in options if option.value in answers.get(option.field, ())]
    reads = dict.fromkeys(slug for option in chosen for slug in option.reads)
    return Ending(
        is_danger=any(option.danger for option in chosen),
        reads=tuple(reads) or FIRST_READING,
        search=tuple((one.field, one.value) for one in chosen if one.field in SEARCHED),
    )


def leading_to(slug: str) -> tuple[str, ...]:
    """The keys of all answers that lead to a guide, for a page that works the ending out by itself."""
    options = [option for question in questions() for option in question.options]
    return tuple(option.key for option in options if slug in option.reads)
