"""`reverie instruments dreams`: indicators of a coded dream series.

Two layouts are read: a row a code (`dream,scale,code`), and a row a dream with a column a scale
(`characters_code`, `aggression_code`, `friendliness_code`, `sexuality_code`, `emotions_code`; codes
between commas).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any, BinaryIO

from reverie.instruments import dreams, reading
from reverie.instruments.errors import BadInput
from reverie.instruments.hvdc import parse, scale_name
from reverie.instruments.opening import opened_whole

WIDE = {
    "characters_code": "character",
    "aggression_code": "aggression",
    "friendliness_code": "friendliness",
    "sexuality_code": "sexuality",
    "emotions_code": "emotion",
}
NAMES = ("dream", "dream_id")
Coded = tuple[str, str, str]


def run_dreams(arguments: argparse.Namespace) -> dict[str, Any]:
    """The indicators of one file."""
    with opened_whole(arguments.file) as (stream, name):
        rows = _wide(stream, name) if reading.has_column(stream, "characters_code") else _long(stream, name)
        coded = dreams.read(rows)
    return dreams.series(coded, norm=arguments.norm, denominator=arguments.denominator).to_dict()


def _long(stream: BinaryIO, name: str) -> Iterator[Coded]:
    for row in reading.table(stream, name, ["dream", "scale", "code"]):
        scale, code = row.values["scale"], row.values["code"]
        if scale or code:
            _check(row, "scale", scale_name, scale)
            _check(row, "code", lambda text, scale=scale: parse(scale, text), code)
        yield row.text("dream"), scale, code


def _wide(stream: BinaryIO, name: str) -> Iterator[Coded]:
    for row in reading.table(stream, name, [], [*NAMES, *WIDE]):
        dream = next((row.values[each] for each in NAMES if row.values[each]), str(row.line))
        yield dream, "", ""
        for column, scale in WIDE.items():
            for code in filter(None, (part.strip() for part in row.values[column].split(","))):
                _check(row, column, lambda text, scale=scale: parse(scale, text), code)
                yield dream, scale, code


def _check(row: reading.Row, field: str, reads: Any, text: str) -> None:
    """Read a text for its errors, and name file, line and field in them."""
    try:
        reads(text)
    except BadInput as error:
        raise row.error(field, str(error).rstrip(".")) from None
