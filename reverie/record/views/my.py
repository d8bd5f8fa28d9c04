"""The client's own record: sessions, notes to read, who has looked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.core.layouts import actor_of
from reverie.record import access, actions
from reverie.record.forms import DisagreementForm
from reverie.record.models import Session
from reverie.record.presenters import pages
from reverie.record.queries import sessions as queries
from reverie.record.queries.access_log import access_log_for
from reverie.treatment import access as treatments


def my_record(request: HttpRequest) -> HttpResponse:
    """My sessions and the notes I may read."""
    actor = actor_of(request)
    treatment = treatments.get_own_treatment_for_reading(actor)
    rows = queries.sessions_of_client(actor, treatment.client_id)
    page = queries.page_of(rows, request.GET.get("page", ""))
    context = {"rows": pages.session_rows(page.rows, for_client=True), "page": page}
    return render(request, "record/my_record.html", context)


def my_session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One of my sessions, with the note when it is released."""
    row = access.get_own_session_for_reading(actor_of(request), session_id)
    return _session_page(request, row, DisagreementForm())


def _session_page(request: HttpRequest, row: Session, form: DisagreementForm) -> HttpResponse:
    note = getattr(row, "note", None)
    read = queries.read_note(row) if note is not None and note.is_shown else None
    zone = row.client.zone
    context = {
        "session": row,
        "day": dates.day(row.started_at, zone),
        "facts": pages.facts_line(row, zone),
        "read": read,
        "shown_from": pages.shown_from(note, zone),
        "signature": pages.signature_line(read.note, zone) if read else "",
        "is_withdrawn": pages.is_withdrawn(read),
        "addenda": pages.addenda_rows(read, zone),
        "form": form,
    }
    return render(request, "record/my_session.html", context, status=422 if form.errors else 200)


def my_disagreement(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """My statement beside a note that I see differently; what cannot be kept comes back as it was typed."""
    actor = actor_of(request)
    row = access.get_session_for(actor, session_id, "note.disagree")
    note = getattr(row, "note", None)
    if note is None or not note.is_shown:
        raise Http404
    form = DisagreementForm(request.POST)
    if form.is_valid():
        try:
            reason, text = _("The client sees it differently."), form.cleaned_data["text"]
            actions.add_addendum(note=note, kind="disagreement", reason=reason, text=text, by=actor)
            messages.success(request, _("Your statement now stands beside the note."))
            return redirect("record:my-session", row.pk)
        except actions.CannotWrite as refusal:
            form.add_error(None, str(refusal))
    return _session_page(request, row, form)


def my_looks(request: HttpRequest) -> HttpResponse:
    """The latest looks at my record, as a piece of my front page."""
    client = treatments.get_own_treatment(actor_of(request)).client
    looks = pages.look_rows(access_log_for(client, limit=20)[:3], client.zone)
    return render(request, "record/_looks.html", {"looks": looks}) if looks else HttpResponse(status=204)


def my_access(request: HttpRequest) -> HttpResponse:
    """Who has looked at my record, in plain words."""
    actor = actor_of(request)
    client = treatments.get_own_treatment(actor).client
    looks = pages.look_rows(access_log_for(client), client.zone)
    return render(request, "record/my_access.html", {"looks": looks})
