"""A page that the client shares, and the author's sheets that it belongs to."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.layouts import actor_of
from reverie.process import access, actions
from reverie.process.presenters.pages import page_context
from reverie.process.queries.pages import page_beside


def page(request: HttpRequest, client_id: UUID, entry_id: UUID) -> HttpResponse:
    """The sheets tied to a shared page; POST ties one more, or unties it."""
    actor = actor_of(request)
    is_read = request.method != "POST"
    client = access.get_client_for(actor, client_id, "process_sheet.write", is_read=is_read)
    found = page_beside(actor, client, entry_id)
    if found is None:
        raise Http404
    if is_read:
        return render(request, "process/page.html", page_context(client, found))
    wanted = request.POST.get("sheet", "")
    sheet = next((row for row in [*found.tied, *found.others] if str(row.id) == wanted), None)
    if sheet is None:
        messages.error(request, _("Choose one of your sheets first."))
    else:
        is_tied = request.POST.get("tie") != "no"
        actions.tie_page(sheet=sheet, entry=entry_id, is_tied=is_tied, by=actor)
    return redirect("process:page", client_id, entry_id)
