"""What a colleague reads of the sessions of a record that is open in an emergency: signed notes alone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reverie.core import dates
from reverie.core.layouts import actor_of
from reverie.record import access
from reverie.record.presenters import pages
from reverie.record.queries import sessions as queries
from reverie.treatment import access as treatments


def opened_sessions(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The signed sessions of a record that is open to me for this hour."""
    actor = actor_of(request)
    if treatments.is_treating(actor, client_id):
        return redirect("record:client-sessions", client_id)
    client = treatments.get_opened_client(actor, client_id)
    rows = access.sessions_opened_by(actor).filter(client=client).order_by("-started_at")
    page = queries.page_of(rows, request.GET.get("page", ""))
    context = {"client": client, "rows": pages.session_rows(page.rows), "page": page}
    return render(request, "record/opened_sessions.html", context)


def opened_session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One of them, with its signed note and what was added to it."""
    actor = actor_of(request)
    if access.sessions_visible_to(actor).filter(pk=session_id).exists():
        return redirect("record:session-note", session_id)
    row = access.get_opened_session(actor, session_id)
    read = queries.read_note(row)
    context = {
        "session": row,
        "client": row.client,
        "day": dates.day(row.started_at, row.zone),
        "facts": pages.facts_line(row),
        "fields": read.fields if read else (),
        "signature": pages.signature_line(read.note, row.zone) if read else "",
        "is_whole": read is not None and queries.is_whole(read),
        "is_withdrawn": pages.is_withdrawn(read),
        "addenda": pages.addenda_rows(read, row.zone),
    }
    return render(request, "record/opened_session.html", context)
