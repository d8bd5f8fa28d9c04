"""The page of one note in its states: draft, conflict, signed; and as the client will see it."""

from contextlib import suppress
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.core.policy import Actor
from reverie.core.sealing import CannotUnseal
from reverie.record.forms import AddendumForm, HoldForm, NoteForm, ReadyForm
from reverie.record.models import ProgressNote, Session
from reverie.record.presenters import pages
from reverie.record.queries import countersigning
from reverie.record.queries.sessions import is_whole, labelled, open_hold, read_note
from reverie.record.queries.templates import DEFAULT, note_templates, template_of


def posted_form(data: QueryDict, session: Session) -> NoteForm:
    """The form of the template that the page names, with every field that the draft has words in."""
    named = str(data.get("template", ""))
    note: ProgressNote | None = getattr(session, "note", None)
    if note is not None and note.template == named and not session.is_locked:
        with suppress(CannotUnseal):
            return NoteForm(data, note_template=template_of(named, note.words(note.chain())))
    return NoteForm(data, note_template=note_templates().get(named, note_templates()[DEFAULT]))


def note_page(session: Session, wanted: str = "", *, is_author: bool = True) -> dict[str, Any]:
    """A draft to go on with, or the signed note; somebody else's draft is nobody's to read."""
    if not is_author and not session.is_locked:
        return _frame(session) | {"is_others": True, "kind": "open", "state": _("Not signed yet")}
    try:
        read = read_note(session)
    except CannotUnseal:
        return _frame(session) | {"is_damaged": True, "kind": "risk", "state": _("It cannot be opened")}
    if read is not None and read.note.is_signed:
        return _signed_page(session, read)
    key = wanted if wanted in note_templates() and (read is None or not read.fields) else ""
    words = read.words if read else {}
    template = note_templates()[key] if key else template_of(read.note.template if read else DEFAULT, words)
    initial = {"version": read.note.version if read else 0, "template": template.key, **words}
    return form_page(session, NoteForm(initial=initial, note_template=template), read.note if read else None)


def form_page(session: Session, form: NoteForm, note: ProgressNote | None = None) -> dict[str, Any]:
    """The note as a form."""
    note = note or getattr(session, "note", None)
    state, kind = pages.note_state(note, session.zone)
    return _frame(session) | {
        "form": form,
        "version": form["version"].value() or 0,
        "state": state,
        "kind": kind,
        "saved": dates.time(note.saved_at, session.zone) if note else "",
        "templates": [(item.key, item.name) for item in note_templates().values()],
        "can_choose": note is None,
        **_turn(note),
    }


def conflict_page(session: Session, form: NoteForm, theirs: dict[str, Any], version: int) -> dict[str, Any]:
    """Both texts: what was typed, in the form, and what is kept, beside it. Saving again is the choice."""
    again = NoteForm({**form.data.dict(), "version": version}, note_template=form.note_template)  # type: ignore[attr-defined]
    return form_page(session, again) | {
        "theirs": labelled(form.note_template.key, theirs),
        "version": version,
    }


def preview_page(session: Session) -> dict[str, Any]:
    """The note as the client will see it, before it is signed."""
    read = read_note(session)
    return _frame(session) | {
        "read": read,
        "fields": read.fields if read else (),
        "version": read.note.version if read else 0,
        "client_facts": pages.facts_line(session, session.client.zone),
        "client_day": dates.day(session.started_at, session.client.zone),
    }


def second_signature(session: Session, actor: Actor) -> dict[str, Any]:
    """Whom the author of a draft can ask to sign it too; nothing where nobody has to."""
    if not countersigning.needs_countersigning(session.therapist, actor):
        return {"needs_second": False}
    supervisors = list(countersigning.countersigners_of(session.therapist))
    note: ProgressNote | None = getattr(session, "note", None)
    form = ReadyForm(initial={"version": note.version if note else 0}, supervisors=supervisors)
    return {"needs_second": True, "supervisors": supervisors, "ready_form": form}


def _turn(note: ProgressNote | None) -> dict[str, Any]:
    """Where a draft is between its author and a supervisor."""
    review = countersigning.latest_review(note) if note is not None else None
    if review is None or review.state not in {review.OPEN, review.RETURNED}:
        return {}
    return {"review": review, "waits": review.answered_at is None, "reason": countersigning.reason_of(review)}


def _signed_page(session: Session, read: Any) -> dict[str, Any]:
    state, kind = pages.note_state(read.note, session.zone)
    hold = open_hold(read.note)
    return _frame(session) | {
        "read": read,
        "fields": read.fields,
        "state": state,
        "kind": kind,
        "signature": pages.signature_line(read.note, session.zone),
        "is_withdrawn": pages.is_withdrawn(read),
        "is_whole": is_whole(read),
        "addenda": pages.addenda_rows(read, session.zone),
        "addendum_form": AddendumForm(),
        "hold_form": HoldForm(),
        "held": _("until {day}").format(day=dates.short_day(hold.until, session.zone)) if hold else "",
        "is_released": read.note.is_shown,
        "shown_from": pages.shown_from(read.note, session.client.zone),
    }


def _frame(session: Session) -> dict[str, Any]:
    return {
        "session": session,
        "client": session.client,
        "day": dates.day(session.started_at, session.zone),
        "facts": pages.facts_line(session),
    }
