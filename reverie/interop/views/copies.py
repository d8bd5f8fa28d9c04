"""Pages that give out a copy of a record."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reverie.core.file_response import as_attachment
from reverie.core.layouts import actor_of
from reverie.interop import access, actions
from reverie.interop.forms.copies import CloseForm, ExportForm
from reverie.treatment.queries.units import copy_words


def client_export(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The therapist gives out a copy of a client's record."""
    actor = actor_of(request)
    client = access.get_client_for_export(actor, client_id)
    form = ExportForm(request.POST or None, initial=copy_words(client))
    if request.method == "POST" and form.is_valid():
        try:
            archive = actions.export_client(client=client, own=False, **form.cleaned_data, by=actor)
            return _as_file(archive)
        except actions.CannotExport as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "client": client}
    return render(request, "interop/client_export.html", context, status=422 if form.errors else 200)


def my_download(request: HttpRequest) -> HttpResponse:
    """The client takes a copy of their own record."""
    actor = actor_of(request)
    client = access.get_own_client(actor)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and (not request.POST.get("passphrase") or form.is_valid()):
        passphrase = request.POST.get("passphrase", "")
        return _as_file(actions.export_client(client=client, own=True, passphrase=passphrase, by=actor))
    context = {"client": client, "form": form}
    return render(request, "interop/my_download.html", context, status=422 if form.errors else 200)


def _as_file(archive: actions.Archive) -> HttpResponse:
    kind = "zip" if archive.name.endswith(".zip") else "closed"
    return as_attachment(archive.content, name=archive.name, kind=kind)
