"""The record as plain text that anybody can read, and the page that says what lies in the archive."""

from typing import Any

from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import clock, dates
from reverie.interop.queries import Part, count_of
from reverie.record.models import Session
from reverie.record.queries.sessions import NoteRead, read_note

LINE = "-" * 72


def readme(client: Client, record: dict[str, list[Part]]) -> str:
    """What is in the archive, and what never is."""
    counts = [f"  {room}.json: {_counts(parts)}" for room, parts in record.items()]
    lines = [
        _("A copy of the record of {name}, made on {day}.").format(
            name=client.name, day=dates.day(clock.now(), client.zone)
        ),
        "",
        _("record.txt holds the sessions with their signed notes, to be read."),
        _("person.json holds names and addresses."),
        *counts,
        _("appointments.csv holds every appointment, to be opened in a spreadsheet."),
        "",
        _("{n} items in all. Times in the JSON files are in UTC.").format(n=count_of(record)),
        "",
        _("Not in here, and never in a copy of the record:"),
        _("- what a therapist writes for their own thinking (psychotherapy notes, 45 CFR 164.501);"),
        _("- the client’s own pages: the client takes them along from “What you have written”."),
        "",
        _("This copy is not encrypted. Keep it where you keep letters that are nobody else’s business."),
    ]
    return "\n".join(lines) + "\n"


def readable(client: Client, record: dict[str, list[Part]]) -> str:
    """Sessions in order, each with its facts, its signed note and what was added to it."""
    rows = Session.objects.filter(client=client).select_related("note", "therapist").order_by("started_at")
    blocks = [_session(row, client.zone) for row in rows.prefetch_related("note__addenda", "note__reviews")]
    head = _("Sessions of {name}").format(name=client.name)
    return f"\n{LINE}\n".join([head, *blocks]) + "\n"


def _session(session: Session, zone: str) -> str:
    head = _("Session {n}, {when}, with {name}").format(
        n=session.number, when=dates.day_and_time(session.started_at, zone), name=session.therapist.name
    )
    facts = _("{minutes} minutes, {place}, {attendance}").format(
        minutes=session.minutes, place=session.place, attendance=session.attendance
    )
    read = read_note(session)
    return "\n".join([head, facts, "", *_note(read, zone)])


def _note(read: NoteRead | None, zone: str) -> list[str]:
    if read is None or not read.note.is_signed or read.note.signed_at is None:
        return [_("No signed note.")]
    lines = [line for label, words in read.fields for line in (label, words, "")]
    lines.append(
        _("Signed by {who} on {when}. SHA-256 {hash}").format(
            who=read.note.signer,
            when=dates.day_and_time(read.note.signed_at, zone),
            hash=read.note.content_hash,
        )
    )
    for added in read.addenda:
        lines += ["", _addendum(added, zone), added.text, added.reason]
    return lines


def _addendum(added: Any, zone: str) -> str:
    return _("Added by {who} on {when} ({kind})").format(
        who=added.row.signer, when=dates.day_and_time(added.row.signed_at, zone), kind=added.row.kind
    )


def _counts(parts: list[Part]) -> str:
    return ", ".join(f"{len(part.rows)} {part.name}" for part in parts)
