"""Finding a passage: asked for by POST, so that the words stand in no address, log or history."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reverie.core.layouts import actor_of
from reverie.process import access
from reverie.process.forms import SearchForm
from reverie.process.presenters.search import search_context
from reverie.process.queries import search as find
from reverie.process.queries.sheets import thread_titles


def search(request: HttpRequest) -> HttpResponse:
    """The form; with POST, the passages found."""
    actor = actor_of(request)
    people = {row.id: row for row in access.clients_visible_to(actor).order_by("name")}
    chosen = request.POST.get("client") or request.GET.get("client", "")
    client = next((row for key, row in people.items() if str(key) == chosen), None)
    form = SearchForm(
        request.POST or None,
        clients={key: row.name for key, row in people.items()},
        threads=thread_titles(actor, client.id) if client else {},
        initial={"client": chosen},
    )
    hits = None
    if request.method == "POST" and form.is_valid():
        access.note_search(actor, client)
        hits = find(actor, client, form.wanted())
    status = 422 if form.errors else 200
    return render(request, "process/search.html", search_context(form, hits, client), status=status)
