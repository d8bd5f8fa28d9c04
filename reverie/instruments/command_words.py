"""`reverie instruments words`: counts a corpus by the categories of a dictionary, a JSON line a text.

Texts pass through one at a time, in several processes if asked; the order is that of the input.
"""

from __future__ import annotations

import argparse
import io
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from reverie.instruments import dictionaries, printing, reading, words
from reverie.instruments.dictionaries import Dictionary
from reverie.instruments.errors import BadInput
from reverie.instruments.opening import opened, share

if TYPE_CHECKING:
    from concurrent.futures import Future

# What is read, counted and written at once: many lines, so that handing them over costs little.
BLOCK_BYTES = 256 * 1024
# Blocks that may wait for each process: enough to keep it busy, few enough for constant memory.
WAITING = 3


def run_words(arguments: argparse.Namespace) -> Iterator[bytes]:
    """JSON lines, a line a text, ready to be written."""
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
                yield printing.dump({"id": path, **worker.text(stream, name)}).encode()


def is_lines(path: str, stream: BinaryIO) -> bool:
    """True for JSON lines: by the file's name, or on standard input by its first character."""
    if path == "-":
        start = stream.peek(64) if isinstance(stream, io.BufferedReader) else b""
        return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    return path.lower().endswith((".jsonl", ".ndjson"))


def _lines(stream: BinaryIO, name: str, worker: Worker, processes: int) -> Iterator[bytes]:
    blocks = printing.progress(_blocks(stream), lambda: share(stream), every=1)
    if processes == 1:
        yield from filter(None, (worker.block(first, data, name) for first, data in blocks))
    else:
        yield from filter(None, _parallel(worker, name, blocks, processes))


def _blocks(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Whole lines of about BLOCK_BYTES together, with the number of the first of them."""
    first = 1
    while data := stream.read(BLOCK_BYTES):
        data += stream.readline()
        yield first, data
        first += data.count(b"\n")


def _parallel(
    worker: Worker, name: str, blocks: Iterable[tuple[int, bytes]], processes: int
) -> Iterator[bytes]:
    """JSON lines of the blocks in their order, with a bounded number of blocks under way."""
    from concurrent.futures import ProcessPoolExecutor

    waiting: deque[Future[bytes]] = deque()
    with ProcessPoolExecutor(
        processes, initializer=_start, initargs=(worker.dictionary, worker.shows)
    ) as pool:
        for first, data in blocks:
            waiting.append(pool.submit(_work, first, data, name))
            if len(waiting) >= WAITING * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class Worker:
    """Counts lines with one dictionary; `shows` adds every word that was counted."""

    def __init__(self, dictionary: Dictionary, shows: bool) -> None:
        self.dictionary, self.shows = dictionary, shows
        self.counting = words.Counting(dictionary)

    def block(self, first: int, data: bytes, name: str) -> bytes:
        """The results of some lines, the first of which has the number `first`; no newline at the end."""
        lines = enumerate(data.split(b"\n"), start=first)
        return "\n".join(
            result for number, line in lines for result in self.line(number, line, name)
        ).encode()

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


def _work(first: int, data: bytes, name: str) -> bytes:
    assert _worker is not None
    return _worker.block(first, data, name)
