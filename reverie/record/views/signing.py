"""Signing a session, and what can still be done with a signed one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.layouts import actor_of
from reverie.record import access, actions
from reverie.record.forms import AddendumForm, HoldForm, ShownForm
from reverie.record.models import ProgressNote, Session
from reverie.record.views import note_page as shown


def session_sign(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Read the note as the client will see it, then sign it and lock the session."""
    actor = actor_of(request)
    row = access.get_session_for(actor, session_id, "note.sign", reads=request.method == "GET")
    if row.is_locked:
        return redirect("record:session-note", row.pk)
    form = ShownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = str(request.POST.get("version", ""))
        read = int(version) if version.isdecimal() and len(version) < 10 else 0
        try:
            actions.sign_note(session=row, version=read, shown_on=form.cleaned_data["shown_on"], by=actor)
            messages.success(request, _("Signed. The session is locked; the client is told of the note."))
            return redirect("record:session-note", row.pk)
        except actions.ChangedElsewhere:
            messages.error(request, _("The note has changed since this page was shown. Read it again."))
            return redirect("record:session-sign", row.pk)
        except actions.CannotSign as refusal:
            form.add_error(None, str(refusal))
    context = shown.preview_page(row) | shown.second_signature(row, actor) | {"shown_form": form}
    return render(request, "record/session_sign.html", context, status=422 if form.errors else 200)


def session_addendum(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Add to a signed note; what was typed comes back with the reason when it cannot be kept."""
    actor = actor_of(request)
    row = access.get_session_for(actor, session_id, "note.amend")
    note = _note(row)
    form = AddendumForm(request.POST)
    if form.is_valid():
        try:
            actions.add_addendum(note=note, **form.cleaned_data, by=actor)
            messages.success(request, _("Added under your signature."))
            return redirect("record:session-note", row.pk)
        except actions.CannotWrite as refusal:
            form.add_error(None, str(refusal))
    context = shown.note_page(row) | {"addendum_form": form}
    return render(request, "record/session_note.html", context, status=422)


def session_hold(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Keep a signed note from the client until a day, with the reason."""
    actor = actor_of(request)
    row = access.get_session_for(actor, session_id, "note.amend")
    note = _note(row)
    form = HoldForm(request.POST)
    if form.is_valid():
        try:
            actions.hold_note(note=note, **form.cleaned_data, by=actor)
            messages.success(request, _("Held back. It is shown by itself on the day you chose."))
            return redirect("record:session-note", row.pk)
        except actions.CannotRelease as refusal:
            form.add_error(None, str(refusal))
    context = shown.note_page(row) | {"hold_form": form}
    return render(request, "record/session_note.html", context, status=422)


def session_release(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show a note that was held back."""
    actor = actor_of(request)
    row = access.get_session_for(actor, session_id, "note.amend")
    note = _note(row)
    try:
        actions.release_note(note=note, by=actor)
        messages.success(request, _("The client can read it now."))
    except actions.CannotRelease as refusal:
        messages.error(request, str(refusal))
    return redirect("record:session-note", row.pk)


def _note(row: Session) -> ProgressNote:
    note: ProgressNote | None = getattr(row, "note", None)
    if note is None:
        raise Http404
    return note
