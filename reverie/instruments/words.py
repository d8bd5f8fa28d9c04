"""Counts words of a text by the categories of a dictionary, and shows each word that was counted.

For researchers' corpora and for a clinician's own sheet; never run on what a client writes in the portal.
A count is a count: no norms, no interpretation. Every number can be opened to its words with `evidence`.

>>> from reverie.instruments.dictionaries import parse
>>> small = parse("%\\n1 cold\\n2 kin\\n%\\nchil*\\t1\\nchildren\\t2\\nas if\\t1\\n")
>>> count("Children in the chilly hall, as if.", small).to_dict()
{'words': 7, 'categories': {'cold': 2, 'kin': 1}}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from reverie.instruments.dictionaries import Categories, Dictionary, Memory
from reverie.instruments.tokens import plain, spans, tokens


@dataclass(frozen=True)
class WordCount:
    """How many words a text has, and how many fall in each category (a word may fall in several)."""

    words: int
    categories: dict[str, int]

    def to_dict(self) -> dict[str, object]:
        """The counts as plain values."""
        return {"words": self.words, "categories": dict(self.categories)}

    def percent(self) -> dict[str, float | None]:
        """Counts per hundred words; None for a text without words."""
        return {name: 100 * n / self.words if self.words else None for name, n in self.categories.items()}


@dataclass(frozen=True)
class Hit:
    """One counted word or phrase.

    Where it stands in `plain(text)`, the entry that caught it, the categories.
    """

    start: int
    end: int
    text: str
    entry: str
    categories: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """The hit as plain values."""
        return {**vars(self), "categories": list(self.categories)}


class Counting:
    """Counts many texts with one dictionary, remembering each word it has looked up."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self._lookup = Memory(dictionary).__getitem__
        self._size = len(dictionary.categories)

    def __call__(self, text: str) -> WordCount:
        """Count one text."""
        found = tokens(text)
        matched = self._matched(found)
        counts = Counter(chain.from_iterable(matched))
        return WordCount(len(found), {name: counts[i] for i, name in enumerate(self.dictionary.categories)})

    def _matched(self, found: list[str]) -> Iterable[Categories]:
        if not self.dictionary.phrases:
            return map(self._lookup, found)
        return (categories for _, _, categories in self.matches(found))

    def matches(self, found: list[str]) -> Iterator[tuple[int, int, Categories]]:
        """First word, word after the last, and categories of each match; phrases first, the longest first."""
        starts, phrases = self.dictionary.longest_phrases, self.dictionary.phrases
        position = 0
        while position < len(found):
            phrase = next(
                (
                    p
                    for p in starts.get(found[position], ())
                    if tuple(found[position : position + len(p)]) == p
                ),
                None,
            )
            size = len(phrase) if phrase else 1
            categories = phrases[phrase] if phrase else self._lookup(found[position])
            if categories:
                yield position, position + size, categories
            position += size


def count(text: str, dictionary: Dictionary) -> WordCount:
    """Count one text by the categories of a dictionary. For many texts keep one `Counting`.

    Formula: words in the text; words (or phrases) that an entry of the category catches.
    Shapes: one text. Units: counts. Direction: none; a count is a count. Errors: none.
    Source: ours; no worked example exists.

    >>> from reverie.instruments.dictionaries import parse
    >>> count("A chilly child", parse("%\\n1 cold\\n%\\nchil*\\t1\\n")).categories
    {'cold': 2}
    """
    return Counting(dictionary)(text)


def evidence(text: str, dictionary: Dictionary, category: str | None = None) -> tuple[Hit, ...]:
    """Every word or phrase that was counted, in order; of one category if it is named.

    Formula: the same rules as `count`. Shapes: one text in, hits out. Units: positions in `plain(text)`.
    Direction: none. Errors: none. Source: ours; no worked example exists.

    >>> from reverie.instruments.dictionaries import parse
    >>> hits = evidence("The fellow fell.", parse("%\\n1 descent\\n%\\nfell*\\t1\\nfellow\\t1\\n"))
    >>> [(hit.text, hit.entry) for hit in hits]
    [('fellow', 'fellow'), ('fell', 'fell*')]
    """
    places = list(spans(text))
    found = [word for _, _, word in places]
    shown = plain(text)
    hits = []
    for first, after, categories in Counting(dictionary).matches(found):
        start, end = places[first][0], places[after - 1][1]
        names = tuple(dictionary.categories[position] for position in categories)
        entry = dictionary.entry(found[first]) if after - first == 1 else " ".join(found[first:after])
        if category is None or category in names:
            hits.append(Hit(start, end, shown[start:end], entry or found[first], names))
    return tuple(hits)
