"""A folder of papers: taken, told whose each is, and laid with its client."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reverie.core.file_response import as_attachment
from reverie.core.files import file_name, read_file
from reverie.core.layouts import actor_of
from reverie.core.sealing import keychain
from reverie.interop import access, actions, presenters
from reverie.interop.forms.beside import PapersForm
from reverie.interop.models import MoveIn
from reverie.interop.queries import beside
from reverie.interop.views import moving


def moving_in_papers(request: HttpRequest) -> HttpResponse:
    """Take papers into a new folder."""
    actor = actor_of(request)
    practice = access.get_practice_for_moving(actor, MoveIn.PAPERS)
    form = PapersForm(request.POST, request.FILES)
    if not form.is_valid():
        return moving.again(request, MoveIn.PAPERS, form)
    files = form.cleaned_data["papers"]
    move = actions.begin_move_in(
        practice=practice, kind=MoveIn.PAPERS, name=files[0].name, words={"papers": []}, total=0, by=actor
    )
    return _add(request, move, files)


def move_in_papers(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """Add papers to a folder."""
    move = access.get_move(actor_of(request), move_id, kind=MoveIn.PAPERS)
    form = PapersForm(request.POST, request.FILES)
    if form.is_valid():
        return _add(request, move, form.cleaned_data["papers"])
    for error in form.errors.get("papers", []):
        messages.error(request, str(error))
    return redirect("interop:move-in", move.pk)


def _add(request: HttpRequest, move: MoveIn, files: list[Any]) -> HttpResponse:
    people = beside.Names(beside.clients_of_practice(move))
    papers = [(file.name, file.read(), people.of_paper(file.name)) for file in files]
    try:
        for refusal in actions.add_papers(move=move, papers=papers, by=actor_of(request)):
            messages.error(request, refusal)
    except actions.CannotMoveIn as error:
        messages.error(request, str(error))
    return redirect("interop:move-in", move.pk)


def brought_along(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What came with a client from elsewhere."""
    actor = actor_of(request)
    client = access.get_client_for_brought_along(actor, client_id)
    found = list(access.brought_along_visible_to(actor).filter(client=client))
    words = beside.words_beside(found)
    rows = [presenters.beside_row(row, said, client.zone) for row, said in zip(found, words, strict=True)]
    return render(request, "interop/brought_along.html", {"client": client, "rows": rows})


def brought_along_file(request: HttpRequest, client_id: UUID, brought_id: UUID) -> HttpResponse:
    """The file as it came, to be saved."""
    row = access.get_brought_along_for_reading(actor_of(request), client_id, brought_id, with_file=True)
    assert row.file is not None
    chain = keychain(row.file.scope())
    content, name = read_file(row.file, chain), file_name(row.file, chain)
    return as_attachment(content, name=name, kind=row.file.kind)
