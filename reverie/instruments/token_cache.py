"""A corpus cut into words once, so that a further dictionary costs a fraction of the first.

The cache is a stream of blocks. A block is a line of JSON (the texts' ids, their numbers of words, how
many different words each has, the words not seen in earlier blocks) followed by two arrays of 32-bit
integers: word numbers and how often each stands in the text. One block is in memory at a time, and the
list of different words.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

from reverie.instruments.dictionaries import NONE, Dictionary
from reverie.instruments.errors import BadInput
from reverie.instruments.tokens import tokens

Array = np.ndarray[Any, Any]
BLOCK_TEXTS = 2_000
# Sorts after every letter: where the words that begin with a stem end.
LAST = "\U0010ffff"
MAGIC = b"words-cache 1\n"


@dataclass(frozen=True, eq=False)
class Block:
    """Counts of some texts: `counts` is texts × categories."""

    ids: tuple[Any, ...]
    words: Array
    counts: Array

    def to_dict(self) -> dict[str, object]:
        """The counts as plain values."""
        return {"ids": list(self.ids), "words": self.words.tolist(), "counts": self.counts.tolist()}


def write(texts: Iterable[tuple[Any, str]], out: BinaryIO, block_texts: int = BLOCK_TEXTS) -> int:
    """Cut `(id, text)` pairs into words and write the cache. Gives the number of texts.

    Formula: `tokens` of each text, numbered. Shapes: pairs in, a binary stream out, block by block.
    Units: texts. Direction: none. Errors: TypeError for an id that is no JSON. Source: ours.

    >>> import io
    >>> write([(1, "a child"), (2, "")], io.BytesIO())
    2
    """
    out.write(MAGIC)
    numbers: dict[str, int] = {}
    total = 0
    batch: list[tuple[Any, str]] = []
    for pair in texts:
        batch.append(pair)
        if len(batch) >= block_texts:
            total += _write_block(batch, numbers, out)
            batch = []
    return total + (_write_block(batch, numbers, out) if batch else 0)


def _write_block(batch: list[tuple[Any, str]], numbers: dict[str, int], out: BinaryIO) -> int:
    found = [tokens(text) for _, text in batch]
    counted = [Counter(words) for words in found]
    fresh = sorted({word for words in counted for word in words if word not in numbers})
    numbers.update(zip(fresh, range(len(numbers), len(numbers) + len(fresh)), strict=True))
    cells = [numbers[word] for words in counted for word in words]
    times = [time for words in counted for time in words.values()]
    lengths, sizes = [len(words) for words in found], [len(words) for words in counted]
    head = {"ids": [identity for identity, _ in batch], "words": lengths, "sizes": sizes, "new": fresh}
    out.write(json.dumps(head).encode() + b"\n")
    out.write(np.array(cells, dtype="<i4").tobytes())
    out.write(np.array(times, dtype="<i4").tobytes())
    return len(batch)


class _Table:
    """Categories of each numbered word: `starts` and `lengths` point into the flat list `codes`."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        # Kinds of words are few: one set of categories is stored once and pointed at.
        kinds = dict.fromkeys([NONE, *dictionary.whole.values(), *dictionary.stems.values()])
        self.kinds = {kind: number for number, kind in enumerate(kinds)}
        self.lengths = np.array([len(kind) for kind in kinds])
        self.starts = np.cumsum(self.lengths) - self.lengths
        self.codes = np.array([code for kind in kinds for code in kind], dtype=np.int64)
        self.words: Array = np.zeros(0, dtype=np.int64)

    def extend(self, fresh: list[str]) -> None:
        """Look up words that are new; they are sorted."""
        entries = len(self.dictionary.whole) + len(self.dictionary.stems)
        found = self._by_word(fresh) if len(fresh) < entries else self._by_entry(fresh)
        self.words = np.concatenate([self.words, found])

    def _by_word(self, fresh: list[str]) -> Array:
        lookup, kinds = self.dictionary.lookup, self.kinds
        return np.array([kinds[lookup(word)] for word in fresh], dtype=np.int64)

    def _by_entry(self, fresh: list[str]) -> Array:
        """The same from the other end: each entry finds its words in the sorted list."""
        found: Array = np.zeros(len(fresh), dtype=np.int64)
        for stem in sorted(self.dictionary.stems, key=len):
            first = bisect_left(fresh, stem)
            if first < len(fresh) and fresh[first].startswith(stem):
                after = bisect_left(fresh, stem + LAST, first)
                found[first:after] = self.kinds[self.dictionary.stems[stem]]
        places = {word: place for place, word in enumerate(fresh)}
        for word, kind in self.dictionary.whole.items():
            if word in places:
                found[places[word]] = self.kinds[kind]
        return found

    def counts(self, sizes: Array, cells: Array, times: Array) -> Array:
        """Texts × categories from word numbers and their times."""
        width = len(self.dictionary.categories)
        kinds = self.words[cells]
        hit = np.flatnonzero(kinds)
        kinds = kinds[hit]
        lengths = self.lengths[kinds]
        ends = np.cumsum(lengths)
        within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths, lengths)
        categories = self.codes[np.repeat(self.starts[kinds], lengths) + within]
        texts = np.repeat(np.arange(len(sizes)), sizes)[hit]
        flat = np.repeat(texts * width, lengths) + categories
        found = np.bincount(flat, np.repeat(times[hit], lengths), minlength=len(sizes) * width)
        counted: Array = found.reshape(len(sizes), width).astype(np.int64)
        return counted


def count(stream: BinaryIO, dictionary: Dictionary) -> Iterator[Block]:
    """Count every text of a cache with a dictionary, block by block.

    Phrases need the order of words, which a cache does not keep.

    Formula: that of `words.count`. Shapes: a binary stream in, blocks of texts × categories out.
    Units: counts. Direction: none.
    Errors: BadInput for a dictionary with phrases, for a stream that is no cache, or for one that ends
    early.
    Source: ours; equal to `words.count`, no worked example exists.
    """
    if dictionary.phrases:
        raise BadInput("A dictionary with phrases cannot be counted from a word cache.")
    if stream.readline() != MAGIC:
        raise BadInput("This is no word cache of this version.")
    table = _Table(dictionary)
    while line := stream.readline():
        head = json.loads(line)
        table.extend(head["new"])
        sizes = np.array(head["sizes"], dtype=np.int64)
        cells = _integers(stream, int(sizes.sum()))
        times = _integers(stream, int(sizes.sum()))
        yield Block(tuple(head["ids"]), np.array(head["words"]), table.counts(sizes, cells, times))


def _integers(stream: BinaryIO, size: int) -> Array:
    data = stream.read(4 * size)
    if len(data) != 4 * size:
        raise BadInput("The word cache ends in the middle of a block.")
    found: Array = np.frombuffer(data, dtype="<i4")
    return found
