"""The record in words that anybody can read: for the PDF, for plain text, and the page about the archive."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.accounts.models import Client
from reverie.core import clock, dates
from reverie.interop.queries import Part, count_of
from reverie.record.models import Addendum, Session
from reverie.record.models.labels import ATTENDANCES, CONTACTS, KINDS, PLACES
from reverie.record.queries.keeping import disclosures_of
from reverie.record.queries.papers import contacts_of
from reverie.record.queries.participants import participants_words
from reverie.record.queries.sessions import NoteRead, read_note

LINE = "-" * 72
Entry = dict[str, Any]


def readme(client: Client, record: dict[str, list[Part]], *, is_closed: bool) -> str:
    """What is in the archive, and what never is."""
    counts = [f"  {room}.json: {_counts(parts)}" for room, parts in record.items()]
    closed = _("This archive was closed with a passphrase (age-encryption.org/v1).")
    opened = _("This copy is not encrypted. Keep it where you keep letters that are nobody else’s business.")
    lines = [
        _("A copy of the record of {name}, made on {day}.").format(
            name=client.name, day=dates.day(clock.now(), client.zone)
        ),
        "",
        _("record.pdf and record.txt hold sessions, calls and letters with their words, to be read."),
        _("The .csv files hold sessions, appointments and what was given out, for a spreadsheet."),
        _("papers/ holds the papers of the record, what came along, and insurance cards, as handed in."),
        _("person.json and people.json hold names and addresses."),
        *counts,
        _("manifest.json holds the number of items and the SHA-256 of each file."),
        "",
        _("{n} items in all. Times in the JSON files are in UTC.").format(n=count_of(record)),
        "",
        _("Not in here, and never in a copy of the record:"),
        _("- what a therapist writes for their own thinking (psychotherapy notes, 45 CFR 164.501);"),
        _("- the client’s own pages: the client takes them along from “What you have written”."),
        "",
        closed if is_closed else opened,
    ]
    return "\n".join(lines) + "\n"


def sessions(client: Client, *, own: bool) -> list[Entry]:
    """Each session with its facts, its signed note and what was added to it; for the client what is shown."""
    rows = Session.objects.filter(client=client).select_related("note", "therapist", "client")
    ordered = list(rows.prefetch_related("note__addenda", "note__reviews").order_by("started_at"))
    notes = [row.note for row in ordered if hasattr(row, "note")]
    chain = notes[0].chain() if notes else None
    return [_session(row, client.zone, _read(row, chain, own)) for row in ordered]


def contacts(client: Client) -> list[Entry]:
    """Calls and letters in the form of sessions."""
    found = []
    for read in reversed(contacts_of(client)):
        row = read.row
        way = _("from {person}") if row.is_incoming else _("to {person}")
        head = f"{CONTACTS[row.kind]}, {dates.day_and_time(row.at, row.zone)}"
        signature = _("Signed by {who}. SHA-256 {hash}").format(who=row.signer, hash=row.content_hash)
        title = way.format(person=read.person)
        found.append(_entry(head, title, [(read.subject, read.text)], signature))
    return found


def given_out(client: Client) -> list[list[str]]:
    """The accounting of disclosures, a line each: day, recipient, what, what for."""
    lines = []
    for row, words in disclosures_of(client):
        what = words.get("what") or ngettext("{n} item", "{n} items", row.items).format(n=row.items)
        recipient = words["recipient"] or _("the client")
        day = dates.local(row.at, client.zone).date().isoformat()
        lines.append([day, recipient, what, words["purpose"]])
    return lines


def readable(client: Client, entries: list[Entry]) -> str:
    """Entries in order as plain text."""
    head = _("The record of {name}").format(name=client.name)
    return f"\n{LINE}\n".join([head, *map(_plain, entries)]) + "\n"


def paper(client: Client, record: dict[str, list[Part]], hours: list[Entry], calls: list[Entry]) -> Entry:
    """The data of data/paper/record.typ."""
    made = dates.day(clock.now(), client.zone)
    parts = [
        {"title": _("Sessions"), "items": hours, "none": _("No session yet.")},
        {"title": _("Calls and letters"), "items": calls, "none": _("None.")},
    ]
    counts = [[part.name, str(len(part.rows))] for parts in record.values() for part in parts if part.rows]
    head = [_("Day"), _("Who got it"), _("What"), _("What for")]
    facts = [(_("Name"), client.name), (_("Made on"), made)]
    return {
        "title": _("A copy of the record"),
        "practice": {"name": client.practice.name, "lines": [client.practice.address, client.practice.phone]},
        "foot": client.name,
        "facts": facts + ([(_("Born on"), client.born_on.isoformat())] if client.born_on else []),
        "lines": [_("A therapist’s own thinking, and the client’s own pages, are not in here.")],
        "parts": parts,
        "given_out": {
            "title": _("Given out"), "head": head, "rows": given_out(client), "none": _("Nothing."),
        },
        "counts": {"title": _("In the archive"), "head": [_("Kind"), _("Items")], "rows": counts},
    }  # fmt: skip


def _read(row: Session, chain: Any, own: bool) -> NoteRead | None:
    note = getattr(row, "note", None)
    if note is None or not note.is_signed or (own and not note.is_shown):
        return None
    return read_note(row, chain)


def _session(session: Session, zone: str, read: NoteRead | None) -> Entry:
    head = _("Session {n}, {when}, with {name}").format(
        n=session.number, when=dates.day_and_time(session.started_at, zone), name=session.therapist.name
    )
    facts = f"{session.minutes} min, {PLACES[session.place]}, {ATTENDANCES[session.attendance]}"
    others = participants_words(session)
    facts += f", {', '.join(others)}" if others else ""
    if read is None or read.note.signed_at is None:
        return _entry(head, facts, [(_("No signed note."), "")], "")
    if any(added.row.kind == Addendum.WITHDRAWN for added in read.addenda):
        facts += f". {KINDS[Addendum.WITHDRAWN]}"
    signed = _("Signed by {who} on {when}. SHA-256 {hash}").format(
        who=read.note.signer,
        when=dates.day_and_time(read.note.signed_at, zone),
        hash=read.note.content_hash,
    )
    signed += _(" Late entry.") if read.note.is_late_entry else ""
    return _entry(head, facts, list(read.fields), signed, [_addendum(added, zone) for added in read.addenda])


def _entry(
    head: str, facts: str, fields: list[Any], signature: str, addenda: list[Any] | None = None
) -> Entry:
    return {"head": head, "facts": facts, "fields": fields, "signature": signature, "addenda": addenda or []}


def _addendum(added: Any, zone: str) -> list[str]:
    head = _("Added by {who} on {when} ({kind})").format(
        who=added.row.signer, when=dates.day_and_time(added.row.signed_at, zone), kind=KINDS[added.row.kind]
    )
    return [head, added.text, added.reason]


def _plain(entry: Entry) -> str:
    lines = [entry["head"], entry["facts"], ""]
    lines += [line for label, words in entry["fields"] for line in (label, words, "")]
    lines.append(entry["signature"])
    lines += [line for added in entry["addenda"] for line in ("", *added)]
    return "\n".join(lines)


def _counts(parts: list[Part]) -> str:
    return ", ".join(f"{len(part.rows)} {part.name}" for part in parts)
