"""The dream book, and what belongs to one dream."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reverie.core.layouts import actor_of
from reverie.core.sealing import keychain
from reverie.journal.queries import shared_by
from reverie.process import access, actions
from reverie.process.forms import DreamForm
from reverie.process.presenters.dreams import dreams_context, page_choices
from reverie.process.presenters.moment import moment_context
from reverie.process.queries.dreams import dream_book, report_words


def dreams(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The dreams told in the hours, with what came to mind."""
    actor = actor_of(request)
    client = access.get_client_for_reading(actor, client_id)
    return render(request, "process/dreams.html", dreams_context(client, dream_book(actor, client)))


def moment_dream(request: HttpRequest, moment_id: UUID) -> HttpResponse:
    """Day residue, associations and codings of one dream."""
    actor = actor_of(request)
    is_read = request.method != "POST"
    row = access.get_moment_for(actor, moment_id, "process_sheet.write", is_read=is_read)
    pages = page_choices(shared_by(actor, row.client_id), row.sheet.client.zone)
    chain = keychain(row.scope())
    form = DreamForm(pages=pages, initial=DreamForm.initial_of(report_words(row, chain)))
    if request.method == "POST":
        form = DreamForm(request.POST, pages=pages)
        if form.is_valid():
            try:
                actions.keep_dream(moment=row, words=form.words(), by=actor)
                return redirect("process:dreams", row.client_id)
            except actions.CannotKeepDream as error:
                form.add_error("codes", str(error))
    status = 422 if form.errors else 200
    return render(request, "process/moment_dream.html", moment_context(row, form, {}, chain), status=status)
