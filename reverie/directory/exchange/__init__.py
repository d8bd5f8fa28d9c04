"""Profiles as files of other programs: a table, a Plan-Net bundle, HSDS as a document or as tables. Pure.

Each shape is read into entries of the same form, whose cells are what a person would have typed, so that
one set of rules (`forms.desk`) checks whatever comes, and says where it stands in the file.
"""

from reverie.directory.exchange import hsds, hsds_tables, plan_net, table
from reverie.directory.exchange.entry import CannotRead, Entry, Place, Wrong

SHAPES = {"csv": table, "plan-net": plan_net, "hsds": hsds}
"""Shape -> module with `read(bytes)`, `write(entries, place)`, KIND (of `file_kinds`) and ENDING."""

__all__ = ["SHAPES", "CannotRead", "Entry", "Place", "Wrong", "read"]


def read(content: bytes) -> list[Entry]:
    """The entries of a file in whichever of the shapes it is. Raises CannotRead."""
    if content.startswith(hsds_tables.SIGNATURE):
        return hsds_tables.read(content)
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if head not in {b"{", b"["}:
        found = table.table_of(content)
        return hsds_tables.entries(found) if hsds_tables.is_services(found) else table.entries(found)
    document = hsds.document(content)
    if isinstance(document, dict) and document.get("resourceType"):
        return plan_net.entries(document)
    return hsds.entries(document)
