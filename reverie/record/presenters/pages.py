"""The context of each page of this room."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.core import dates
from reverie.record.models import Addendum, ProgressNote, Session
from reverie.record.models.labels import ATTENDANCES, KINDS, PLACES
from reverie.record.queries.access_log import Look
from reverie.record.queries.participants import names_of, participants_words
from reverie.record.queries.sessions import NoteRead


@dataclass(frozen=True)
class SessionRow:
    """One line of a list of sessions."""

    session: Session
    day: str
    facts: str
    state: str
    kind: str


@dataclass(frozen=True)
class LookRow:
    """One look at the record in plain words."""

    when: str
    who: str
    role: str
    what: str


def facts_line(session: Session, zone: str = "", names: dict[str, str] | None = None) -> str:
    """ "10:00 am to 10:50 am, 50 minutes, in the office, with a parent. It began late, 6 minutes."."""
    zone = zone or session.zone
    line = _("{start} to {stop}, {minutes} minutes, {where}").format(
        start=dates.time(session.started_at, zone),
        stop=dates.time(session.stopped_at, zone),
        minutes=session.minutes,
        where=str(PLACES.get(session.place, session.place)).lower(),
    )
    others = participants_words(session, names)
    if others:
        line = _("{line}, with {people}").format(line=line, people=", ".join(others))
    if session.attendance == Session.PRESENT:
        return f"{line}."
    late = ""
    if session.late_minutes:
        late = ngettext(", {n} minute", ", {n} minutes", session.late_minutes).format(n=session.late_minutes)
    return f"{line}. {ATTENDANCES.get(session.attendance, '')}{late}."


def session_rows(rows: Iterable[Session], *, for_client: bool = False) -> list[SessionRow]:
    """The sessions of a list, with the state of their notes as the reader may know it."""
    found = list(rows)
    joint = next((session for session in found if set(session.participants) - set(Session.OTHERS)), None)
    names = names_of(joint) if joint is not None else {}
    return [_row(session, for_client, names) for session in found]


def note_state(note: ProgressNote | None, zone: str) -> tuple[str, str]:
    """The state of a note in words, and the kind of its tag."""
    if note is None:
        return _("No note yet"), "open"
    if not note.is_signed or note.signed_at is None:
        return _("Draft, saved {time}").format(time=dates.time(note.saved_at, zone)), "open"
    state = _("Signed {day}").format(day=dates.short_day(note.signed_at, zone))
    if note.is_late_entry:
        state += _(", late entry")
    if note.released_at is None:
        state += _(", held back")
    elif not note.is_shown:
        state += _(", for the client from {day} on").format(day=dates.short_day(note.released_at, zone))
    return state, "done"


def addenda_rows(read: NoteRead | None, zone: str) -> list[dict[str, Any]]:
    """What was added to a note, in order."""
    return [
        {
            "head": f"{KINDS[added.row.kind]}, {added.row.signer}, {dates.day(added.row.signed_at, zone)}",
            "text": added.text,
            "reason": added.reason,
            "is_the_practices": added.row.kind != Addendum.DISAGREEMENT,
        }
        for added in (read.addenda if read else ())
    ]


def is_withdrawn(read: NoteRead | None) -> bool:
    """True when the note was said to be written in error."""
    return any(added.row.kind == Addendum.WITHDRAWN for added in (read.addenda if read else ()))


def signature_line(note: ProgressNote, zone: str) -> str:
    """Who signed, when, whether late, and the beginning of the hash that the signature stands under."""
    if note.signed_at is None:
        return ""
    late = _("Late entry. ") if note.is_late_entry else ""
    return late + _("Signed by {who} on {day} at {time}. Seal {seal}").format(
        who=note.signer,
        day=dates.short_day(note.signed_at, zone),
        time=dates.time(note.signed_at, zone),
        seal=f"{note.content_hash[:4]} {note.content_hash[4:8]} … {note.content_hash[-4:]}",
    )


def look_rows(looks: Iterable[Look], zone: str) -> list[LookRow]:
    """Looks at the record in plain words."""
    return [
        LookRow(
            when=f"{dates.short_day(look.at, zone)}, {dates.time(look.at, zone)}",
            who=look.who,
            role=look.role_words,
            what=look.what
            if look.times == 1
            else _("{what}, {n} times").format(what=look.what, n=look.times),
        )
        for look in looks
    ]


def shown_from(note: ProgressNote | None, zone: str) -> str:
    """From when the client can read a note whose day is still to come; empty for any other."""
    if note is None or note.released_at is None or note.is_shown:
        return ""
    return dates.day_and_time(note.released_at, zone)


def _state_for_client(note: ProgressNote | None, zone: str) -> tuple[str, str]:
    if note is not None and note.is_shown:
        return _("Note to read"), "done"
    later = shown_from(note, zone)
    return (_("Note to read from {when} on").format(when=later), "open") if later else ("", "")


def _row(session: Session, for_client: bool, names: dict[str, str]) -> SessionRow:
    note = getattr(session, "note", None)
    zone = session.client.zone if for_client else session.zone
    state, kind = note_state(note, zone)
    if for_client:
        state, kind = _state_for_client(note, zone)
    return SessionRow(
        session, dates.day(session.started_at, zone), facts_line(session, zone, names), state, kind
    )
