"""The therapist's pages of a session: facts, note, signature, what comes after it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core.layouts import actor_of
from reverie.record import access, actions
from reverie.record.forms import FactsForm, NoteForm
from reverie.record.models import ProgressNote, Session
from reverie.record.presenters import pages
from reverie.record.queries import sessions as queries
from reverie.record.queries.participants import members_of
from reverie.record.views import note_page as shown
from reverie.treatment import access as treatments
from reverie.treatment.models import UnitMember


def client_sessions(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """All sessions of a client; a session can be opened here without an appointment."""
    actor = actor_of(request)
    verb = "session.open" if request.method == "GET" else "session.begin"
    treatment = treatments.get_treatment_for(actor, client_id, verb, reads=True)
    form = FactsForm(request.POST or None, people=_people(treatment.client))
    if request.method == "POST" and form.is_valid():
        try:
            facts = form.facts(treatment.therapist.zone)
            session = actions.open_session(treatment=treatment, facts=facts, by=actor)
            return redirect("record:session-note", session.pk)
        except actions.CannotOpenSession as refusal:
            form.add_error(None, str(refusal))
    page = queries.page_of(queries.sessions_of_client(actor, client_id), request.GET.get("page", ""))
    rows = pages.session_rows(page.rows)
    context = {"client": treatment.client, "rows": rows, "page": page, "form": form}
    return render(request, "record/client_sessions.html", context, status=422 if form.errors else 200)


def session_open(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Open the session of an appointment and go to its note."""
    actor = actor_of(request)
    found = access.find_session_of(actor, appointment_id)
    if found is None:
        appointment = access.get_appointment_for_session(actor, appointment_id)
        treatment = treatments.get_treatment_for(actor, appointment.client_id, "session.begin")
        try:
            found = actions.open_from_appointment(appointment=appointment, treatment=treatment, by=actor)
        except actions.CannotOpenSession as refusal:
            messages.error(request, str(refusal))
            return redirect("treatment:client", appointment.client_id)
    return redirect("record:session-note", found.pk)


def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The facts of a session; they can be corrected until it is signed."""
    actor = actor_of(request)
    reads = request.method == "GET"
    row = access.get_session_for(actor, session_id, "session.open" if reads else "session.write", reads=reads)
    form = FactsForm(request.POST or None, initial=FactsForm.initial_of(row), people=_people(row.client))
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_facts(session=row, facts=form.facts(row.zone), by=actor)
            messages.success(request, _("The facts are kept."))
            return redirect("record:session-note", row.pk)
        except actions.CannotChangeSession as refusal:
            form.add_error(None, str(refusal))
    context = {"session": row, "client": row.client, "form": form, "facts": pages.facts_line(row)}
    return render(request, "record/session.html", context, status=422 if form.errors else 200)


def _people(client: Client) -> list[UnitMember]:
    """Who can take part in the sessions of a couple, family or group."""
    return members_of(client) if hasattr(client, "unit") else []


def session_note(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The progress note: a draft to write, or the signed note with what was added to it."""
    actor = actor_of(request)
    reads = request.method == "GET"
    row = access.get_session_for(
        actor, session_id, "note.write" if not reads else "session.open", reads=reads
    )
    if reads:
        is_author = row.therapist.user_id == actor.user_id
        context = shown.note_page(row, request.GET.get("form", ""), is_author=is_author)
        context["next_note"] = queries.next_unsigned(actor, row) if row.is_locked else None
        return render(request, "record/session_note.html", context)
    form = shown.posted_form(request.POST, row)
    try:
        if form.is_valid():
            _save(row, form, request)
            return redirect(
                "record:session-sign" if "sign" in request.POST else "record:session-note", row.pk
            )
    except actions.ChangedElsewhere as changed:
        context = shown.conflict_page(row, form, changed.theirs, changed.version)
        return render(request, "record/session_note.html", context, status=409)
    except actions.CannotWrite as refusal:
        form.add_error(None, str(refusal))
    return render(request, "record/session_note.html", shown.form_page(row, form), status=422)


def session_note_save(request: HttpRequest, session_id: UUID) -> JsonResponse:
    """Keep the draft while it is being written (wire format: core/js/autosave.js)."""
    row = access.get_session_for(actor_of(request), session_id, "note.write")
    form = shown.posted_form(request.POST, row)
    if not form.is_valid():
        return JsonResponse({"error": _("The page sent something that is no note.")}, status=422)
    try:
        note = _save(row, form, request)
    except actions.ChangedElsewhere as changed:
        return JsonResponse({"theirs": changed.theirs, "version": changed.version}, status=409)
    except actions.CannotWrite as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return JsonResponse({"saved_at": note.saved_at.isoformat(), "version": note.version})


def _save(row: Session, form: NoteForm, request: HttpRequest) -> ProgressNote:
    data = form.cleaned_data
    return actions.save_draft(
        session=row,
        words=form.words(),
        template=form.note_template.key,
        version=data["version"] or 0,
        save_id=data["save_id"],
        by=actor_of(request),
    )
