"""HSDS as tables (CSV): `services.csv` alone, or a zip file of it with the tables that belong to it.

The tables are put together into what an HSDS document holds, and read as one; other tables are left out.
"""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from reverie.core.file_kinds import DAMAGED_ZIP
from reverie.core.tables import Table
from reverie.directory.exchange import hsds
from reverie.directory.exchange.entry import CannotRead, Entry
from reverie.directory.exchange.table import table_of

LARGEST = 20_000_000
"""Bytes of one table, unpacked."""
PARTS = ("contacts", "cost_options", "languages", "attributes")
"""Tables whose rows belong to a service; attributes name what they belong to by `link_id`."""
OF_SERVICE = {"organization_id", "status"}
"""Columns by which a table of services is known."""
SIGNATURE = b"PK\x03\x04"


def is_services(table: Table) -> bool:
    """Whether a table is HSDS's of services, not one of ours."""
    return set(table.head) >= OF_SERVICE


def read(content: bytes) -> list[Entry]:
    """The entries of a zip file of tables. Raises CannotRead."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            tables = {name: _table(archive, name) for name in ("services", *PARTS, "taxonomy_terms")}
    except DAMAGED_ZIP:
        raise CannotRead(_("This zip file cannot be opened; pack it anew without a password.")) from None
    services = tables["services"]
    if services is None:
        raise CannotRead(_("There is no services.csv in this file; it holds no HSDS tables."))
    return entries(services, {name: one for name, one in tables.items() if one is not None})


def _table(archive: zipfile.ZipFile, name: str) -> Table | None:
    """A table of the file, in whichever folder it lies; None when it is not there."""
    found = next((one for one in archive.infolist() if one.filename.split("/")[-1] == f"{name}.csv"), None)
    if found is None:
        return None
    with archive.open(found) as packed:
        content = packed.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise CannotRead(_("{name}.csv is larger than 20 MB; divide it.").format(name=name))
    try:
        return table_of(content)
    except CannotRead as refusal:
        raise CannotRead(f"{name}.csv: {refusal}") from None


def entries(services: Table, tables: Mapping[str, Table] | None = None) -> list[Entry]:
    """A table of services with those that belong to it, as entries. Raises CannotRead."""
    tables = tables or {}
    rows = _rows("services", services)
    by_id = {row.get("id", ""): row for row in rows}
    terms = {row["id"]: row for row in _rows_of(tables, "taxonomy_terms") if row.get("id")}
    for name in PARTS:
        for part in _rows_of(tables, name):
            service = by_id.get(part.get("link_id" if name == "attributes" else "service_id", ""))
            if service is not None:
                service.setdefault(name, []).append(_whole(part, terms))
    return hsds.entries(rows)


def _whole(part: dict[str, Any], terms: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    term = terms.get(part.get("taxonomy_term_id", ""))
    return part | {"taxonomy_term": term} if term is not None else part


def _rows_of(tables: Mapping[str, Table], name: str) -> list[dict[str, Any]]:
    return _rows(name, tables[name]) if name in tables else []


def _rows(name: str, table: Table) -> list[dict[str, Any]]:
    wide = next((row.line for row in table.rows if row.cells is None), None)
    if wide is not None:
        words = _(
            "{name}.csv, line {line} has more cells than the first line. Put a cell with commas in quotes."
        )
        raise CannotRead(words.format(name=name, line=wide))
    return [dict(zip(table.head, row.cells or (), strict=True)) for row in table.rows]
