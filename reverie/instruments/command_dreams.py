"""`reverie instruments dreams`: indicators of a coded dream series, and its agreement with a second coder."""

from __future__ import annotations

import argparse
from typing import Any

from reverie.instruments import dreams, printing
from reverie.instruments.dream_tables import Coded, coded_rows
from reverie.instruments.opening import opened_whole


def run_dreams(arguments: argparse.Namespace) -> dict[str, Any]:
    """The indicators of one file; with `--second`, how far the codes of another file agree with it."""
    rows = _rows(arguments.file)
    coded = dreams.read(rows)
    found = dreams.series(coded, norm=arguments.norm, denominator=arguments.denominator).to_dict()
    if arguments.second is None:
        return found
    from reverie.instruments import coders

    return {**found, "agreement": coders.compare(rows, _rows(arguments.second)).to_dict()}


def _rows(path: str) -> list[Coded]:
    with opened_whole(path) as (stream, name):
        return list(printing.progress(coded_rows(stream, name), lambda: None))
