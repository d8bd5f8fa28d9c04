"""Writes results so that nothing is left half written, and shows progress on a terminal only."""

from __future__ import annotations

import io
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from typing import IO, TextIO, TypeVar

T = TypeVar("T")
# Results up to this size wait in memory, larger ones in a temporary file.
SPOOL_BYTES = 4 * 1024 * 1024
COPY_BYTES = 1024 * 1024
PATIENCE_SECONDS = 2.0
BAR_WIDTH = 30


_ENCODER = json.JSONEncoder(allow_nan=False)


def dump(value: object) -> str:
    """Compact JSON, numbers unrounded, undefined as null. Raises ValueError on NaN and infinity."""
    return _ENCODER.encode(value)


def write_value(value: object, out: TextIO) -> None:
    """One JSON value on one line."""
    out.write(dump(value) + "\n")


def write_lines(rows: Iterable[object], out: TextIO) -> None:
    """A JSON line a row, held back until the last row is known to be good; memory stays constant.

    A row that is bytes already is one or more lines of JSON in UTF-8.
    """
    with tempfile.SpooledTemporaryFile(SPOOL_BYTES) as spool:
        for row in rows:
            spool.write(row if isinstance(row, bytes) else dump(row).encode())
            spool.write(b"\n")
        spool.seek(0)
        _pour(spool, out)


def _pour(spool: IO[bytes], out: TextIO) -> None:
    """Everything in the spool into a stream of text, past its encoder where it has bytes beneath."""
    beneath = getattr(out, "buffer", None)
    if beneath is None:
        shutil.copyfileobj(io.TextIOWrapper(spool, encoding="utf-8"), out)
        return
    out.flush()
    shutil.copyfileobj(spool, beneath, COPY_BYTES)


def progress(
    items: Iterable[T],
    position: Callable[[], float | None],
    err: TextIO | None = None,
    clock: Callable[[], float] = time.monotonic,
    *,
    every: int = 256,
) -> Iterator[T]:
    """Pass items through; on a terminal, draw a bar once it has lasted two seconds.

    `position` gives the share done (0 to 1), or None where the size is not known; then items are counted.
    The clock is looked at after `every` items. The bar goes away when the items end or are left.
    """
    err = sys.stderr if err is None else err
    if not err.isatty():
        yield from items
        return
    due = clock() + PATIENCE_SECONDS
    drawn = False
    try:
        for count, item in enumerate(items, start=1):
            yield item
            if count % every == 0 and clock() >= due:
                drawn, due = True, clock() + 0.2
                err.write("\r" + bar(position(), count))
                err.flush()
    finally:
        if drawn:
            err.write("\r" + " " * (BAR_WIDTH + 30) + "\r")
            err.flush()


def bar(share: float | None, count: int) -> str:
    """The text of a progress bar: share done, or only the count.

    >>> bar(0.5, 10)
    '[###############               ]  50 %, 10 done'
    """
    if share is None:
        return f"{count} done"
    full = int(min(share, 1.0) * BAR_WIDTH)
    return f"[{'#' * full}{' ' * (BAR_WIDTH - full)}] {min(share, 1.0) * 100:3.0f} %, {count} done"


def one_line(error: BaseException) -> str:
    """An error as one line of text."""
    return " ".join(str(error).split())
