"""Opens what the command line names: a file, or `-` for standard input."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from reverie.instruments.errors import BadInput


@contextmanager
def opened(path: str) -> Iterator[tuple[BinaryIO, str]]:
    """A binary stream and the name to use in messages. Raises BadInput if it cannot be opened or read."""
    if path == "-":
        yield sys.stdin.buffer, "standard input"
        return
    try:
        with open(path, "rb") as stream:
            yield stream, path
    except OSError as error:
        raise BadInput(f"{path}: {(error.strerror or str(error)).lower()}.") from None


@contextmanager
def opened_whole(path: str) -> Iterator[tuple[BinaryIO, str]]:
    """The same, read into memory so that it can be read twice."""
    with opened(path) as (stream, name):
        yield io.BytesIO(stream.read()), name


def share(stream: BinaryIO) -> float | None:
    """How much of a file has been read (0 to 1), or None for a pipe."""
    try:
        size = os.fstat(stream.fileno()).st_size
        return stream.tell() / size if size else None
    except OSError:
        return None
