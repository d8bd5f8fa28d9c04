"""The context of each page of this room."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reverie.core import dates
from reverie.record.models import ProgressNote, Session
from reverie.record.models.labels import ATTENDANCES, KINDS, PLACES
from reverie.record.queries.access_log import Look
from reverie.record.queries.sessions import NoteRead

THINGS = {
    "record.session": gettext_lazy("A session and its note"),
    "treatment.treatment": gettext_lazy("Your treatment and plan"),
    "accounts.client": gettext_lazy("Your page in the practice"),
    "measures.administration": gettext_lazy("Your answers to questions"),
    "journal.entry": gettext_lazy("A page that you shared"),
    "journal.share": gettext_lazy("A page that you shared"),
    "safety.concern": gettext_lazy("A sign that you might be in danger"),
    "safety.safetyplan": gettext_lazy("Your safety plan"),
}
VERBS = {
    "export": gettext_lazy("Made a copy of your record"),
    "download": gettext_lazy("Took a copy of your record"),
    "disclose": gettext_lazy("Gave it to somebody you or the law named"),
    "break_glass": gettext_lazy("Opened it in an emergency, with a reason"),
}
ROLES = {
    "client": gettext_lazy("you"),
    "therapist": gettext_lazy("therapist"),
    "trainee": gettext_lazy("therapist in training"),
    "supervisor": gettext_lazy("supervisor"),
    "front_desk": gettext_lazy("front desk"),
    "biller": gettext_lazy("billing"),
    "practice_owner": gettext_lazy("practice owner"),
}


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


def facts_line(session: Session, zone: str = "") -> str:
    """ "10:00 am to 10:50 am, 50 minutes, in the office. It began late, 6 minutes."."""
    zone = zone or session.zone
    line = _("{start} to {stop}, {minutes} minutes, {where}").format(
        start=dates.time(session.started_at, zone),
        stop=dates.time(session.stopped_at, zone),
        minutes=session.minutes,
        where=str(PLACES.get(session.place, session.place)).lower(),
    )
    if session.attendance == Session.PRESENT:
        return f"{line}."
    late = ""
    if session.late_minutes:
        late = ngettext(", {n} minute", ", {n} minutes", session.late_minutes).format(n=session.late_minutes)
    return f"{line}. {ATTENDANCES.get(session.attendance, '')}{late}."


def session_rows(rows: Iterable[Session], *, for_client: bool = False) -> list[SessionRow]:
    """The sessions of a list, with the state of their notes as the reader may know it."""
    return [_row(session, for_client) for session in rows]


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
    return state, "done"


def addenda_rows(read: NoteRead | None, zone: str) -> list[dict[str, Any]]:
    """What was added to a note, in order."""
    return [
        {
            "head": f"{KINDS[added.row.kind]}, {added.row.signer}, {dates.day(added.row.signed_at, zone)}",
            "text": added.text,
            "reason": added.reason,
        }
        for added in (read.addenda if read else ())
    ]


def signature_line(note: ProgressNote, zone: str) -> str:
    """Who signed, when, and the beginning of the hash that the signature stands under."""
    if note.signed_at is None:
        return ""
    return _("Signed by {who} on {day} at {time}. Seal {seal}").format(
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
            who=look.name or _("The system"),
            role=", ".join(str(ROLES.get(role, role)) for role in look.role.split(",")),
            what=str(VERBS.get(look.verb) or THINGS.get(look.object_type, _("A part of your record"))),
        )
        for look in looks
    ]


def _row(session: Session, for_client: bool) -> SessionRow:
    note = getattr(session, "note", None)
    zone = session.client.zone if for_client else session.zone
    state, kind = note_state(note, zone)
    if for_client:
        is_shown = note is not None and note.released_at is not None
        state, kind = (_("Note to read"), "done") if is_shown else ("", "")
    return SessionRow(session, dates.day(session.started_at, zone), facts_line(session, zone), state, kind)
