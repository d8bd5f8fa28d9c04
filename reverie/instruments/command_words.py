"""`reverie instruments words`: counts a corpus by the categories of a dictionary, a JSON line a text.

Texts pass through one at a time, in several processes if asked; the order is that of the input.
"""

from __future__ import annotations

import argparse
import io
import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, BinaryIO

from reverie.instruments import dictionaries, printing, reading, words
from reverie.instruments.command_streams import share
from reverie.instruments.dictionaries import Dictionary
from reverie.instruments.errors import BadInput
from reverie.instruments.opening import opened

BATCH_LINES = 200
# Batches that may wait for each process: enough to keep it busy, few enough for constant memory.
WAITING = 3


def run_words(arguments: argparse.Namespace) -> Iterator[str]:
    """A JSON line a text, ready to be written."""
    if arguments.processes < 1:
        raise BadInput("The number of processes must be at least 1.")
    with opened(arguments.dictionary) as (stream, name):
        dictionary = dictionaries.parse(reading.decode(stream.read(), name), name)
    if arguments.whole_words:
        dictionary = dictionary.without_stems()
    worker = Worker(dictionary, arguments.evidence)
    for path in arguments.files:
        with opened(path) as (stream, name):
            if is_lines(path, stream):
                yield from _lines(stream, name, worker, arguments.processes)
            else:
                yield printing.dump({"id": path, **worker.text(stream, name)})


def is_lines(path: str, stream: BinaryIO) -> bool:
    """True for JSON lines: by the file's name, or on standard input by its first character."""
    if path == "-":
        start = stream.peek(64) if isinstance(stream, io.BufferedReader) else b""
        return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    return path.lower().endswith((".jsonl", ".ndjson"))


def _lines(stream: BinaryIO, name: str, worker: Worker, processes: int) -> Iterator[str]:
    numbered = printing.progress(enumerate(stream, start=1), lambda: share(stream))
    if processes == 1:
        for number, line in numbered:
            yield from worker.line(number, line, name)
        return
    batches = iter(lambda: list(itertools.islice(numbered, BATCH_LINES)), [])
    yield from filter(None, _parallel(worker, name, batches, processes))


def _parallel(
    worker: Worker, name: str, batches: Iterable[list[tuple[int, bytes]]], processes: int
) -> Iterator[str]:
    """JSON lines of the batches in their order, with a bounded number of batches under way."""
    waiting: deque[Future[str]] = deque()
    with ProcessPoolExecutor(
        processes, initializer=_start, initargs=(worker.dictionary, worker.shows)
    ) as pool:
        for batch in batches:
            waiting.append(pool.submit(_work, batch, name))
            if len(waiting) >= WAITING * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class Worker:
    """Counts lines with one dictionary; `shows` adds every word that was counted."""

    def __init__(self, dictionary: Dictionary, shows: bool) -> None:
        self.dictionary, self.shows = dictionary, shows
        self.counting = words.Counting(dictionary)

    def line(self, number: int, data: bytes, name: str) -> list[str]:
        """The result of one JSON line, or nothing for an empty one."""
        row = reading.json_line(data, name, number)
        if row is None:
            return []
        identity = reading.field(row, "id", name, number)
        text = reading.field(row, "text", name, number)
        if not isinstance(text, str):
            raise BadInput(f"{name}, line {number}, field text: this is not text.")
        return [printing.dump({"id": identity, **self.counting(text).to_dict(), **self._hits(text)})]

    def text(self, stream: BinaryIO, name: str) -> dict[str, Any]:
        """The result of a whole file of plain text, read line by line where its dictionary allows it."""
        if self.dictionary.phrases or self.shows:
            text = reading.decode(stream.read(), name)
            return {**self.counting(text).to_dict(), **self._hits(text)}
        total = 0
        categories = dict.fromkeys(self.dictionary.categories, 0)
        for line in reading.text_lines(stream, name):
            counted = self.counting(line)
            total += counted.words
            for category, number in counted.categories.items():
                categories[category] += number
        return words.WordCount(total, categories).to_dict()

    def _hits(self, text: str) -> dict[str, Any]:
        if not self.shows:
            return {}
        return {"hits": [hit.to_dict() for hit in words.evidence(text, self.dictionary)]}


_worker: Worker | None = None


def _start(dictionary: Dictionary, shows: bool) -> None:
    """Give this process its dictionary, once."""
    global _worker
    _worker = Worker(dictionary, shows)


def _work(batch: list[tuple[int, bytes]], name: str) -> str:
    assert _worker is not None
    return "\n".join(result for number, data in batch for result in _worker.line(number, data, name))
