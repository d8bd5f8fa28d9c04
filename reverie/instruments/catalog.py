"""Reads the instrument definitions in `data/instruments` (one TOML file each) and finds one by its code."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from reverie.instruments.errors import BadInput
from reverie.instruments.instrument import Band, Figure, Gate, Instrument, Subscale

FOLDER = Path(__file__).parent / "data" / "instruments"
# How many items may be missing where an instrument gives no limit of its own (docs/clinical/instruments.md).
MISSING_SHARE_PERCENT = 20


def _subscale(row: dict[str, Any]) -> Subscale:
    recode = {int(item): tuple(table) for item, table in row.get("recode", {}).items()}
    return Subscale(
        name=row["name"],
        items=tuple(row["items"]),
        method=row.get("method", "sum"),
        factor=row.get("factor", 1),
        recode=recode,
    )


def _loinc(row: dict[str, Any]) -> dict[str, Any]:
    loinc = row.pop("loinc", {})
    return {
        "panel": loinc.get("panel", ""),
        "total_code": loinc.get("total", ""),
        "item_codes": tuple(tuple(codes) for codes in loinc.get("items", [])),
        "answer_codes": loinc.get("answers", {}),
        "link_ids": tuple(tuple(links) for links in row.pop("link_ids", [])),
    }


def build(row: dict[str, Any]) -> Instrument:
    """Turn one parsed definition into an Instrument. Raises TypeError or KeyError on a wrong field."""
    row = dict(row)
    row.setdefault("max_missing", row["items"] * MISSING_SHARE_PERCENT // 100)
    bands = row.pop("bands", {})
    nested = {
        "subscales": tuple(_subscale(part) for part in row.pop("subscales", [])),
        "gates": tuple(Gate(tuple(gate["items"]), tuple(gate["opens"])) for gate in row.pop("gates", [])),
        "bands": tuple(Band(band["name"], band["low"]) for band in bands.get("list", [])),
        "bands_verified": bands.get("verified", False),
        "bands_source": bands.get("source", ""),
        "figures": tuple(Figure(**figure) for figure in row.pop("figures", [])),
        **_loinc(row),
    }
    for name in ("reverse", "risk_items"):
        row[name] = tuple(row.get(name, ()))
    return Instrument(**row, **nested)


@cache
def all_instruments() -> tuple[Instrument, ...]:
    """Every instrument that ships, sorted by code."""
    files = sorted(FOLDER.glob("*.toml"))
    return tuple(build(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)


def _plain(code: str) -> str:
    return re.sub(r"[^a-z0-9]", "", code.lower())


@cache
def _by_plain_code() -> dict[str, Instrument]:
    return {_plain(instrument.code): instrument for instrument in all_instruments()}


def get(code: str) -> Instrument:
    """The instrument of this code, in any case, with or without hyphens. Raises BadInput if there is none.

    >>> get("PHQ-9").code
    'phq-9'
    """
    instrument = _by_plain_code().get(_plain(code))
    if instrument is None:
        raise BadInput(f"There is no instrument “{code}”; `reverie instruments list` shows the codes.")
    return instrument
