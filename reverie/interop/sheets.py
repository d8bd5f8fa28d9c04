"""Parts of a record as tables for a spreadsheet (CSV); no cell of them is run as a formula."""

from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import dates
from reverie.core.tables import table
from reverie.interop.text import given_out
from reverie.record.models import Session
from reverie.record.queries.papers import contacts_of
from reverie.scheduling.models import Appointment


def all_of(client: Client) -> dict[str, str]:
    """Name of the file -> its text."""
    return {
        "appointments.csv": appointments(client),
        "sessions.csv": sessions(client),
        "contacts.csv": contacts(client),
        "given_out.csv": table([_("day"), _("recipient"), _("what"), _("purpose")], given_out(client)),
    }


def appointments(client: Client) -> str:
    """Every appointment, one a line, in the wall time of its place."""
    head = [_("day"), _("start"), _("stop"), _("zone"), _("minutes"), _("where"), _("state")]
    lines = []
    for row in Appointment.objects.filter(client=client).order_by("start_at"):
        start, stop = dates.local(row.start_at, row.zone), dates.local(row.end_at, row.zone)
        lines.append(
            [start.date(), f"{start:%H:%M}", f"{stop:%H:%M}", row.zone, row.minutes, row.place, row.state]
        )
    return table(head, lines)


def sessions(client: Client) -> str:
    """Every session with its facts and whether its note is signed."""
    head = [
        _("number"),
        _("day"),
        _("start"),
        _("stop"),
        _("zone"),
        _("minutes"),
        _("where"),
        _("attendance"),
    ]
    head += [_("late"), _("therapist"), _("signed")]
    lines = []
    rows = Session.objects.filter(client=client).select_related("therapist").order_by("started_at")
    for row in rows:
        start, stop = dates.local(row.started_at, row.zone), dates.local(row.stopped_at, row.zone)
        times = [row.number, start.date(), f"{start:%H:%M}", f"{stop:%H:%M}", row.zone, row.minutes]
        signed = row.locked_at.isoformat() if row.locked_at else ""
        lines.append([*times, row.place, row.attendance, row.late_minutes, row.therapist.name, signed])
    return table(head, lines)


def contacts(client: Client) -> str:
    """Calls and letters, without their words."""
    head = [_("kind"), _("direction"), _("at"), _("zone"), _("minutes"), _("person"), _("signed by")]
    lines = []
    for read in reversed(contacts_of(client)):
        row = read.row
        way = "in" if row.is_incoming else "out"
        at = dates.local(row.at, row.zone).isoformat(timespec="minutes")
        lines.append([row.kind, way, at, row.zone, row.minutes or "", read.person, row.signer])
    return table(head, lines)
