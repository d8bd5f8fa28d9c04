"""Finding a passage: asked for by POST and answered under a sealed address.

No address, log, history or session file of a browser holds the words: what was asked travels in the address
as a sealed value that this author alone can have opened here.
"""

import base64
import binascii
import json

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from reverie.core.layouts import actor_of
from reverie.core.policy import Actor
from reverie.core.sealing import CannotUnseal, seal_with_master, unseal_with_master
from reverie.process import access
from reverie.process.forms import SearchForm
from reverie.process.presenters.search import search_context
from reverie.process.queries import search as find
from reverie.process.queries.sheets import thread_titles

FIELDS = ("phrase", "client", "kind", "thread", "person", "year")


def search(request: HttpRequest) -> HttpResponse:
    """The form; what was asked by POST is answered under an address of its own."""
    actor = actor_of(request)
    people = {row.id: row for row in access.clients_visible_to(actor).order_by("name")}
    sent = request.POST if request.method == "POST" else _opened(request.GET.get("asked", ""), actor)
    chosen = (sent or request.GET).get("client", "")
    client = next((row for key, row in people.items() if str(key) == chosen), None)
    form = SearchForm(
        sent or None,
        clients={key: row.name for key, row in people.items()},
        threads=thread_titles(actor, client.id) if client else {},
        initial={"client": chosen},
    )
    hits = None
    if sent and form.is_valid():
        if request.method == "POST":
            return redirect(f"{reverse('process:search')}?asked={_sealed(request.POST, actor)}")
        access.note_search(actor, client)
        hits = find(actor, client, form.wanted())
    status = 422 if form.errors else 200
    return render(request, "process/search.html", search_context(form, hits, client), status=status)


def _sealed(asked: QueryDict, actor: Actor) -> str:
    text = json.dumps({name: asked.get(name, "") for name in FIELDS})
    return base64.urlsafe_b64encode(seal_with_master(text, _purpose(actor))).decode()


def _opened(token: str, actor: Actor) -> QueryDict | None:
    """What was asked; None for an address that was changed, or was somebody else's."""
    try:
        text = unseal_with_master(base64.urlsafe_b64decode(token), _purpose(actor)) if token else ""
    except (binascii.Error, ValueError, CannotUnseal):
        return None
    found = QueryDict(mutable=True)
    found.update(json.loads(text) if text else {})
    return found or None


def _purpose(actor: Actor) -> str:
    return f"process-search|{actor.practice_id}|{actor.user_id}"
