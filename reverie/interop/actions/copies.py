"""Making a copy of a client's whole record as one archive, and writing down that it was made."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import clock, dates
from reverie.core.policy import Actor
from reverie.interop import text
from reverie.interop.queries import Part, count_of, person_of, plain, record_of
from reverie.record.actions import CannotDisclose, write_disclosure
from reverie.record.models import Disclosure
from reverie.scheduling.models import Appointment

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins with one of these for a formula."""


class CannotExport(Exception):
    """One plain sentence for the user: why no copy was made."""


@dataclass(frozen=True)
class Archive:
    """A copy of the record: a neutral file name, the bytes of a zip, and how many items are in it."""

    name: str
    content: bytes
    items: int


@transaction.atomic
def export_client(*, client: Client, own: bool, recipient: str = "", purpose: str = "", by: Actor) -> Archive:
    """The whole record of a client as one archive; writes a disclosure in the same transaction.

    `own`: the client's own copy; otherwise `recipient` and `purpose` are needed. Raises CannotExport.
    """
    record = record_of(client, own=own)
    items = count_of(record)
    try:
        write_disclosure(
            client=client,
            kind=Disclosure.OWN_COPY if own else Disclosure.GIVEN_OUT,
            recipient=recipient,
            purpose=purpose,
            items=items,
            by=by,
        )
    except CannotDisclose as refusal:
        raise CannotExport(str(refusal)) from None
    today = clock.today(client.zone)
    return Archive(f"record-{today.isoformat()}.zip", _zip(client, record), items)


def _zip(client: Client, record: dict[str, list[Part]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", text.readme(client, record))
        archive.writestr("record.txt", text.readable(client, record))
        archive.writestr("person.json", _json(person_of(client)))
        for room, parts in record.items():
            archive.writestr(f"{room}.json", _json({part.name: part.rows for part in parts}))
        archive.writestr("appointments.csv", appointments_csv(client))
    return made.getvalue()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=plain)


def appointments_csv(client: Client) -> str:
    """Every appointment, one a line, in the wall time of its place; safe to open in a spreadsheet."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow([_("day"), _("start"), _("stop"), _("zone"), _("minutes"), _("where"), _("state")])
    for row in Appointment.objects.filter(client=client).order_by("start_at"):
        start, stop = dates.local(row.start_at, row.zone), dates.local(row.end_at, row.zone)
        cells = (start.date(), f"{start:%H:%M}", f"{stop:%H:%M}", row.zone, row.minutes, row.place, row.state)
        writer.writerow(safe_cells(cells))
    return made.getvalue()


def safe_cells(cells: Iterable[object]) -> list[str]:
    """Cells as text, with a quote before what a spreadsheet would run."""
    texts = [str(cell) for cell in cells]
    return [f"'{cell}" if cell.startswith(DANGEROUS) else cell for cell in texts]
