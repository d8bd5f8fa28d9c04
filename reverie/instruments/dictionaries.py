"""Word lists in the .dic form.

Categories between two lines of `%`, then a word and its category numbers a line.

A plain entry counts the whole word only. An entry that ends in `*` is a stem: it counts every word that
begins with it, and is used only where the word has no entry of its own; of several stems the longest
counts. An entry of several words (`as if`) counts where they stand next to each other, the longest
first, and uses its words up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from reverie.instruments.errors import BadInput
from reverie.instruments.tokens import tokens

Categories = tuple[int, ...]
NONE: Categories = ()
# Remembered answers; beyond it the memory is emptied, so that a large corpus does not fill it.
MEMORY_WORDS = 500_000


@dataclass(frozen=True)
class Dictionary:
    """A parsed word list. Entries map to positions in `categories`."""

    categories: tuple[str, ...]
    whole: dict[str, Categories]
    stems: dict[str, Categories] = field(default_factory=dict)
    phrases: dict[tuple[str, ...], Categories] = field(default_factory=dict)

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """Lengths of the stems, longest first."""
        return tuple(sorted({len(stem) for stem in self.stems}, reverse=True))

    @cached_property
    def longest_phrases(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """Phrases by their first word, longest first."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(self.phrases, key=len, reverse=True):
            found.setdefault(phrase[0], []).append(phrase)
        return {first: tuple(phrases) for first, phrases in found.items()}

    def entry(self, word: str) -> str | None:
        """The entry that a single lower-case word falls under, a stem with its star, or None."""
        if word in self.whole:
            return word
        stem = next((word[:n] for n in self.lengths if word[:n] in self.stems), None)
        return None if stem is None else stem + "*"

    def lookup(self, word: str) -> Categories:
        """Category positions of a single lower-case word."""
        found = self.whole.get(word)
        if found is not None:
            return found
        for length in self.lengths:
            found = self.stems.get(word[:length])
            if found is not None:
                return found
        return NONE

    def without_stems(self) -> Dictionary:
        """The same word list with whole words and phrases only."""
        return Dictionary(self.categories, self.whole, {}, self.phrases)


class Memory(dict[str, Categories]):
    """Remembers the categories of every word seen, so that each is looked up once."""

    def __init__(self, dictionary: Dictionary) -> None:
        super().__init__()
        self.dictionary = dictionary

    def __missing__(self, word: str) -> Categories:
        """Look the word up and remember it."""
        if len(self) >= MEMORY_WORDS:
            self.clear()
        found = self[word] = self.dictionary.lookup(word)
        return found


def _sections(text: str, file: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Numbered lines of the two sections, empty ones left out."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    marks = [index for index, (_, line) in enumerate(lines) if line == "%"]
    if len(marks) < 2 or marks[0] != 0:
        raise BadInput(f"{file}, line 1: a .dic file begins with a line of % and has a second one.")
    return lines[1 : marks[1]], lines[marks[1] + 1 :]


def _categories(lines: list[tuple[int, str]], file: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in lines:
        parts = line.split(None, 1)
        if len(parts) != 2:
            raise BadInput(f"{file}, line {number}: a category needs a number and a name.")
        key, name = parts[0], " ".join(parts[1].split())
        if key in found or name in found.values():
            raise BadInput(f"{file}, line {number}: category “{key} {name}” stands there twice.")
        found[key] = name
    if not found:
        raise BadInput(f"{file}, line 1: there is no category between the two lines of %.")
    return found


def _split(line: str) -> tuple[str, list[str]]:
    """Word and category numbers; after a tab, the word may have spaces."""
    if "\t" in line:
        word, rest = line.split("\t", 1)
        return word.strip(), rest.split()
    word, *keys = line.split()
    return word, keys


def parse(text: str, file: str = "dictionary") -> Dictionary:
    """Parse a .dic file: categories between two lines of %, then a word and its category numbers a line.

    Formula: the rules at the head of the module. Shapes: one text in, one `Dictionary` out. Units: none.
    Direction: none. Errors: BadInput that names file and line.
    Source: the .dic form of LIWC-like programs; no dictionary ships.

    >>> small = parse("%\\n1 cold\\n2 kin\\n%\\nchil*\\t1\\nchild\\t2\\nchildren\\t2\\n")
    >>> [small.entry(word) for word in ("chilly", "children", "chi")]
    ['chil*', 'children', None]
    """
    head, body = _sections(text, file)
    names = _categories(head, file)
    positions = {key: position for position, key in enumerate(names)}
    whole: dict[str, Categories] = {}
    stems: dict[str, Categories] = {}
    phrases: dict[tuple[str, ...], Categories] = {}
    for number, line in body:
        word, keys = _split(line)
        place = f"{file}, line {number}"
        codes = _codes(keys, positions, place)
        words = _words(word, place)
        if len(words) > 1:
            _join(phrases, tuple(words), codes)
        else:
            stemmed = word.endswith("*")
            _join(stems if stemmed else whole, words[0], codes)
    return Dictionary(tuple(names.values()), whole, stems, phrases)


def _codes(keys: Iterable[str], positions: dict[str, int], place: str) -> Categories:
    found = []
    for key in keys:
        if key not in positions:
            raise BadInput(f"{place}: there is no category {key}.")
        found.append(positions[key])
    if not found:
        raise BadInput(f"{place}: the word has no category.")
    return tuple(dict.fromkeys(found))


def _words(word: str, place: str) -> list[str]:
    plain = word[:-1] if word.endswith("*") else word
    parts = plain.split()
    found = tokens(plain)
    if "*" in plain or not found or (word.endswith("*") and len(parts) > 1):
        raise BadInput(f"{place}: “{word}” is no word, no stem with a star at its end, and no phrase.")
    if re.search(r"[()<>/\\]", word):
        raise BadInput(f"{place}: “{word}” is a conditional entry, which is not supported.")
    return found


def _join(
    table: dict[str, Categories] | dict[tuple[str, ...], Categories], key: object, codes: Categories
) -> None:
    """An entry that stands there twice has the categories of both."""
    kept: dict[object, Categories] = table  # type: ignore[assignment]
    kept[key] = tuple(dict.fromkeys([*kept.get(key, ()), *codes]))
